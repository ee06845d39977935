"""Every address, opened by everybody: who is let in is who the code says is let in, and nobody meets a bug."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import converters

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.directory.models import Contact, Customer
from plantao.events.actor import DESK
from plantao.operate.permissions import Address, Lets, addresses, document
from plantao.people.testing import a_person
from plantao.staff.models import Agent
from plantao.staff.permissions import Right, permissions_of
from plantao.staff.testing import an_agent
from tests.architecture.repository import ROOT
from tests.journeys.conftest import MONDAY_9H
from tests.pages import browser_of

RIGHTS: dict[str, frozenset[str]] = {
    "analyst": permissions_of([Right.AGENT]),
    "engineer": permissions_of([Right.AGENT]),
    "coordinator": permissions_of([Right.COORDINATOR]),
    "administrator": permissions_of([Right.ADMINISTRATOR]),
    "one who no longer serves": frozenset(),
    "contact of a customer": frozenset(),
    "nobody": frozenset(),
}
FILLED = {"<str:token>": "forged", "<int:number>": "999999", "<int:pk>": "999999", "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)": "1-forged"}


def browser_for(who: str) -> Client:
    """Return the browser of one of RIGHTS."""
    analyst = an_agent("Ana", at=MONDAY_9H)
    gone = an_agent("Gil", at=MONDAY_9H)
    gone.disable(by=DESK, at=MONDAY_9H)
    customer = Customer.objects.add("Provedor Aurora", by=DESK, at=MONDAY_9H)
    contact = a_person("Bruno", at=MONDAY_9H)
    Contact.objects.add(customer, contact, by=DESK, at=MONDAY_9H)
    made: dict[str, Callable[[], Client]] = {
        "analyst": lambda: browser_of(analyst),
        "engineer": lambda: browser_of(an_agent("Eva", at=MONDAY_9H, level="n2")),
        "coordinator": lambda: browser_of(an_agent("Caio", at=MONDAY_9H, rights=(Right.COORDINATOR,))),
        "administrator": lambda: browser_of(an_agent("Ada", at=MONDAY_9H, rights=(Right.ADMINISTRATOR,))),
        "one who no longer serves": lambda: browser_of(Agent.objects.get(pk=gone.pk)),
        "contact of a customer": lambda: browser_of(contact),
        "nobody": Client,
    }
    browser = made[who]()
    browser.raise_request_exception = False
    return browser


def path_to(address: Address) -> str:
    """Return an address of a pattern at which nothing is."""
    path = address.pattern
    for part, value in FILLED.items():
        path = path.replace(part, value)
    for converter in converters.get_converters():
        while f"<{converter}:" in path:
            begins = path.index(f"<{converter}:")
            ends = path.index(">", begins)
            path = path[:begins] + ("999999" if converter == "int" else "nothing-there") + path[ends + 1 :]
    return f"/{path}"


def is_shut(answer: HttpResponseBase) -> bool:
    """Whether somebody was sent away for who they are."""
    return answer.status_code == 403 or answer.headers.get("Location", "").startswith("/account/sign-in/")


def is_let_in(who: str, address: Address) -> bool:
    if address.permission:
        return address.permission in RIGHTS[who] or (address.is_own and "ticket.see" in RIGHTS[who])  # whoever serves
    return who != "nobody" if address.asks in {Lets.SIGNED_IN, Lets.PROVEN} else True


def is_settled_by_what_they_hold(who: str, address: Address) -> bool:
    """Whether a link, a token or a factor decides, which nobody here has."""
    return address.asks in {Lets.EVERYBODY, Lets.BEARER, Lets.PROBES} or (address.asks == Lets.PROVEN and who != "nobody")


class TestEveryAddress:
    @pytest.mark.parametrize("who", RIGHTS)
    def test_when_everybody_opens_it_then_who_may_is_let_in_and_nobody_else(self, who: str, db: None) -> None:
        with clock.frozen(MONDAY_9H):
            a_handbook_in_force(at=MONDAY_9H - timedelta(days=1))
            browser = browser_for(who)
            wrong = [each for address in addresses() for each in tried(who, browser, address)]

        assert not wrong, "\n".join(wrong)

    def test_when_it_is_written_down_then_the_document_says_so(self) -> None:
        assert (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8") == document(), "run `make permissions`"


def tried(who: str, browser: Client, address: Address) -> Iterator[str]:
    """Yield what is wrong with how somebody is answered there, reading and writing."""
    if "sign-out" in address.pattern:
        return
    answers = {"GET": browser.get(path_to(address)), "POST": browser.post(path_to(address))}
    answers = {method: answer for method, answer in answers.items() if answer.status_code != 405}
    for method, answer in answers.items():
        told = f"{who}: {method} /{address.pattern} {answer.status_code}"
        if answer.status_code >= 500 and answer.status_code != 503:
            yield f"{told}: a bug"
        if is_shut(answer) == is_let_in(who, address) and not is_settled_by_what_they_hold(who, address):
            yield f"{told}: {'shut' if is_shut(answer) else 'open'}"
    if not answers:
        yield f"{who}: /{address.pattern} answers neither"


@pytest.mark.parametrize("right", list(Right))
def test_when_an_agent_is_asked_then_they_may_what_their_right_says(right: Right, db: None) -> None:
    agent = an_agent(at=MONDAY_9H, rights=(right,))

    assert {each for each in permissions_of(list(Right)) if agent.may(each)} == permissions_of([right])
