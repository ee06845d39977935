"""Editing the calendars: each edit is a new version, written down; what the file says is changed in the file."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plantao.agreements import calendars
from plantao.agreements.calendar_days import (
    CalendarsChanged,
    DayIsTheFiles,
    DayNotKept,
    DayStaysAsItIs,
    Edit,
    EditNeedsReason,
    HoursOverlap,
    NobodySetIt,
    NoSuchCalendar,
    clear_day,
    set_day,
)
from plantao.agreements.models import Because, CalendarVersion
from plantao.agreements.queries import in_force
from plantao.agreements.testing import a_handbook_in_force
from plantao.agreements.verbs import Verb
from plantao.events.actor import OPERATOR
from plantao.events.models import Event
from plantao.handbook.document import Handbook
from plantao.rules.refused import Refused
from plantao.rules.working_time import add_service_time
from plantao.staff.models.agent import NotYours
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)
TUESDAY, HOLIDAY, THE_FILES = date(2026, 11, 17), date(2026, 11, 20), date(2026, 12, 8)
MORNING = [(8 * 3600, 12 * 3600)]
HOUR = timedelta(hours=1)


@pytest.fixture
def handbook() -> Handbook:
    a_handbook_in_force(at=MONDAY)
    return in_force(MONDAY).handbook


def edit(handbook: Handbook, day: date = TUESDAY, *, calendar: str = "office", reason: str = "City day", seen: int | None = None) -> Edit:
    return Edit(handbook=handbook, calendar=calendar, day=day, reason=reason, seen=seen)


def hours_on(day: date) -> list[list[int]] | None:
    row = CalendarVersion.objects.latest("number").days.filter(calendar="office", date=day).first()
    return row.hours if row else None


class TestADayThatIsSet:
    def test_when_it_is_closed_then_what_is_opened_now_counts_without_it_and_the_old_version_stays(self, handbook: Handbook) -> None:
        before = in_force(MONDAY)
        set_day(edit(handbook), hours=(), name="Aniversário da cidade", by=OPERATOR, at=MONDAY)
        after = in_force(MONDAY)

        late = datetime(2026, 11, 16, 20, tzinfo=UTC)  # an hour before the office closes on Monday
        due = [
            add_service_time(late, 2 * HOUR, calendars.hours("office", handbook=each.version, calendars=each.calendars))
            for each in (before, after)
        ]
        assert due == [datetime(2026, 11, 17, 12, tzinfo=UTC), datetime(2026, 11, 18, 12, tzinfo=UTC)]
        assert after.calendars.days.count() == before.calendars.days.count() + 1

    def test_when_it_is_set_then_who_why_and_the_event_are_kept(self, handbook: Handbook) -> None:
        elena = an_agent("Elena", at=MONDAY, rights=(Right.ADMINISTRATOR,))
        version = set_day(edit(handbook), hours=MORNING, name="", by=elena.actor, at=MONDAY)

        event = Event.objects.get(timeline=version.timeline)
        day = version.days.get(calendar="office", date=TUESDAY)
        assert (version.made_by, version.because, version.reason) == (elena.person, Because.DAY_SET, "City day")
        assert (day.source, day.reviewed_by, day.reviewed_at) == ("person", elena.person, MONDAY)
        assert (event.verb, event.is_public) == (Verb.DAY_SET, False)
        assert (event.facts["date"], event.facts["before"], event.facts["after"]) == ("2026-11-17", None, [[28800, 43200]])
        assert "City day" not in str(event.facts)

    def test_when_the_next_handbook_is_applied_then_it_stays(self, handbook: Handbook) -> None:
        set_day(edit(handbook), hours=(), name="", by=OPERATOR, at=MONDAY)
        calendars.renew(handbook, at=MONDAY + HOUR, because=Because.HANDBOOK, about={"handbook": 2})

        assert hours_on(TUESDAY) == []

    def test_when_a_holiday_is_confirmed_then_it_still_comes_from_the_library_and_is_reviewed(self, handbook: Handbook) -> None:
        version = set_day(edit(handbook, HOLIDAY), hours=(), name="", by=OPERATOR, at=MONDAY)

        day = version.days.get(calendar="office", date=HOLIDAY)
        assert (day.source, day.reviewed_at) == ("library", MONDAY)
        assert day.name

    def test_when_it_is_cleared_then_the_library_says_again_what_it_is(self, handbook: Handbook) -> None:
        set_day(edit(handbook, HOLIDAY), hours=MORNING, name="", by=OPERATOR, at=MONDAY)
        set_day(edit(handbook), hours=(), name="", by=OPERATOR, at=MONDAY)
        assert hours_on(HOLIDAY) == [[28800, 43200]]

        for day in (HOLIDAY, TUESDAY):
            version = clear_day(edit(handbook, day), by=OPERATOR, at=MONDAY)

        assert (hours_on(HOLIDAY), hours_on(TUESDAY)) == ([], None)
        assert version.days.get(calendar="office", date=HOLIDAY).reviewed_at is None
        assert version.because == Because.DAY_CLEARED


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"calendar": "nights"}, NoSuchCalendar),
            ({"day": date(2040, 1, 1)}, DayNotKept),
            ({"day": THE_FILES}, DayIsTheFiles),
            ({"reason": " "}, EditNeedsReason),
            ({"seen": 0}, CalendarsChanged),
        ],
    )
    def test_when_the_edit_makes_no_sense_then_no_version_is_made(
        self, handbook: Handbook, wrong: dict[str, object], refusal: type[Refused]
    ) -> None:
        with pytest.raises(refusal):
            set_day(edit(handbook, **wrong), hours=MORNING, name="", by=OPERATOR, at=MONDAY)  # type: ignore[arg-type]  # a table of cases
        assert CalendarVersion.objects.count() == 1

    def test_when_the_hours_overlap_then_it_is_said(self, handbook: Handbook) -> None:
        with pytest.raises(HoursOverlap):
            set_day(edit(handbook), hours=[(0, 7200), (3600, 9000)], name="", by=OPERATOR, at=MONDAY)

    def test_when_nothing_would_change_then_nothing_is_made(self, handbook: Handbook) -> None:
        with pytest.raises(DayStaysAsItIs):
            set_day(edit(handbook), hours=edit(handbook).usual_hours, name="", by=OPERATOR, at=MONDAY)
        set_day(edit(handbook), hours=(), name="x", by=OPERATOR, at=MONDAY)
        with pytest.raises(DayStaysAsItIs):
            set_day(edit(handbook), hours=(), name="x", by=OPERATOR, at=MONDAY)

    def test_when_nobody_set_the_day_then_there_is_nothing_to_clear(self, handbook: Handbook) -> None:
        with pytest.raises(NobodySetIt):
            clear_day(edit(handbook, HOLIDAY), by=OPERATOR, at=MONDAY)

    def test_when_a_coordinator_tries_then_it_takes_an_administrator(self, handbook: Handbook) -> None:
        carla = an_agent(at=MONDAY, rights=(Right.COORDINATOR,))
        with pytest.raises(NotYours):
            set_day(edit(handbook), hours=(), name="", by=carla.actor, at=MONDAY)
        with pytest.raises(NotYours):
            clear_day(edit(handbook), by=carla.actor, at=MONDAY)
