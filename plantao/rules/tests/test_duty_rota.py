from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.duty_hours import read_hours
from plantao.rules.duty_rota import (
    Absence,
    Arranged,
    Arrangement,
    Period,
    RotaFacts,
    Shift,
    first_shown,
    gaps,
    holds_until,
    periods,
    turns_count_from,
    who,
)
from plantao.rules.tests import rota_twin
from plantao.rules.tests.calendars import LISBON, LORD_HOWE, NEW_YORK, SANTIAGO, SAO_PAULO, h, local, utc
from plantao.rules.tests.slow_twin import minutes

ANA, BIA, CAIO, DAVI = 1, 2, 3, 4
NAMES = {ANA: "Ana", BIA: "Bia", CAIO: "Caio", DAVI: "Davi"}
MONDAY = date(2026, 11, 16)
LONG_AGO = utc("2026-01-01")


def a_shift(
    hours: str | list[str],
    *people: int,
    zone: ZoneInfo = SAO_PAULO,
    since: datetime = LONG_AGO,
    until: datetime | None = None,
    turn_days: int = 7,
    place: int = 1,
) -> Shift:
    watches = read_hours([hours] if isinstance(hours, str) else hours)
    return Shift(watches=watches, zone=zone, people=people, counted_from=MONDAY, since=since, until=until, turn_days=turn_days, place=place)


def arranged(what: Arranged, to: int, of: int | None, since: str, until: str) -> Arrangement:
    return Arrangement(what=what, to=to, of=of, since=local(since), until=local(until))


def names(line: tuple[int, ...]) -> str:
    return ", ".join(NAMES[person] for person in line) or "-"


def table(facts: RotaFacts, since: str, until: str, zone: ZoneInfo = SAO_PAULO) -> list[str]:
    """The periods as they stand in docs/rules/duty_rota.md: `Mon 16 08:00 Ana`."""
    found = periods(facts, since=local(since, zone), until=local(until, zone))
    return [f"{period.since.astimezone(zone):%a %d %H:%M} {names(period.line)}" for period in found]


class TestDayAndNight:
    FACTS = RotaFacts(
        shifts=(
            a_shift("mon-fri 08:00-18:00", ANA),
            a_shift(["mon-fri 18:00-08:00", "sat,sun 08:00-08:00"], BIA, CAIO),
            a_shift("always", DAVI, place=2),
        )
    )

    def test_when_a_fortnight_is_listed_then_nights_and_weekends_change_hands_on_monday_morning(self) -> None:
        assert table(self.FACTS, "2026-11-20 00:00", "2026-11-24 12:00") == [
            "Fri 20 00:00 Bia, Davi",
            "Fri 20 08:00 Ana, Davi",
            "Fri 20 18:00 Bia, Davi",
            "Mon 23 08:00 Ana, Davi",
            "Mon 23 18:00 Caio, Davi",
            "Tue 24 08:00 Ana, Davi",
        ]

    @pytest.mark.parametrize(
        ("at", "line"),
        [
            ("2026-11-16 07:59", "Caio, Davi"),  # Sunday's watch, of the week before
            ("2026-11-16 08:00", "Ana, Davi"),
            ("2026-11-16 17:59", "Ana, Davi"),
            ("2026-11-16 18:00", "Bia, Davi"),
            ("2026-11-23 07:59", "Bia, Davi"),
            ("2026-11-29 12:00", "Caio, Davi"),
            ("2026-11-30 18:00", "Bia, Davi"),
            ("2026-11-02 18:00", "Bia, Davi"),  # before the day that turns are counted from
        ],
    )
    def test_when_asked_for_an_instant_then_first_and_next_in_line_are_known(self, at: str, line: str) -> None:
        assert names(who(self.FACTS, at=local(at))) == line


class TestTurns:
    HALVES = (("mon-sun 07:00-19:00", (ANA, BIA)), ("mon-sun 19:00-07:00", (CAIO, DAVI)))

    def test_when_a_turn_is_a_day_then_twelve_hours_are_worked_and_thirty_six_rested(self) -> None:
        facts = RotaFacts(
            shifts=(a_shift("mon-sun 07:00-19:00", ANA, BIA, turn_days=1), a_shift("mon-sun 19:00-07:00", CAIO, DAVI, turn_days=1))
        )

        assert table(facts, "2026-11-16 07:00", "2026-11-18 08:00") == [
            "Mon 16 07:00 Ana", "Mon 16 19:00 Caio", "Tue 17 07:00 Bia", "Tue 17 19:00 Davi", "Wed 18 07:00 Ana",
        ]  # fmt: skip

    def test_when_a_turn_is_two_weeks_then_it_changes_every_other_monday(self) -> None:
        facts = RotaFacts(shifts=(a_shift("always", ANA, BIA, CAIO, turn_days=14),))

        assert table(facts, "2026-11-16 00:00", "2027-01-11 00:00") == [
            "Mon 16 00:00 Ana", "Mon 30 00:00 Bia", "Mon 14 00:00 Caio", "Mon 28 00:00 Ana",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("begins", "turn_days", "first"),
        [("2026-11-19", 7, "2026-11-16"), ("2026-11-16", 14, "2026-11-16"), ("2026-11-19", 1, "2026-11-19")],
    )
    def test_when_nobody_says_from_when_they_count_then_weeks_count_from_monday_and_days_from_the_first(
        self, begins: str, turn_days: int, first: str
    ) -> None:
        assert turns_count_from(date.fromisoformat(begins), turn_days=turn_days) == date.fromisoformat(first)

    def test_when_a_shift_begins_or_ends_within_a_watch_then_the_watch_is_cut_there(self) -> None:
        early = a_shift("mon-sun 22:00-06:00", ANA, until=local("2026-11-17 01:00"))
        late = a_shift("mon-sun 22:00-06:00", BIA, since=local("2026-11-17 02:00"))

        assert table(RotaFacts(shifts=(early, late)), "2026-11-16 21:00", "2026-11-17 07:00") == [
            "Mon 16 21:00 -", "Mon 16 22:00 Ana", "Tue 17 01:00 -", "Tue 17 02:00 Bia", "Tue 17 06:00 -",
        ]  # fmt: skip

    def test_when_two_shifts_share_a_place_then_the_older_one_stands_first(self) -> None:
        facts = RotaFacts(shifts=(a_shift("always", ANA), a_shift("mon 08:00-12:00", BIA), a_shift("mon 08:00-12:00", CAIO)))

        assert names(who(facts, at=local("2026-11-16 09:00"))) == "Ana, Bia, Caio"


class TestArrangements:
    SHIFTS = (a_shift("mon-sun 08:00-20:00", ANA), a_shift("mon-sun 20:00-08:00", BIA), a_shift("always", DAVI, place=2))

    def table(self, *made: Arrangement, absences: tuple[Absence, ...] = ()) -> list[str]:
        facts = RotaFacts(shifts=self.SHIFTS, arrangements=made, absences=absences)
        return table(facts, "2026-11-16 08:00", "2026-11-17 08:00")

    def test_when_nothing_is_arranged_then_the_shifts_hold(self) -> None:
        assert self.table() == ["Mon 16 08:00 Ana, Davi", "Mon 16 20:00 Bia, Davi"]

    def test_when_handed_over_then_from_that_instant_the_other_stands_there(self) -> None:
        made = arranged(Arranged.HANDED_OVER, CAIO, ANA, "2026-11-16 15:30", "2026-11-16 20:00")

        assert self.table(made) == ["Mon 16 08:00 Ana, Davi", "Mon 16 15:30 Caio, Davi", "Mon 16 20:00 Bia, Davi"]

    def test_when_swapped_then_each_stands_where_the_other_would(self) -> None:
        assert self.table(arranged(Arranged.SWAPPED, ANA, BIA, "2026-11-16 08:00", "2026-11-17 08:00")) == [
            "Mon 16 08:00 Bia, Davi", "Mon 16 20:00 Ana, Davi",
        ]  # fmt: skip

    def test_when_first_and_next_swap_then_they_change_places(self) -> None:
        assert self.table(arranged(Arranged.SWAPPED, DAVI, ANA, "2026-11-16 08:00", "2026-11-16 20:00"))[0] == "Mon 16 08:00 Davi, Ana"

    def test_when_assigned_then_they_go_first_and_nobody_is_in_line_twice(self) -> None:
        made = arranged(Arranged.ASSIGNED, DAVI, None, "2026-11-16 10:00", "2026-11-16 12:00")

        assert self.table(made)[:3] == ["Mon 16 08:00 Ana, Davi", "Mon 16 10:00 Davi, Ana", "Mon 16 12:00 Ana, Davi"]

    def test_when_what_was_handed_over_is_handed_on_then_the_last_one_has_it(self) -> None:
        first = arranged(Arranged.HANDED_OVER, CAIO, ANA, "2026-11-16 10:00", "2026-11-16 20:00")
        second = arranged(Arranged.HANDED_OVER, BIA, CAIO, "2026-11-16 14:00", "2026-11-16 20:00")

        assert self.table(first, second) == [
            "Mon 16 08:00 Ana, Davi", "Mon 16 10:00 Caio, Davi", "Mon 16 14:00 Bia, Davi",
        ]  # fmt: skip

    def test_when_somebody_is_absent_then_the_next_moves_up_and_whoever_stands_in_stays(self) -> None:
        made = arranged(Arranged.HANDED_OVER, CAIO, ANA, "2026-11-16 12:00", "2026-11-16 16:00")
        ill = Absence(who=ANA, since=local("2026-11-16 10:00"))

        assert self.table(made, absences=(ill,)) == [
            "Mon 16 08:00 Ana, Davi", "Mon 16 10:00 Davi", "Mon 16 12:00 Caio, Davi", "Mon 16 16:00 Davi", "Mon 16 20:00 Bia, Davi",
        ]  # fmt: skip


class TestGaps:
    def test_when_nobody_is_in_line_then_it_is_a_gap_and_neighbours_are_joined(self) -> None:
        ill = Absence(who=ANA, since=local("2026-11-16 16:00"), until=local("2026-11-17 10:00"))
        facts = RotaFacts(shifts=(a_shift("mon-fri 08:00-18:00", ANA),), absences=(ill,))

        found = gaps(facts, since=local("2026-11-16 12:00"), until=local("2026-11-17 12:00"))

        assert found == (Period(local("2026-11-16 16:00"), local("2026-11-17 10:00"), ()),)

    def test_when_there_is_no_shift_then_all_of_it_is_one_gap(self) -> None:
        assert gaps(RotaFacts(), since=local("2026-11-16 12:00"), until=local("2026-12-14 12:00")) == (
            Period(local("2026-11-16 12:00"), local("2026-12-14 12:00"), ()),
        )

    def test_when_the_period_is_empty_then_nothing_is_missing(self) -> None:
        assert periods(RotaFacts(), since=LONG_AGO, until=LONG_AGO) == ()

    def test_when_it_is_reversed_then_that_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(ValueError, match="ends before it begins"):
            periods(RotaFacts(), since=LONG_AGO, until=LONG_AGO - h(1))


class TestHowLongSomebodyHoldsIt:
    FACTS = RotaFacts(shifts=(a_shift("mon-sun 08:00-08:00", ANA, BIA), a_shift("always", DAVI, place=2)))

    @pytest.mark.parametrize(
        ("person", "at", "until"),
        [
            (ANA, "2026-11-18 12:00", "2026-11-23 08:00"),  # seven watches without a break
            (BIA, "2026-11-18 12:00", "2026-11-18 12:00"),
            (DAVI, "2026-11-18 12:00", None),
        ],
    )
    def test_when_asked_then_it_is_until_they_are_no_longer_in_line(self, person: int, at: str, until: str | None) -> None:
        assert holds_until(self.FACTS, person, at=local(at)) == (until and local(until))


class TestClockChanges:
    @pytest.mark.parametrize(
        ("zone", "night", "begins", "lasts"),
        [
            (SAO_PAULO, "2026-09-05", "2026-09-06T01:00", h(8)),
            (SANTIAGO, "2026-09-05", "2026-09-06T02:00", h(7)),  # midnight to one does not exist
            (SANTIAGO, "2027-04-03", "2027-04-04T01:00", h(9)),  # 23:00 comes twice
            (NEW_YORK, "2026-10-31", "2026-11-01T02:00", h(9)),
            (NEW_YORK, "2027-03-13", "2027-03-14T03:00", h(7)),
            (LISBON, "2026-10-24", "2026-10-24T21:00", h(9)),
            (LORD_HOWE, "2026-10-03", "2026-10-03T11:30", h(7.5)),
        ],
    )  # fmt: skip
    def test_when_the_clocks_change_in_the_night_then_the_watch_of_eight_hours_has_its_length(
        self, zone: ZoneInfo, night: str, begins: str, lasts: timedelta
    ) -> None:
        facts = RotaFacts(shifts=(a_shift("mon-sun 22:00-06:00", ANA, zone=zone),))
        noon = local(f"{night} 12:00", zone)

        [watch] = [period for period in periods(facts, since=noon, until=noon + h(24)) if period.line]

        assert (watch.since, watch.until - watch.since) == (utc(begins), lasts)

    @pytest.mark.parametrize(
        ("zone", "day", "wall", "instant"),
        [
            (SANTIAGO, date(2026, 9, 6), h(0), "2026-09-06T04:00"),  # the missing midnight: at the jump
            (SANTIAGO, date(2026, 9, 6), h(0.5), "2026-09-06T04:00"),
            (SANTIAGO, date(2026, 9, 6), h(1), "2026-09-06T04:00"),
            (SANTIAGO, date(2026, 9, 5), h(24.5), "2026-09-06T04:00"),
            (SANTIAGO, date(2027, 4, 3), h(23.5), "2027-04-04T02:30"),  # the first of the two
            (SANTIAGO, date(2027, 4, 3), h(24), "2027-04-04T04:00"),
            (NEW_YORK, date(2027, 3, 14), h(2.5), "2027-03-14T07:00"),
            (NEW_YORK, date(2026, 11, 1), h(1.5), "2026-11-01T05:30"),
            (LORD_HOWE, date(2026, 10, 4), h(2.25), "2026-10-03T15:30"),
        ],
    )
    def test_when_a_time_is_skipped_or_shown_twice_then_it_has_one_instant(
        self, zone: ZoneInfo, day: date, wall: timedelta, instant: str
    ) -> None:
        assert first_shown(day, int(wall.total_seconds()), zone) == utc(instant)

    @pytest.mark.parametrize(("zone", "day"), [(NEW_YORK, "2026-11-01"), (NEW_YORK, "2027-03-14"), (SANTIAGO, "2026-09-06")])
    def test_when_one_ends_and_the_next_begins_within_the_change_then_it_changes_hands_once(self, zone: ZoneInfo, day: str) -> None:
        hours = {"mon-sun 12:00-00:30": ANA, "mon-sun 00:30-01:30": BIA, "mon-sun 01:30-12:00": CAIO}
        facts = RotaFacts(shifts=[a_shift(watch, person, zone=zone) for watch, person in hours.items()])
        noon = local(f"{day} 12:00", zone) - h(24)

        people = [names(period.line) for period in periods(facts, since=noon, until=noon + h(24))]

        assert people == [person for person in ("Ana", "Bia", "Caio") if person in people]
        assert gaps(facts, since=noon, until=noon + h(24)) == ()


class TestAgainstTheSlowTwin:
    @settings(max_examples=40, deadline=None)
    @given(rota=rota_twin.rotas())
    def test_when_both_walk_the_same_days_then_every_minute_has_the_same_line(self, rota: tuple[RotaFacts, datetime, datetime]) -> None:
        facts, since, until = rota

        walked = [period.line for period in periods(facts, since=since, until=until) for _ in minutes(period.since, period.until)]

        assert walked == rota_twin.lines(facts, since, until)

    @settings(max_examples=40, deadline=None)
    @given(rota=rota_twin.rotas(), passed=st.integers(0, 2 * 1_440 - 1))
    def test_when_one_instant_is_asked_for_then_it_is_that_of_the_period_around_it(
        self, rota: tuple[RotaFacts, datetime, datetime], passed: int
    ) -> None:
        facts, since, until = rota
        at = since + timedelta(minutes=passed)

        [around] = [period for period in periods(facts, since=since, until=until) if period.since <= at < period.until]

        assert who(facts, at=at) == around.line
