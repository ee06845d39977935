"""Mails that are on no ticket: read in safety, and seen to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from plantao import clock
from plantao.directory.testing import a_customer
from plantao.intake.mail import take_in
from plantao.messaging import handlers, inbox
from plantao.messaging.models import BlockedSender, Inbound, Outcome
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Entry, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_15H, a_desk, a_ticket
from plantao.work.loop import run_due
from plantao.work.testing import wired
from tests.pages import Budget, SignIn

pytestmark = pytest.mark.django_db

ALARM = b"""\
From: Monitor <alarme@norte.example>\r
To: noc@jatoba.example\r
Subject: =?utf-8?q?Temperatura_alta_no_POP?=\r
Auto-Submitted: auto-generated\r
Message-ID: <%d@norte.example>\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Sensor 7: 41 graus</p><script>alert(1)</script><img src="https://espia.example/pixel.gif"><form action="https://espia.example"></form>\r
"""


class Breaks(Exception):
    """What a bug in reading raises."""


@pytest.fixture(autouse=True)
def _at_three() -> Iterator[None]:
    with clock.frozen(MONDAY_15H):
        a_desk()
        yield


@pytest.fixture
def caio(db: None) -> Agent:
    return an_agent("Caio Dias", at=LONG_AGO, rights=(Right.COORDINATOR,))


@pytest.fixture
def desk(caio: Agent, signed_in: SignIn) -> Client:
    return signed_in(caio)


def refused(desk: Client, path: str, said: dict[str, str], **named: Any) -> Any:
    """Post what is refused; the refusal undoes its own transaction, and not the test's."""
    with transaction.atomic():
        return desk.post(path, said, **named)


def came(raw: bytes = ALARM % 1, *, name: str = "1", at: datetime = MONDAY_9H) -> Inbound:
    return inbox.receive(channel="email", outside_id=name, original=raw, envelope={}, at=at)


def in_tray(number: int = 1, *, at: datetime = MONDAY_9H) -> Inbound:
    """Let an alarm come in that answers nothing."""
    inbound = came(ALARM % number, name=f"tray {number}", at=at)
    work()
    inbound.refresh_from_db()
    assert inbound.outcome == Outcome.TRAY
    return inbound


def in_quarantine() -> Inbound:
    """Let a mail come in on which the program fails each time."""

    def fail(inbound: Inbound, at: datetime) -> None:
        raise Breaks("no such charset")

    inbound = came(name="bad")
    with wired(queues=(handlers.inbox_of({"email": fail}),)):
        for seconds in (0, 3, 30):
            run_due(MONDAY_9H + timedelta(seconds=seconds))
    inbound.refresh_from_db()
    assert inbound.dead_at is not None
    return inbound


def work() -> None:
    with wired(queues=(handlers.inbox_of({"email": take_in}),)):
        run_due(MONDAY_15H)


class TestAMailInTheTray:
    def test_when_it_is_read_then_only_its_text_is_there_and_nothing_of_it_is_fetched_or_run(self, desk: Client) -> None:
        said = desk.get(f"/mails/{in_tray().pk}/").content.decode()

        assert "Sensor 7: 41 graus" in said
        assert "Temperatura alta no POP" in said
        assert "Auto-Submitted: auto-generated" in said
        assert "espia.example" not in said
        assert "alert(1)" not in said

    def test_when_it_is_filed_on_a_ticket_then_its_words_stand_there_for_the_team_and_who_did_it_is_known(
        self, desk: Client, caio: Agent
    ) -> None:
        inbound, ticket = in_tray(), a_ticket(opened_at=MONDAY_9H + timedelta(hours=1))

        answer = desk.post(f"/mails/{inbound.pk}/filings/", {"protocol": ticket.protocol})

        assert answer["Location"] == f"/tickets/{ticket.protocol}/"
        entry = Entry.objects.get(inbound=inbound)
        assert (entry.ticket, entry.is_public, entry.is_automatic) == (ticket, False, True)
        inbound.refresh_from_db()
        assert inbound.outcome == Outcome.FILED
        assert inbound.timeline is not None
        assert [(event.verb, event.person_id) for event in inbound.timeline.events.all()] == [("mail.filed", caio.person_id)]
        assert desk.get(f"/mails/{inbound.pk}/")["Location"] == f"/tickets/{ticket.protocol}/"

    def test_when_it_may_be_seen_then_it_is_public(self, desk: Client) -> None:
        inbound, ticket = in_tray(), a_ticket()

        desk.post(f"/mails/{inbound.pk}/filings/", {"protocol": ticket.protocol, "public": "on"})

        assert Entry.objects.get(inbound=inbound).is_public

    def test_when_no_ticket_that_one_may_see_has_the_number_then_it_says_so_and_the_mail_stays(self, desk: Client, caio: Agent) -> None:
        inbound, hidden = in_tray(), a_ticket(department="finance", criticality="controlled")
        Agent.objects.filter(pk=caio.pk).update(departments=["support"])

        for number in (hidden.protocol, "20991231000001"):
            answer = refused(desk, f"/mails/{inbound.pk}/filings/", {"protocol": number})
            assert answer.status_code == 422
        assert not Entry.objects.filter(inbound=inbound).exists()

    def test_when_a_ticket_is_opened_of_it_then_it_is_the_customers_and_the_machine_no_contact_of_theirs(self, desk: Client) -> None:
        norte, inbound = a_customer("Norte Fibra", at=LONG_AGO), in_tray()

        desk.post(f"/mails/{inbound.pk}/tickets/", {"customer": "norte fibra"})

        ticket = Ticket.objects.get()
        assert (ticket.customer, ticket.subject, ticket.opened_at) == (norte, "Temperatura alta no POP", MONDAY_9H)
        assert ticket.requester is not None
        assert not norte.contacts.exists()
        assert desk.get(f"/mails/{inbound.pk}/")["Location"] == f"/tickets/{ticket.protocol}/"

    def test_when_two_see_to_it_then_the_second_is_told_and_nothing_is_done_twice(self, desk: Client) -> None:
        inbound, ticket = in_tray(), a_ticket()
        desk.post(f"/mails/{inbound.pk}/filings/", {"protocol": ticket.protocol})

        again = refused(desk, f"/mails/{inbound.pk}/tickets/", {"customer": ""}, headers={"HX-Request": "true"})

        assert again.status_code == 409
        assert "foi associado a um chamado" in again.content.decode()
        assert Ticket.objects.count() == 1

    def test_when_it_is_put_away_then_the_reason_is_asked_and_kept_and_it_can_still_be_filed(self, desk: Client) -> None:
        inbound = in_tray()
        assert refused(desk, f"/mails/{inbound.pk}/discards/", {"why": " "}).status_code == 422

        desk.post(f"/mails/{inbound.pk}/discards/", {"why": "só ruído"})

        assert not desk.get("/mails/?shelf=tray").context["lines"]
        assert [line.mail for line in desk.get("/mails/?shelf=away").context["lines"]] == [inbound]
        assert "só ruído" in desk.get(f"/mails/{inbound.pk}/").content.decode()
        desk.post(f"/mails/{inbound.pk}/tickets/", {"customer": ""})
        assert Ticket.objects.count() == 1

    def test_when_its_original_is_asked_for_then_a_browser_keeps_it_and_runs_nothing(self, desk: Client) -> None:
        answer = desk.get(f"/mails/{in_tray().pk}/original/")

        assert answer.content == ALARM % 1
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


class TestAMailInQuarantine:
    def test_when_it_is_opened_then_it_says_what_went_wrong_and_what_the_mail_says(self, desk: Client) -> None:
        said = desk.get(f"/mails/{in_quarantine().pk}/").content.decode()

        assert "no such charset" in said
        assert "Sensor 7: 41 graus" in said

    def test_when_it_is_tried_again_after_a_repair_then_it_is_worked_on(self, desk: Client) -> None:
        inbound = in_quarantine()

        desk.post(f"/mails/{inbound.pk}/retries/")
        work()

        inbound.refresh_from_db()
        assert (inbound.outcome, inbound.dead_at) == (Outcome.TRAY, None)
        assert desk.post(f"/mails/{inbound.pk}/retries/").status_code == 409

    def test_when_it_is_filed_then_it_leaves_quarantine(self, desk: Client) -> None:
        inbound, ticket = in_quarantine(), a_ticket()

        desk.post(f"/mails/{inbound.pk}/filings/", {"protocol": ticket.protocol})

        inbound.refresh_from_db()
        assert (inbound.outcome, inbound.dead_at) == (Outcome.FILED, None)

    def test_when_an_analyst_reads_it_then_they_may_file_it_and_no_more(self, signed_in: SignIn) -> None:
        desk = signed_in(an_agent("Ana", at=LONG_AGO))
        inbound = in_quarantine()

        offered = [name for name, _ in desk.get(f"/mails/{inbound.pk}/").context["forms"]]

        assert offered == ["mail-filings", "mail-tickets"]
        assert desk.post(f"/mails/{inbound.pk}/discards/", {"why": "x"}).status_code == 403


class TestASenderWhoIsBlocked:
    def test_when_they_write_again_then_it_is_put_away_and_opens_nothing_until_they_are_let_in(self, desk: Client) -> None:
        inbound = in_tray()
        desk.post(f"/mails/{inbound.pk}/blocks/", {"reason": "só ruído"})
        written = (ALARM % 2).replace(b"Auto-Submitted: auto-generated\r\n", b"")
        second = came(written, name="2")
        work()

        second.refresh_from_db()
        assert (second.outcome, second.why) == (Outcome.DISCARDED, "blocked")
        assert not Ticket.objects.exists()

        desk.post(f"/mails/senders/{BlockedSender.objects.get().pk}/admissions/")
        came(written.replace(b"<2@", b"<3@"), name="3")
        work()
        assert Ticket.objects.count() == 1

    def test_when_it_is_one_of_the_team_then_it_is_refused(self, desk: Client) -> None:
        an_agent("Ana", at=LONG_AGO, mail="alarme@norte.example")

        answer = refused(desk, f"/mails/{in_tray().pk}/blocks/", {"reason": "x"})

        assert answer.status_code == 409
        assert not BlockedSender.objects.exists()


class TestTheShelves:
    def test_when_much_lies_there_then_it_comes_in_pages_and_costs_few_queries(self, desk: Client, budget: Budget) -> None:
        for number in range(27):
            in_tray(number, at=MONDAY_9H + timedelta(minutes=number // 2))

        with budget(15):
            first = desk.get("/mails/?shelf=tray")
        second = desk.get(first.context["after"])

        both = [line.mail.pk for answer in (first, second) for line in answer.context["lines"]]
        assert (len(first.context["lines"]), len(both), len(set(both))) == (25, 27, 27)
        assert second.context["after"] == ""
        assert first.context["lines"][0].subject == "Temperatura alta no POP"

    def test_when_the_customer_is_unknown_then_the_ticket_is_listed_with_the_act(self, desk: Client) -> None:
        ticket = a_ticket()
        a_ticket(customer=a_customer(at=LONG_AGO))

        answer = desk.get("/mails/?shelf=unfiled")

        assert answer.context["tickets"] == [ticket]
        assert f"/tickets/{ticket.protocol}/customers/" in answer.content.decode()

    def test_when_one_mail_is_opened_then_it_costs_few_queries(self, desk: Client, budget: Budget) -> None:
        inbound = in_tray()
        desk.post(f"/mails/{inbound.pk}/discards/", {"why": "x"})

        with budget(15):
            desk.get(f"/mails/{inbound.pk}/")

    @pytest.mark.parametrize("shelf", ["quarantine", "tray", "unfiled", "away", "blocked", "nonsense"])
    def test_when_nothing_lies_there_then_it_says_so(self, desk: Client, shelf: str) -> None:
        assert "Nada por aqui" in desk.get(f"/mails/?shelf={shelf}").content.decode()
