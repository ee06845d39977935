"""Clocks when criticality, facts or customer change; times are São Paulo's, Monday 16 November 2026, a holiday on Friday the 20th."""

from datetime import datetime, timedelta

import pytest

from plantao.agreements.testing import a_contract
from plantao.directory.testing import a_customer
from plantao.sla.models import Clock
from plantao.sla.next_step import KIND
from plantao.sla.testing import clock, told, watch
from plantao.sla.verbs import Verb
from plantao.tickets.models import Late, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY, MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H, STAFF, a_ticket
from plantao.work.models import Timer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def timers(ticket: Ticket) -> list[datetime]:
    return list(Timer.objects.filter(subject_kind="ticket", subject_id=ticket.pk, kind=KIND).values_list("due_at", flat=True))


class TestChangeOfCriticality:
    def test_when_raised_then_it_counts_from_there_never_later_than_before(self) -> None:
        ticket = a_ticket(criticality="controlled")

        ticket.classify(by=STAFF, at=MONDAY_15H, public=True, criticality="urgent", reason="Worse.")

        assert clock(ticket, "attend").due_at == at(17)
        first = Clock.objects.get(ticket=ticket, name="attend", ordinal=1)
        assert (first.criticality, first.within, first.ended_at, first.breached_at) == ("controlled", 24 * HOUR, MONDAY_15H, None)

    def test_when_raised_shortly_before_the_old_one_is_due_then_that_holds(self) -> None:
        ticket = a_ticket(criticality="urgent")

        ticket.classify(by=STAFF, at=at(10, 55), public=True, criticality="emergency", reason="Worse.")

        assert clock(ticket, "attend").due_at == MONDAY_11H
        watch(at(11, 10))
        assert [event.at for event in ticket.timeline.events.filter(verb=Verb.BREACHED)] == [MONDAY_11H]

    def test_when_lowered_after_it_was_broken_then_that_stays_a_fact(self) -> None:
        ticket = a_ticket(criticality="urgent")

        ticket.classify(by=STAFF, at=MONDAY_12H, public=True, criticality="controlled", reason="Less.", has_consent=True)

        first, second = Clock.objects.filter(ticket=ticket, name="attend")
        assert (first.criticality, first.breached_at, second.breached_at) == ("urgent", MONDAY_11H, None)
        assert second.due_at == at(13, day=2)
        assert ticket.timeline.events.get(verb=Verb.BREACHED).facts["criticality"] == "urgent"
        assert told(ticket, Verb.BREACH_WITHDRAWN) == []


class TestFactsThatComeLateOrArePutRight:
    def test_when_an_act_in_time_is_written_down_later_then_the_breach_is_withdrawn_and_both_stay(self) -> None:
        ticket = a_ticket(criticality="urgent")
        watch(MONDAY_11H)

        ticket.attend(by=STAFF, at=at(10, 50), public=True, late=Late(at(11, 5), "On the phone, hands full."))

        assert clock(ticket, "attend").breached_at is None
        withdrawn = ticket.timeline.events.get(verb=Verb.BREACH_WITHDRAWN)
        assert withdrawn.facts["breach"] == ticket.timeline.events.get(verb=Verb.BREACHED).pk
        assert withdrawn.is_public

    def test_when_a_correction_says_that_it_was_late_then_the_breach_is_recorded_at_its_instant(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H)

        ticket.correct(by=STAFF, at=MONDAY_15H, public=True, fact="attended_at", after=MONDAY_12H, reason="The log says so.")

        attend = [event for event in ticket.timeline.events.filter(verb=Verb.BREACHED) if event.facts["clock"] == "attend"]
        assert [(event.at, event.recorded_at) for event in attend] == [(MONDAY_11H, MONDAY_15H)]

    def test_when_it_is_put_right_back_and_forth_then_each_reading_is_told(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H, restored_at=MONDAY_10H)

        for hour, after in ((15, MONDAY_12H), (16, MONDAY_10H), (17, MONDAY_12H)):
            ticket.correct(by=STAFF, at=at(hour), public=True, fact="attended_at", after=after, reason="The log says so.")

        assert [verb for verb, _, _ in told(ticket, Verb.BREACHED, Verb.BREACH_WITHDRAWN)] == [
            Verb.BREACHED,
            Verb.BREACH_WITHDRAWN,
            Verb.BREACHED,
        ]


class TestCustomerThatBecomesKnown:
    def test_when_their_plan_promises_more_time_then_that_counts_from_the_opening(self) -> None:
        customer = a_customer(at=LONG_AGO)
        a_contract(customer, "basic", at=LONG_AGO)
        ticket = a_ticket(criticality="urgent")
        watch(MONDAY_11H)

        ticket.set_customer(by=STAFF, at=at(11, 30), customer=customer)

        assert clock(ticket, "attend").due_at == at(13)
        assert clock(ticket, "attend").customer_id == customer.pk
        assert len(told(ticket, Verb.BREACH_WITHDRAWN)) == 1
        assert timers(ticket) == [at(13)]
