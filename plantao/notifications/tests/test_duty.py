"""Of what those on duty are told, and nobody else."""

from datetime import timedelta

import pytest

from plantao.escalation.models import Ring
from plantao.escalation.testing import ladders_wired, on_duty
from plantao.escalation.verbs import Verb as Escalation
from plantao.events.actor import DESK
from plantao.events.models import Event
from plantao.events.recording import record
from plantao.messaging.models import Notice
from plantao.notifications.duty import LISTED, NAMED, tell_gap, tell_ring
from plantao.notifications.tests.ledger import a_told_requester
from plantao.sla.testing import watch
from plantao.sla.verbs import Verb as Promised
from plantao.staff.models import Rota
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_11H, STAFF, a_desk, a_ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("telling")]


def told(occasion: str) -> set[tuple[str, bool]]:
    """Return the addresses that were told of an occasion, and whether in public."""
    return set(Notice.objects.filter(occasion=occasion).values_list("address", "is_public"))


class TestABrokenPromise:
    def test_when_it_is_published_then_holder_and_coordinator_are_told_inside_and_the_customer_is_not(self) -> None:
        on_duty("noc_coordinator", mail="coord@noc.example")
        holder = an_agent("Rita", at=LONG_AGO, mail="rita@noc.example")
        ticket = a_ticket(requester=a_told_requester())
        ticket.assign(by=STAFF, at=MONDAY_11H, to=holder.person)

        facts = {"clock": "attend", "due_at": MONDAY_11H.isoformat()}
        record(ticket, Promised.BREACHED, by=DESK, at=MONDAY_11H, public=True, recorded_at=None, rows=None, **facts)

        assert told("breached") == {("coord@noc.example", False), ("rita@noc.example", False)}


class TestARing:
    """Of tickets that were opened minute after minute, so that one after the other falls due."""

    def test_when_few_wait_then_each_is_listed_the_newest_first(self) -> None:
        tickets = self._wait(2)

        text = self._rung_of(tickets)

        assert f"Protocolo {tickets[1].protocol}, {tickets[0].protocol}: você está sendo acionado" in text
        assert "e mais" not in text

    def test_when_hundreds_may_wait_then_the_newest_are_listed_and_the_rest_is_counted(self) -> None:
        tickets = self._wait(LISTED + 2)

        text = self._rung_of(tickets)

        listed = [ticket.protocol in text for ticket in tickets]
        assert listed == [False, False, *[True] * LISTED]
        assert f"{tickets[-NAMED].protocol} e mais {LISTED + 2 - NAMED}: você está sendo acionado" in text
        assert "e mais 2, que esperam há mais tempo: o link leva a todos" in text

    def _wait(self, count: int) -> list[Ticket]:
        on_duty("noc_coordinator", mail="coord@noc.example")
        with ladders_wired():
            tickets = [a_ticket(criticality="urgent", opened_at=MONDAY_9H + number * timedelta(minutes=1)) for number in range(count)]
            for moment in (0, 1):  # what is found late is gathered for a second
                watch(MONDAY_11H + timedelta(hours=1, seconds=moment))
        return tickets

    def _rung_of(self, tickets: list[Ticket]) -> str:
        ring = Ring.objects.latest("id")
        assert {step.ticket for step in ring.steps.all()} == set(tickets)
        tell_ring(Event.objects.filter(verb=Escalation.RUNG).latest("id"), ring.agent)
        return str(Notice.objects.get(occasion="rung").content["text"])


class TestAGapOfTheRota:
    def test_when_it_is_found_then_the_administrators_are_told_and_nobody_else(self) -> None:
        a_desk()
        an_agent("Ada", at=LONG_AGO, mail="ada@noc.example", rights=(Right.ADMINISTRATOR,))
        an_agent("Rita", at=LONG_AGO, mail="rita@noc.example")
        rota, until = Rota.objects.of("noc_coordinator"), (MONDAY_11H + timedelta(days=1)).isoformat()

        event = record(
            rota, Escalation.GAP_FOUND, by=DESK, at=MONDAY_11H, public=False, role=rota.role, since=MONDAY_11H.isoformat(), until=until
        )
        tell_gap(event, rota)

        assert told("rota_gap") == {("ada@noc.example", False)}
