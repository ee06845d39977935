"""What an edited day does to open tickets: which it would move, and moving them when that is asked for."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from plantao.agreements.calendar_days import Edit, set_day
from plantao.agreements.models import CalendarVersion
from plantao.agreements.queries import in_force
from plantao.events.actor import OPERATOR
from plantao.sla import moving
from plantao.sla.moving import RERATE, ask_to_rerate, moves_of, rerate_one, touched
from plantao.sla.testing import clock, told
from plantao.sla.verbs import Verb
from plantao.staff.models.agent import NotYours
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Entry, EntryKind, Ticket
from plantao.tickets.testing import MONDAY_9H, MONDAY_12H, a_ticket
from plantao.work.models import Task

pytestmark = pytest.mark.django_db
TUESDAY, FAR = date(2026, 11, 17), date(2027, 3, 2)
DAY = timedelta(days=1)


def closed(day: date, *, calendar: str = "office") -> CalendarVersion:
    edit = Edit(handbook=in_force(MONDAY_12H).handbook, calendar=calendar, day=day, reason="City day")
    return set_day(edit, hours=(), name="", by=OPERATOR, at=MONDAY_12H)


def due(ticket: Ticket) -> datetime | None:
    return clock(ticket, "attend").due_at


@pytest.fixture
def ticket() -> Ticket:
    return a_ticket(criticality="controlled", opened_at=MONDAY_9H)  # 24 hours of the office


class TestADayThatIsClosed:
    def test_when_a_clock_runs_over_it_then_it_would_move_and_nothing_has(self, ticket: Ticket) -> None:
        before = due(ticket)
        version = closed(TUESDAY)

        [moved] = moves_of(version, at=MONDAY_12H, tickets=touched(version)).moved

        attend = next(each for each in moved.clocks if each.clock == "attend")
        assert attend.before is not None
        assert attend.after is not None
        assert attend.before.due_at is not None
        assert attend.after.due_at is not None
        assert (moved.ticket, attend.after.due_at - attend.before.due_at) == (ticket, DAY)
        assert due(ticket) == before

    def test_when_many_are_looked_at_then_it_costs_no_more_queries_than_one(
        self, ticket: Ticket, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        others = [a_ticket(criticality="controlled", opened_at=MONDAY_9H) for _ in range(3)]
        version = closed(TUESDAY)
        with CaptureQueriesContext(connection) as alone:
            moves_of(version, at=MONDAY_12H, tickets=touched(version).filter(pk=ticket.pk))

        with django_assert_max_num_queries(len(alone)):
            moves = moves_of(version, at=MONDAY_12H, tickets=touched(version))

        assert {each.ticket for each in moves.moved} == {ticket, *others}
        assert moves.more == 0

    def test_when_more_are_touched_than_are_looked_at_then_it_says_how_many(self, ticket: Ticket, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(moving, "MOST", 1)
        a_ticket(criticality="controlled", opened_at=MONDAY_9H)
        version = closed(TUESDAY)

        moves = moves_of(version, at=MONDAY_12H, tickets=touched(version))

        assert (len(moves.moved), moves.more) == (1, 1)

    def test_when_it_lies_after_the_deadline_or_on_another_calendar_then_nothing_moves(self, ticket: Ticket) -> None:
        for version in (closed(FAR), closed(TUESDAY, calendar="always")):
            assert moves_of(version, at=MONDAY_12H, tickets=touched(version)).moved == ()

    def test_when_a_ticket_counts_by_the_wall_clock_then_it_is_not_touched(self) -> None:
        a_ticket(criticality="urgent", opened_at=MONDAY_9H)

        assert not touched(closed(TUESDAY)).exists()

    def test_when_the_ticket_was_opened_under_it_then_there_is_nothing_to_move(self, ticket: Ticket) -> None:
        version = closed(TUESDAY)
        a_ticket(criticality="controlled", opened_at=MONDAY_12H)

        assert list(touched(version)) == [ticket]


class TestAskedToReRate:
    def test_when_the_task_has_run_then_the_ticket_stands_under_it_for_the_edits_reason(self, ticket: Ticket) -> None:
        before, version = due(ticket), closed(TUESDAY)
        asked = ask_to_rerate(version, by=OPERATOR, at=MONDAY_12H)
        [task] = Task.objects.filter(kind=RERATE)
        rerate_one(task.payload, MONDAY_12H)

        ticket.refresh_from_db()
        assert (asked, ticket.calendars) == (1, version)
        assert before is not None
        assert due(ticket) == before + DAY
        assert len(told(ticket, Verb.RERATED)) == 1
        assert Entry.objects.get(ticket=ticket, kind=EntryKind.REASON).text == "City day"

    def test_when_it_runs_again_then_nothing_happens(self, ticket: Ticket) -> None:
        ask_to_rerate(closed(TUESDAY), by=OPERATOR, at=MONDAY_12H)
        payload = Task.objects.get(kind=RERATE).payload
        rerate_one(payload, MONDAY_12H)
        rerate_one(payload, MONDAY_12H)

        assert len(told(ticket, Verb.RERATED)) == 1

    def test_when_whoever_asks_is_no_administrator_then_it_is_refused(self, ticket: Ticket) -> None:
        with pytest.raises(NotYours):
            ask_to_rerate(closed(TUESDAY), by=an_agent(at=MONDAY_9H, rights=(Right.COORDINATOR,)).actor, at=MONDAY_12H)
