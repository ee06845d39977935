"""Every address, with what nobody means well by in its query and in each field of its forms: a page says no, and nothing breaks."""

import re
from copy import copy
from itertools import chain
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from plantao import clock
from plantao.operate.permissions import Address, addresses
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, STAFF, a_requester, a_ticket
from tests.journeys.conftest import MONDAY_9H
from tests.journeys.test_permissions import path_to
from tests.pages import browser_of

HOSTILE = {
    "an instant that other zones do not have": b"9999-12-31T23:59",
    "no text": "\u202e{{ 7|add:7 }}%s{0}<svg onload=alert(1)>\r\nBcc: eve@evil.example\0²".encode() + b"\xed\xa0\x80\xff" + b"9" * 400,
}
IN_ADDRESSES = {
    "cursor": b"after-999999999999999999-999999999999999999",
    "week": b"9999-W52",
    "year": b"99999",
    "shelf": b"-1",
    "when": b"NaN",
}
NAMED = re.compile(r'\bname="([a-z_0-9-]+)"')
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def ticket(db: None) -> Ticket:
    """A ticket at which most acts are open: it waits for its customer, and a vendor was asked."""
    ticket = a_ticket(opened_at=LONG_AGO, requester=a_requester(), held={"awaiting_customer": LONG_AGO})
    ticket.pass_to_vendor(by=STAFF, at=LONG_AGO, public=False, vendor="Fibra Norte", chase_at=MONDAY_9H)
    return ticket


@pytest.fixture
def browser(ticket: Ticket) -> Client:
    """The browser of somebody who may do everything; a bug is answered 500, as it is out there."""
    browser = browser_of(an_agent("Ada", at=LONG_AGO, rights=(Right.ADMINISTRATOR,)))
    browser.raise_request_exception = False
    return browser


@pytest.fixture
def paths(ticket: Ticket) -> list[str]:
    """Every address, at this ticket where it is one of a ticket's."""
    return [at_this(ticket, address) for address in addresses() if "sign-out" not in address.pattern]


def at_this(ticket: Ticket, address: Address) -> str:
    path = path_to(address).replace("nothing-there", ticket.protocol)
    path = path.replace("/holds/999999/", f"/holds/{ticket.holds.get().pk}/")
    return path.replace("/vendor-cases/999999/", f"/vendor-cases/{ticket.vendor_cases.get().pk}/")


def sent(browser: Client, path: str, form: str) -> int:
    """Send a form, and undo what came of it: the next finds everything, and who is signed in, as it was."""
    cookies = copy(browser.cookies)
    with transaction.atomic():
        status = browser.generic("POST", path, form, FORM).status_code
        transaction.set_rollback(True)
    browser.cookies = cookies
    return status


class TestEveryAddress:
    def test_when_an_enemy_fills_in_its_forms_then_a_page_answers(self, paths: list[str], browser: Client) -> None:
        with clock.frozen(MONDAY_9H):
            pages = [browser.get(path) for path in paths]
            asked = {*chain.from_iterable(NAMED.findall(page.content.decode()) for page in pages if page.status_code == 200)}
            forms = [urlencode(dict.fromkeys(asked - {"csrfmiddlewaretoken"}, value)) for value in HOSTILE.values()]
            answers = [(path, sent(browser, path, form)) for path in paths for form in forms]

        assert {"text", "due_at", "reason", "mail", "vendor", "customer", "since", "source", "next"} <= asked
        assert [answer for answer in answers if answer[1] >= 500] == []

    def test_when_an_enemy_writes_its_query_then_a_page_answers(self, paths: list[str], browser: Client) -> None:
        with clock.frozen(MONDAY_9H):
            asked = NAMED.findall(browser.get("/tickets/").content.decode())
            written = {**dict.fromkeys([*asked, "calendar", "shelf", "q", "to", "role"], HOSTILE["no text"]), **IN_ADDRESSES}
            query = urlencode(written).replace("%00", "")
            answers = [(path, browser.get(f"{path}?{query}").status_code) for path in paths]

        assert [answer for answer in answers if answer[1] >= 500] == []
