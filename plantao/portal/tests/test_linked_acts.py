"""The pages behind "solved" and "I disagree", as a browser, a mail scanner and somebody with bad intentions open them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from plantao import clock
from plantao.directory.testing import a_contact, a_customer
from plantao.events.actor import DESK
from plantao.notifications.links import LinkedAct, link
from plantao.people.models import Person
from plantao.tickets.models import LinkKind, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, a_ticket, resolve

pytestmark = pytest.mark.django_db

EVERY_ACT = pytest.mark.parametrize("act", LinkedAct)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Let it be noon, two hours after the resolution."""
    with clock.frozen(MONDAY_12H):
        yield


@pytest.fixture
def browser() -> Client:
    """A browser without cookies that checks them as strictly as a real one."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def requester() -> Person:
    """Somebody who speaks Portuguese."""
    return a_contact(a_customer(at=LONG_AGO), at=LONG_AGO, mail="ana@provedor.example").person


@pytest.fixture
def ticket(requester: Person) -> Ticket:
    """A ticket that was resolved at ten."""
    customer = requester.contacts.get().customer
    ticket = a_ticket(customer=customer, requester=requester, subject="Link <down>", text="Very secret.", opened_at=MONDAY_9H)
    resolve(ticket, at=MONDAY_10H)
    return ticket


def path_of(act: LinkedAct, ticket: Ticket) -> str:
    """Return the link in the requester's mail, as a browser asks for it."""
    assert ticket.requester is not None
    return link(act, ticket=ticket, person=ticket.requester).partition("localhost:8000")[2]


def verbs(ticket: Ticket) -> list[str]:
    return [event.verb for event in ticket.timeline.events.order_by("id")]


class TestALinkThatIsOpened:
    @EVERY_ACT
    def test_when_a_program_opens_it_then_nothing_has_changed(self, act: LinkedAct, ticket: Ticket, browser: Client) -> None:
        before = verbs(ticket)

        answers = [browser.get(path_of(act, ticket)), browser.head(path_of(act, ticket))]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert verbs(ticket) == before
        assert Ticket.objects.count() == 1

    @EVERY_ACT
    def test_when_it_is_read_then_it_says_protocol_and_subject_and_no_more_of_the_ticket(
        self, act: LinkedAct, ticket: Ticket, browser: Client
    ) -> None:
        page = browser.get(path_of(act, ticket)).content.decode()

        assert ticket.protocol in page
        assert "Link &lt;down&gt;" in page
        for hidden in ("Very secret", "power supply", "Bruno", "Provedor Aurora", "ana@"):
            assert hidden not in page

    @EVERY_ACT
    def test_when_it_is_read_then_nobody_keeps_it_or_learns_of_it(self, act: LinkedAct, ticket: Ticket, browser: Client) -> None:
        headers = browser.get(path_of(act, ticket)).headers

        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"

    @pytest.mark.parametrize("language", ["pt-br", "es", "en"])
    def test_when_it_is_read_then_it_speaks_the_persons_language(self, language: str, ticket: Ticket, browser: Client) -> None:
        Person.objects.filter(requested_tickets=ticket).update(language=language)

        page = browser.get(path_of(LinkedAct.CONFIRM, ticket)).content.decode()

        assert f'<html lang="{language}">' in page


class TestSolved:
    def test_when_the_button_is_pressed_then_it_is_confirmed_by_them_and_stays_so(self, ticket: Ticket, browser: Client) -> None:
        for _ in range(2):
            answer = browser.post(path_of(LinkedAct.CONFIRM, ticket))
            assert answer.status_code == 302

        assert verbs(ticket).count("ticket.confirmed") == 1
        event = ticket.timeline.events.get(verb="ticket.confirmed")
        assert (event.person, event.actor_kind, event.at) == (ticket.requester, "contact", MONDAY_12H)
        assert "<form" not in browser.get(path_of(LinkedAct.CONFIRM, ticket)).content.decode()

    def test_when_the_ticket_is_closed_meanwhile_then_it_says_so(self, ticket: Ticket, browser: Client) -> None:
        ticket.close(by=DESK, at=MONDAY_11H, public=True)

        assert browser.post(path_of(LinkedAct.CONFIRM, ticket)).status_code == 302
        assert "<form" not in browser.get(path_of(LinkedAct.CONFIRM, ticket)).content.decode()
        assert "ticket.confirmed" not in verbs(ticket)


class TestIDisagree:
    def test_when_the_button_is_pressed_then_a_linked_ticket_is_opened_once_with_their_words(self, ticket: Ticket, browser: Client) -> None:
        for _ in range(2):
            assert browser.post(path_of(LinkedAct.DISAGREE, ticket), {"text": "Still down."}).status_code == 302

        new = Ticket.objects.exclude(pk=ticket.pk).get()
        assert new.links.get().other == ticket
        assert new.links.get().kind == LinkKind.DISAGREEMENT
        assert new.entries.get().text == "Still down."
        assert (new.channel, new.requester) == ("portal", ticket.requester)
        assert new.protocol in browser.get(path_of(LinkedAct.DISAGREE, ticket)).content.decode()

    def test_when_nothing_is_written_then_it_is_opened_all_the_same(self, ticket: Ticket, browser: Client) -> None:
        browser.post(path_of(LinkedAct.DISAGREE, ticket))

        assert Ticket.objects.count() == 2

    def test_when_the_ticket_is_closed_meanwhile_then_they_may_still(self, ticket: Ticket, browser: Client) -> None:
        ticket.close(by=DESK, at=MONDAY_11H, public=True)

        browser.post(path_of(LinkedAct.DISAGREE, ticket))

        assert Ticket.objects.count() == 2

    def test_when_they_said_before_that_it_is_solved_then_they_may_still(self, ticket: Ticket, browser: Client) -> None:
        browser.post(path_of(LinkedAct.CONFIRM, ticket))

        browser.post(path_of(LinkedAct.DISAGREE, ticket))

        assert Ticket.objects.count() == 2

    def test_when_they_disagreed_then_the_other_link_says_so_too(self, ticket: Ticket, browser: Client) -> None:
        browser.post(path_of(LinkedAct.DISAGREE, ticket))

        browser.post(path_of(LinkedAct.CONFIRM, ticket))

        assert "ticket.confirmed" not in verbs(ticket)


class TestALinkThatDoesNotWork:
    @EVERY_ACT
    def test_when_it_is_made_up_or_cut_then_nothing_is_told_of_any_ticket(self, act: LinkedAct, ticket: Ticket, browser: Client) -> None:
        path = path_of(act, ticket)

        for broken in (path[:-2] + "/", path.replace("/", "/x", 2), f"/{act.value}/abc/", f"/{act.value}/%01%FF/"):
            answer = browser.post(broken)
            assert answer.status_code == 404
            assert ticket.protocol not in answer.content.decode()
        assert verbs(ticket)[-1] == "ticket.resolved"

    def test_when_the_token_of_one_act_is_used_for_the_other_then_it_does_not_open(self, ticket: Ticket, browser: Client) -> None:
        path = path_of(LinkedAct.CONFIRM, ticket).replace("confirmation", "disagreement")

        assert browser.post(path).status_code == 404
        assert Ticket.objects.count() == 1

    @pytest.mark.parametrize(("after", "status"), [(timedelta(days=29), 200), (timedelta(days=40), 404)])
    def test_when_its_time_is_over_then_it_does_not_open(self, after: timedelta, status: int, ticket: Ticket, browser: Client) -> None:
        later: datetime = MONDAY_12H + after

        with clock.frozen(later):
            assert browser.get(path_of(LinkedAct.DISAGREE, ticket)).status_code == status

    def test_when_its_bearer_left_the_customer_then_it_does_not_open(self, ticket: Ticket, requester: Person, browser: Client) -> None:
        requester.contacts.get().leave(by=DESK, at=MONDAY_11H)

        assert browser.post(path_of(LinkedAct.DISAGREE, ticket)).status_code == 404
        assert Ticket.objects.count() == 1

    @EVERY_ACT
    def test_when_the_browser_speaks_spanish_then_the_page_does(self, act: LinkedAct, ticket: Ticket, browser: Client) -> None:
        page = browser.get(f"/{act.value}/abc/", headers={"accept-language": "fr, es-AR;q=0.8, en;q=0.5"}).content.decode()

        assert '<html lang="es">' in page
