"""Clocks follow what happens on a ticket; times are São Paulo's, Monday 16 November 2026, a holiday on Friday the 20th."""

from datetime import datetime, timedelta

import pytest

from plantao.events.actor import DESK
from plantao.sla.models import Clock
from plantao.sla.next_step import KIND
from plantao.sla.testing import clock, told, watch
from plantao.sla.verbs import Verb
from plantao.tickets.models import Late, Ticket, Words
from plantao.tickets.testing import (
    MONDAY,
    MONDAY_9H,
    MONDAY_10H,
    MONDAY_11H,
    MONDAY_12H,
    MONDAY_15H,
    STAFF,
    a_requester,
    a_ticket,
)
from plantao.work.models import Timer

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def timers(ticket: Ticket) -> list[datetime]:
    return list(Timer.objects.filter(subject_kind="ticket", subject_id=ticket.pk, kind=KIND).values_list("due_at", flat=True))


class TestTicketThatIsOpened:
    def test_when_urgent_then_its_promises_are_counted_from_the_opening_under_what_was_frozen(self) -> None:
        ticket = a_ticket(criticality="urgent")

        attend, resolve = clock(ticket, "attend"), clock(ticket, "resolve")
        assert (attend.started_at, attend.due_at, attend.within) == (MONDAY_9H, MONDAY_11H, 2 * HOUR)
        assert (attend.handbook_id, attend.calendars_id, attend.calendar) == (ticket.handbook_id, ticket.calendars_id, "always")
        assert (attend.is_published, resolve.is_published, resolve.due_at) == (True, False, at(17))
        assert (ticket.next_due_at, timers(ticket)) == (MONDAY_11H, [MONDAY_11H])

    def test_when_controlled_then_only_the_office_s_hours_count(self) -> None:
        ticket = a_ticket(criticality="controlled", opened_at=at(17, 30, day=2))

        assert clock(ticket, "attend").due_at == at(11, 30, day=8)  # 30 min, Thursday 10 h, holiday, weekend, Monday 10 h, 3 h 30 min

    def test_when_planned_then_our_own_mark_comes_before_the_promise(self) -> None:
        ticket = a_ticket(criticality="planned", opened_at=at(8))

        attend = clock(ticket, "attend")
        assert (attend.mark_at, attend.due_at) == (at(16, day=7), at(14, day=14))
        assert timers(ticket) == [attend.mark_at]

    def test_when_read_late_then_what_passed_meanwhile_is_a_fact_at_once(self) -> None:
        a_ticket()  # the handbook
        ticket = Ticket.open(
            by=DESK, at=MONDAY_9H, public=True, channel="email", subject="Down", words=Words("Down"), late=Late(MONDAY_12H)
        )

        assert told(ticket, Verb.BREACHED) == []  # what the desk does by itself leaves it to the watch
        watch(MONDAY_12H)
        assert told(ticket, Verb.BREACHED) == [(Verb.BREACHED, MONDAY_11H, MONDAY_12H)]


class TestPromiseThatIsKept:
    def test_when_a_call_is_connected_then_it_is_met_and_the_next_one_begins(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H)

        assert (clock(ticket, "attend").met_at, clock(ticket, "attend").breached_at) == (MONDAY_10H, None)
        assert clock(ticket, "update").due_at == MONDAY_12H
        assert ticket.next_due_at == MONDAY_12H

    def test_when_staff_tell_the_requester_something_then_the_clock_that_repeats_begins_anew(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H)

        ticket.reply(by=STAFF, at=MONDAY_11H, public=True, words=Words("We are on it."))

        rounds = Clock.objects.filter(ticket=ticket, name="update").values_list("round", "started_at", "met_at", "due_at")
        assert list(rounds) == [(1, MONDAY_10H, MONDAY_11H, MONDAY_12H), (2, MONDAY_11H, None, at(13))]

    def test_when_staff_note_something_among_themselves_then_it_does_not(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H)

        ticket.note(by=STAFF, at=MONDAY_11H, words=Words("Strange."))

        assert clock(ticket, "update").round == 1

    def test_when_the_service_is_back_then_what_was_to_restore_it_is_met_and_repeating_ones_stop(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H, restored_at=MONDAY_11H)

        assert clock(ticket, "resolve").met_at == MONDAY_11H
        assert (clock(ticket, "update").met_at, clock(ticket, "update").ended_at) == (None, MONDAY_11H)
        assert (ticket.next_due_at, timers(ticket)) == (None, [])


class TestPromiseThatIsBroken:
    def test_when_the_instant_comes_then_the_watch_records_it_once_with_that_instant(self) -> None:
        ticket = a_ticket(criticality="urgent")

        watch(MONDAY_11H - timedelta(seconds=1))
        assert told(ticket, Verb.BREACHED) == []
        watch(MONDAY_11H)
        watch(MONDAY_12H)

        assert told(ticket, Verb.BREACHED) == [(Verb.BREACHED, MONDAY_11H, MONDAY_11H)]
        event = ticket.timeline.events.get(verb=Verb.BREACHED)
        assert event.is_public
        assert event.facts == {
            "clock": "attend",
            "round": 1,
            "due_at": "2026-11-16T14:00:00+00:00",
            "criticality": "urgent",
            "late_by": 0,
        }
        assert clock(ticket, "attend").breached_at == MONDAY_11H

    def test_when_the_watch_was_away_then_all_is_recorded_in_order_with_how_late(self) -> None:
        ticket = a_ticket(criticality="planned", opened_at=at(8))

        watch(at(18, day=20))

        assert told(ticket, Verb.MARKED, Verb.BREACHED) == [
            (Verb.MARKED, at(16, day=7), at(18, day=20)),
            (Verb.BREACHED, at(14, day=14), at(18, day=20)),
        ]
        marked = ticket.timeline.events.get(verb=Verb.MARKED)
        assert not marked.is_public
        assert marked.facts["late_by"] == (13 * DAY + 2 * HOUR).total_seconds()

    def test_when_somebody_acts_before_the_watch_sees_it_then_it_is_recorded_all_the_same(self) -> None:
        ticket = a_ticket(criticality="urgent")

        ticket.attend(by=STAFF, at=MONDAY_12H, public=True)

        assert told(ticket, Verb.BREACHED) == [(Verb.BREACHED, MONDAY_11H, MONDAY_12H)]
        watch(MONDAY_12H)
        assert len(told(ticket, Verb.BREACHED)) == 1

    def test_when_met_exactly_at_the_instant_then_it_was_kept(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_11H)

        watch(MONDAY_11H)

        assert told(ticket, Verb.BREACHED) == []

    def test_when_it_is_our_own_goal_then_no_customer_ever_sees_it(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H)

        watch(at(18))

        public = ticket.timeline.events.filter(verb=Verb.BREACHED).values_list("facts__clock", "is_public")
        assert list(public) == [("update", False), ("resolve", False)]


class TestHold:
    def test_when_it_stops_a_clock_then_that_is_due_later_by_as_much_and_attend_is_not(self) -> None:
        ticket = a_ticket(criticality="urgent", held={"scheduled": MONDAY_10H})

        assert (clock(ticket, "resolve").due_at, clock(ticket, "attend").due_at) == (None, MONDAY_11H)
        ticket.resume(by=STAFF, at=MONDAY_12H, public=True, reason="scheduled")
        assert clock(ticket, "resolve").due_at == at(19)

    def test_when_a_question_is_on_its_way_then_it_counts_from_the_delivery(self) -> None:
        ticket = a_ticket(criticality="urgent", requester=a_requester(), attended_at=MONDAY_9H)
        hold = ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="awaiting_customer", question="Powered?")
        assert clock(ticket, "resolve").due_at == at(17)

        ticket.hold_began(hold_id=hold.pk, at=MONDAY_11H, message=0)
        ticket.resume(by=STAFF, at=MONDAY_12H, public=True, reason="awaiting_customer")

        assert clock(ticket, "resolve").due_at == at(18)

    def test_when_a_coordinator_cancels_it_then_it_counts_as_if_it_had_never_been(self) -> None:
        ticket = a_ticket(criticality="urgent", held={"scheduled": MONDAY_10H})

        ticket.cancel_hold(by=STAFF, at=at(18), public=True, hold_id=ticket.holds.get().pk, reason="Nobody agreed to that.")

        assert clock(ticket, "resolve").due_at == at(17)
        assert ("resolve", at(17)) in [(e.facts["clock"], e.at) for e in ticket.timeline.events.filter(verb=Verb.BREACHED)]


class TestTicketThatEnds:
    def test_when_cancelled_then_nothing_is_counted_any_more_and_what_was_broken_stays(self) -> None:
        ticket = a_ticket(criticality="urgent")

        ticket.cancel(by=STAFF, at=MONDAY_12H, public=True, reason="Not wanted.")

        assert (clock(ticket, "attend").ended_at, clock(ticket, "attend").breached_at) == (MONDAY_12H, MONDAY_11H)
        assert (ticket.next_due_at, timers(ticket)) == (None, [])

    def test_when_merged_then_its_clocks_stop_and_the_other_s_go_on(self) -> None:
        other, ticket = a_ticket(criticality="urgent"), a_ticket(criticality="urgent", opened_at=MONDAY_10H)

        ticket.merge(by=STAFF, at=at(10, 30), public=True, into=other)

        watch(MONDAY_12H)
        assert told(ticket, Verb.BREACHED) == []
        assert len(told(other, Verb.BREACHED)) == 1

    def test_when_it_was_no_contact_and_is_one_after_all_then_it_is_counted_as_if_that_had_not_been(self) -> None:
        ticket = a_ticket(criticality="urgent")
        ticket.not_a_contact(by=STAFF, at=MONDAY_10H)
        watch(MONDAY_12H)
        assert told(ticket, Verb.BREACHED) == []

        ticket.a_contact_after_all(by=STAFF, at=MONDAY_15H)

        assert told(ticket, Verb.BREACHED) == [(Verb.BREACHED, MONDAY_11H, MONDAY_15H)]


class TestClockOnTheWallThatIsSetBack:
    def test_when_an_act_comes_before_what_is_known_then_nothing_is_lost(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H)

        ticket.reply(by=STAFF, at=MONDAY_9H - HOUR, public=True, words=Words("Here."))

        assert (clock(ticket, "attend").met_at, clock(ticket, "update").due_at) == (MONDAY_10H, MONDAY_12H)
