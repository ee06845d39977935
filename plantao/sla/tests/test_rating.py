"""An open ticket moves to newer versions only when somebody says so, and what it was before stays on record."""

from datetime import date, datetime, timedelta

import pytest

from plantao.agreements.models import CalendarDay, CalendarVersion, HandbookVersion
from plantao.agreements.testing import SHIPPED, a_handbook_in_force
from plantao.rules.service_level import State
from plantao.sla.models import Clock
from plantao.sla.rating import Rerated, Told, preview, rerate
from plantao.sla.testing import clock, told, watch
from plantao.sla.verbs import Verb
from plantao.tickets.models.terms import UnknownKey
from plantao.tickets.models.treating import NothingChanges, ReasonMissing
from plantao.tickets.testing import MONDAY, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H, STAFF, a_ticket
from plantao.work.models import Timer

pytestmark = pytest.mark.django_db
NOC = (SHIPPED / "noc.yaml").read_text(encoding="utf-8")


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def a_day_off(day: date) -> CalendarVersion:
    """Make the calendar version in which the office is closed on one day more."""
    latest = CalendarVersion.objects.latest("number")
    version = CalendarVersion.objects.create(
        number=latest.number + 1, made_at=MONDAY_9H, because="day_set", reason="a holiday was forgotten"
    )
    days = [*latest.days.all(), CalendarDay(calendar="office", date=day, hours=[], source="person", reviewed_at=MONDAY_9H)]
    for each in days:
        each.pk, each.version = None, version
    CalendarDay.objects.bulk_create(days)
    return version


def another_handbook(old: str, new: str) -> HandbookVersion:
    """Put in force, from Monday 9 h on, the shipped handbook with one thing changed."""
    assert old in NOC
    return a_handbook_in_force(at=MONDAY_9H, source=NOC.replace(old, new, 1).encode())


class TestHolidayThatWasForgotten:
    TUESDAY = date(2026, 11, 17)

    def test_when_only_looked_at_then_before_and_after_are_told_and_nothing_changes(self) -> None:
        ticket = a_ticket(criticality="controlled")
        newer = a_day_off(self.TUESDAY)

        changes = preview(ticket, handbook=ticket.handbook, calendars=newer, at=MONDAY_12H)

        assert changes == (
            Rerated(clock="attend", before=Told(State.RUNNING, at(13, day=2)), after=Told(State.RUNNING, at(13, day=3))),
            Rerated(clock="resolve", before=Told(State.RUNNING, at(9, day=7)), after=Told(State.RUNNING, at(9, day=8))),
            Rerated(clock="update", before=Told(State.WAITING, None), after=Told(State.WAITING, None)),
        )
        assert clock(ticket, "attend").due_at == at(13, day=2)
        assert told(ticket, Verb.RERATED) == []

    def test_when_rerated_then_what_runs_is_due_later_and_the_event_keeps_both(self) -> None:
        ticket = a_ticket(criticality="controlled")
        old, newer = ticket.calendars_id, a_day_off(self.TUESDAY)

        rerate(ticket, by=STAFF, at=MONDAY_12H, handbook=ticket.handbook, calendars=newer, reason="A holiday was forgotten.")

        assert (clock(ticket, "attend").due_at, clock(ticket, "attend").calendars_id) == (at(13, day=3), newer.pk)
        assert Timer.objects.get(subject_id=ticket.pk).due_at == at(13, day=3)
        event = ticket.timeline.events.get(verb=Verb.RERATED)
        assert (event.is_public, event.facts["before"]["calendars"], event.facts["after"]["calendars"]) == (False, old, newer.pk)
        assert event.facts["clocks"]["attend"] == {
            "before": {"state": "running", "due_at": "2026-11-18T16:00:00+00:00"},
            "after": {"state": "running", "due_at": "2026-11-19T16:00:00+00:00"},
        }
        entry = event.entries.get()
        assert (entry.text, entry.is_public) == ("A holiday was forgotten.", False)

    def test_when_a_clock_was_over_before_then_it_keeps_what_it_was_judged_under(self) -> None:
        ticket = a_ticket(criticality="controlled", attended_at=MONDAY_10H)
        old, newer = ticket.calendars_id, a_day_off(self.TUESDAY)

        rerate(ticket, by=STAFF, at=MONDAY_12H, handbook=ticket.handbook, calendars=newer, reason="A holiday was forgotten.")

        assert (clock(ticket, "attend").calendars_id, clock(ticket, "attend").due_at) == (old, at(13, day=2))
        assert clock(ticket, "resolve").calendars_id == newer.pk

    def test_when_it_had_been_broken_and_under_the_new_one_is_not_then_that_is_withdrawn(self) -> None:
        ticket = a_ticket(criticality="controlled")
        watch(at(14, day=2))
        newer = a_day_off(self.TUESDAY)

        rerate(ticket, by=STAFF, at=at(15, day=2), handbook=ticket.handbook, calendars=newer, reason="A holiday was forgotten.")

        assert [verb for verb, _, _ in told(ticket, Verb.BREACHED, Verb.BREACH_WITHDRAWN)] == [Verb.BREACHED, Verb.BREACH_WITHDRAWN]
        watch(at(14, day=3))
        assert told(ticket, Verb.BREACHED)[-1][1] == at(13, day=3)


class TestHandbookThatChanged:
    def test_when_applied_then_open_tickets_keep_theirs(self) -> None:
        ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H - timedelta(minutes=1))

        another_handbook("attend: {within: 2h, calendar: always}", "attend: {within: 1h, calendar: always}")

        assert clock(ticket, "attend").due_at == at(10, 59)
        assert a_ticket(criticality="urgent", opened_at=MONDAY_9H).clocks.get(name="attend").due_at == MONDAY_10H

    def test_when_rerated_then_its_promise_is_the_new_one_from_the_opening(self) -> None:
        ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H - timedelta(hours=1))
        newer = another_handbook("attend: {within: 2h, calendar: always}", "attend: {within: 3h, calendar: always}")

        rerate(ticket, by=STAFF, at=MONDAY_9H, handbook=newer, calendars=CalendarVersion.objects.latest("number"), reason="New terms.")

        assert clock(ticket, "attend").due_at == MONDAY_11H
        assert Clock.objects.filter(ticket=ticket, name="attend").count() == 1
        ticket.refresh_from_db()
        assert ticket.terms.criticalities["urgent"].targets["attend"].latest.amount == 3

    def test_when_something_has_another_name_there_then_it_is_refused(self) -> None:
        ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H - timedelta(hours=1))
        newer = another_handbook("- {key: n1,", "- {key: first,")

        with pytest.raises(UnknownKey) as refused:
            preview(ticket, handbook=newer, calendars=ticket.calendars, at=MONDAY_9H)

        assert (refused.value.facts["what"], refused.value.facts["key"]) == ("level", "n1")


class TestRerateWithoutNeed:
    def test_when_it_stands_there_already_then_it_is_refused(self) -> None:
        ticket = a_ticket()

        with pytest.raises(NothingChanges):
            preview(ticket, handbook=ticket.handbook, calendars=ticket.calendars, at=MONDAY_15H)

    def test_when_nobody_says_why_then_it_is_refused(self) -> None:
        ticket = a_ticket()

        with pytest.raises(ReasonMissing):
            rerate(ticket, by=STAFF, at=MONDAY_15H, handbook=ticket.handbook, calendars=a_day_off(date(2026, 12, 1)), reason=" ")
