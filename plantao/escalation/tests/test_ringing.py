"""Who is rung, how often, until when; times are São Paulo's. The shipped ladder rings every 5 minutes, 3 times alone."""

from datetime import datetime, timedelta

import pytest

from plantao.directory.models import AccountRole
from plantao.directory.testing import a_customer
from plantao.escalation.acknowledging import NothingRings, acknowledge, acknowledge_ring
from plantao.escalation.models import Ring
from plantao.escalation.testing import happened, on_duty, rung
from plantao.sla.testing import watch
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_11H, MONDAY_12H, STAFF, a_ticket

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def minutes(*after_eleven: int) -> list[datetime]:
    return [MONDAY_11H + minute * MINUTE for minute in after_eleven]


def watch_each_minute(*, until: int, since: int = 0) -> None:
    for instant in minutes(*range(since, until + 1)):
        watch(instant)


class TestStepThatRings:
    def test_when_nobody_acknowledges_then_it_rings_every_five_minutes_and_after_three_the_next_in_line_too(self) -> None:
        coordinator, manager = on_duty("noc_coordinator"), on_duty("noc_manager")
        ticket = a_ticket(criticality="urgent")

        watch_each_minute(until=21)

        assert rung(coordinator) == minutes(0, 5, 10, 15, 20)
        assert rung(manager) == minutes(15, 20)
        assert happened(ticket) == [("noc_coordinator", MONDAY_11H)]

    def test_when_acknowledged_and_the_public_is_not_told_then_it_rings_again_an_hour_later(self) -> None:
        coordinator = on_duty("noc_coordinator")
        ticket = a_ticket(criticality="urgent")
        watch(MONDAY_11H)

        acknowledge(ticket, by=coordinator.actor, at=MONDAY_11H + 2 * MINUTE)

        watch_each_minute(since=2, until=68)
        assert rung(coordinator) == minutes(0, 62, 67)

    def test_when_acknowledged_and_the_public_is_told_then_it_rings_no_more(self) -> None:
        coordinator = on_duty("noc_coordinator")
        ticket = a_ticket(criticality="urgent")
        watch(MONDAY_11H)
        acknowledge(ticket, by=coordinator.actor, at=MONDAY_11H + 2 * MINUTE)

        ticket.reply(by=STAFF, at=MONDAY_11H + 30 * MINUTE, public=True, words=Words("Equipe a caminho"))

        watch_each_minute(since=30, until=90)
        assert rung(coordinator) == minutes(0)

    def test_when_restored_then_nothing_rings_from_that_second_on(self) -> None:
        coordinator = on_duty("noc_coordinator")
        ticket = a_ticket(criticality="urgent")
        watch_each_minute(until=6)

        ticket.restore(by=STAFF, at=MONDAY_11H + 7 * MINUTE, public=True)

        watch_each_minute(since=7, until=20)
        assert rung(coordinator) == minutes(0, 5)

    def test_when_acknowledged_again_then_there_is_nothing_to_acknowledge(self) -> None:
        coordinator = on_duty("noc_coordinator")
        ticket = a_ticket(criticality="urgent")
        watch(MONDAY_11H)
        acknowledge(ticket, by=coordinator.actor, at=MONDAY_11H)

        with pytest.raises(NothingRings):
            acknowledge(ticket, by=coordinator.actor, at=MONDAY_11H + MINUTE)


class TestPersonWithSeveralTickets:
    def test_when_they_fall_due_together_then_one_ring_has_them_all(self) -> None:
        coordinator = on_duty("noc_coordinator")
        first, second = a_ticket(criticality="urgent"), a_ticket(criticality="urgent")

        watch(MONDAY_11H)

        assert [{step.ticket for step in ring.steps.all()} for ring in Ring.objects.filter(agent=coordinator)] == [{first, second}]

    def test_when_another_falls_due_then_the_next_ring_lists_all_and_the_turns_are_one(self) -> None:
        coordinator = on_duty("noc_coordinator")
        a_ticket(criticality="urgent")
        a_ticket(criticality="urgent", opened_at=MONDAY_9H + 2 * MINUTE)

        watch_each_minute(until=8)

        assert rung(coordinator) == minutes(0, 2, 7)

    def test_when_the_ring_is_acknowledged_then_everything_it_was_of_falls_silent(self) -> None:
        coordinator = on_duty("noc_coordinator")
        a_ticket(criticality="urgent")
        a_ticket(criticality="urgent")
        watch(MONDAY_11H)

        given = acknowledge_ring(Ring.objects.get(agent=coordinator), by=coordinator.actor, at=MONDAY_11H + MINUTE)

        watch_each_minute(since=1, until=30)
        assert (len(given), rung(coordinator)) == (2, minutes(0))

    def test_when_everything_was_down_for_hours_then_each_is_rung_once(self) -> None:
        people = [on_duty(role) for role in ("noc_coordinator", "noc_manager", "director")]
        a_ticket(criticality="urgent")
        a_ticket(criticality="urgent", opened_at=MONDAY_9H + MINUTE)
        back_at = MONDAY_12H + timedelta(days=2)

        watch(back_at)
        watch(back_at + timedelta(seconds=1))

        assert [len(rung(person)) for person in people] == [1, 1, 1]


class TestWhoHoldsARole:
    def test_when_the_customer_has_its_own_then_they_are_rung_and_not_the_rota(self) -> None:
        on_call, own, customer = on_duty("noc_coordinator"), an_agent("Rita", at=LONG_AGO), a_customer(at=LONG_AGO)
        AccountRole.objects.create(customer=customer, role="noc_coordinator", person=own.person, since=LONG_AGO)
        a_ticket(criticality="urgent", customer=customer)

        watch(MONDAY_11H)

        assert (rung(own), rung(on_call)) == ([MONDAY_11H], [])

    def test_when_nobody_holds_it_then_the_next_steps_role_is_rung_and_the_gap_is_a_fact(self) -> None:
        manager = on_duty("noc_manager")
        ticket = a_ticket(criticality="urgent")

        watch(MONDAY_11H)

        assert rung(manager) == [MONDAY_11H]
        facts = ticket.timeline.events.get(verb="escalation.step_happened").facts
        assert (facts["to"], facts["gaps"]) == ("noc_manager", ["noc_coordinator"])

    def test_when_nobody_holds_any_then_the_administrators_are_rung(self) -> None:
        administrator = an_agent("Ada", at=LONG_AGO, rights=(Right.ADMINISTRATOR,))
        ticket = a_ticket(criticality="urgent")

        watch(MONDAY_11H)

        assert rung(administrator) == [MONDAY_11H]
        facts = ticket.timeline.events.get(verb="escalation.step_happened").facts
        assert facts["gaps"] == ["noc_coordinator", "noc_manager", "director"]
