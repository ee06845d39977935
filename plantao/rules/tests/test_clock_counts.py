from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.clock_counts import BROKEN, ClockTerms, Count, Passed, Period, Version, counts, judge_count, known, passed, upcoming
from plantao.rules.clock_rounds import ATTENDED, OPENED, RESTORED, ClockRule, Happening
from plantao.rules.counted_time import Hold
from plantao.rules.criticality import Change
from plantao.rules.service_level import ClockFacts, State, Target, judge
from plantao.rules.tests.calendars import always, an_office, h, local, m
from plantao.rules.working_time import ServiceHours

RULES = {
    "attend": ClockRule(starts=OPENED, met_by=ATTENDED),
    "update": ClockRule(starts=ATTENDED, met_by="public_update", repeats=True),
    "resolve": ClockRule(starts=OPENED, met_by=RESTORED),
}


def day(clock: str, of: int = 16) -> datetime:
    """An instant of November 2026 in São Paulo; the 16th is a Monday."""
    return local(f"2026-11-{of:02} {clock}")


NINE = day("09:00")


def terms(*, hours: ServiceHours | None = None, mark: float | None = None, **within: float) -> dict[str, ClockTerms]:
    """What is promised of each clock named, in hours; `waiting` stops all but attend."""
    return {
        name: ClockTerms(
            rule=RULES[name],
            target=Target(within=h(amount), mark=None if mark is None else h(mark), hours=hours or always()),
            stopped_by=frozenset() if name == "attend" else frozenset({"waiting"}),
        )
        for name, amount in within.items()
    }


def period(since: datetime, change: Change | None = None, **promised: Mapping[str, ClockTerms]) -> Period:
    return Period(since=since, change=change, clocks=promised["clocks"])


def one_version(*periods: Period) -> list[Version]:
    return [Version(since=NINE, periods=periods)]


def what_happened(**at: datetime | Sequence[datetime]) -> list[Happening]:
    happened = {"opened": NINE, **at}
    return [
        Happening(event=event, at=instant)
        for event, instants in happened.items()
        for instant in ([instants] if isinstance(instants, datetime) else instants)
    ]


def states(some: Sequence[Count], *, at: datetime) -> list[State]:
    return [judge_count(some, at=at, which=place).state for place in range(len(some))]


URGENT = terms(attend=2, resolve=8)
EMERGENCY = terms(attend=0.5, resolve=4)
CONTROLLED = terms(attend=24, resolve=40, hours=an_office())


class TestRaised:
    VERSIONS = one_version(period(NINE, clocks=URGENT), period(day("10:00"), Change.RAISED, clocks=EMERGENCY))

    def test_when_asked_before_then_it_is_not_known(self) -> None:
        found = counts(self.VERSIONS, what_happened(), [], at=day("09:59"))

        assert judge_count(found["attend"], at=day("09:59")).due_at == day("11:00")

    def test_when_raised_then_it_counts_from_the_raising(self) -> None:
        found = counts(self.VERSIONS, what_happened(), [], at=day("10:00"))

        assert judge_count(found["attend"], at=day("10:00")).due_at == day("10:30")
        assert judge_count(found["resolve"], at=day("10:00")).due_at == day("14:00")

    def test_when_the_old_one_was_due_earlier_then_it_is_never_later_than_that(self) -> None:
        versions = one_version(period(NINE, clocks=URGENT), period(day("10:45"), Change.RAISED, clocks=EMERGENCY))

        verdict = judge_count(counts(versions, what_happened(), [], at=day("10:50"))["attend"], at=day("10:50"))

        assert (verdict.due_at, verdict.elapsed, verdict.remaining) == (day("11:00"), m(110), m(10))

    def test_when_both_are_moved_by_a_hold_then_the_old_one_still_bounds_it(self) -> None:
        versions = one_version(period(NINE, clocks=terms(resolve=8)), period(day("14:00"), Change.RAISED, clocks=terms(resolve=4)))
        hold = Hold(since=day("15:00"), until=day("16:00"), reason="waiting")

        found = counts(versions, what_happened(), [hold], at=day("16:30"))

        assert judge_count(found["resolve"], at=day("16:30")).due_at == day("18:00")

    def test_when_held_then_neither_is_known_and_afterwards_the_earlier_holds(self) -> None:
        versions = one_version(period(NINE, clocks=terms(resolve=8)), period(day("14:00"), Change.RAISED, clocks=terms(resolve=4)))
        open_hold = Hold(since=day("15:00"), until=None, reason="waiting")

        verdict = judge_count(counts(versions, what_happened(), [open_hold], at=day("16:00"))["resolve"], at=day("16:00"))

        assert (verdict.state, verdict.due_at) == (State.HELD, None)

    def test_when_the_old_one_was_broken_before_then_it_stays_broken_once(self) -> None:
        versions = one_version(period(NINE, clocks=URGENT), period(day("11:30"), Change.RAISED, clocks=EMERGENCY))

        found = counts(versions, what_happened(attended=day("11:40")), [], at=day("12:00"))

        assert states(found["attend"], at=day("12:00")) == [State.BREACHED, State.MET_LATE]
        assert passed({"attend": found["attend"]}, at=day("12:00")) == (Passed(at=day("11:00"), clock="attend", round=1, is_breach=True),)

    def test_when_it_was_met_before_then_nothing_changes(self) -> None:
        found = counts(self.VERSIONS, what_happened(attended=day("09:30")), [], at=day("12:00"))

        assert [count.facts.met_at for count in found["attend"]] == [day("09:30")]

    def test_when_the_old_one_had_no_such_clock_then_it_begins_at_the_raising(self) -> None:
        versions = one_version(period(NINE, clocks=terms(attend=48)), period(day("10:00"), Change.RAISED, clocks=URGENT))

        (count,) = counts(versions, what_happened(), [], at=day("10:00"))["resolve"]

        assert (count.facts.started_at, count.is_bound) == (day("10:00"), False)

    def test_when_raised_twice_then_the_earliest_of_all_bounds_it(self) -> None:
        versions = one_version(
            period(NINE, clocks=terms(attend=2)),
            period(day("10:30"), Change.RAISED, clocks=terms(attend=1)),
            period(day("10:45"), Change.RAISED, clocks=terms(attend=0.5)),
        )

        assert judge_count(counts(versions, what_happened(), [], at=day("10:45"))["attend"], at=day("10:45")).due_at == day("11:00")


class TestLowered:
    VERSIONS = one_version(period(NINE, clocks=URGENT), period(day("10:00"), Change.LOWERED, clocks=CONTROLLED))

    def test_when_lowered_then_it_counts_from_the_beginning_of_the_round(self) -> None:
        found = counts(self.VERSIONS, what_happened(), [], at=day("10:00"))

        assert judge_count(found["attend"], at=day("10:00")).due_at == day("13:00", 18)
        assert found["attend"][-1].facts.started_at == NINE

    def test_when_lowered_then_the_first_target_stays_and_was_judged_then(self) -> None:
        found = counts(self.VERSIONS, what_happened(), [], at=day("15:00"))

        assert states(found["attend"], at=day("15:00")) == [State.STOPPED, State.RUNNING]
        assert judge_count(found["attend"], at=day("15:00"), which=0).due_at == day("11:00")

    def test_when_it_was_broken_before_then_that_stays_and_the_new_one_runs(self) -> None:
        versions = one_version(period(NINE, clocks=URGENT), period(day("11:00"), Change.LOWERED, clocks=CONTROLLED))

        found = counts(versions, what_happened(), [], at=day("15:00"))

        assert states(found["attend"], at=day("15:00")) == [State.STOPPED, State.RUNNING]  # lowered in time, at the due instant

        later = one_version(period(NINE, clocks=URGENT), period(day("11:01"), Change.LOWERED, clocks=CONTROLLED))
        assert states(counts(later, what_happened(), [], at=day("15:00"))["attend"], at=day("15:00")) == [State.BREACHED, State.RUNNING]

    def test_when_the_new_one_promises_nothing_then_the_clock_stops_there(self) -> None:
        versions = one_version(period(NINE, clocks=URGENT), period(day("10:00"), Change.LOWERED, clocks=terms(attend=48)))

        found = counts(versions, what_happened(), [], at=day("20:00"))

        assert states(found["resolve"], at=day("20:00")) == [State.STOPPED]
        assert upcoming(found["resolve"], at=day("20:00")) == ()


class TestClockThatRepeats:
    def test_when_lowered_in_a_round_then_that_round_alone_is_counted_anew(self) -> None:
        versions = one_version(period(NINE, clocks=terms(update=2)), period(day("12:30"), Change.LOWERED, clocks=terms(update=4)))
        happened = what_happened(attended=day("10:00"), public_update=[day("11:00"), day("13:00")])

        found = counts(versions, happened, [], at=day("14:00"))["update"]

        assert [(count.round, count.known_from) for count in found] == [
            (1, day("10:00")),
            (2, day("11:00")),
            (2, day("12:30")),
            (3, day("13:00")),
        ]
        assert [judge_count(found, at=day("14:00"), which=place).due_at for place in range(4)] == [
            day("12:00"),
            day("13:00"),
            day("15:00"),
            day("17:00"),
        ]


class TestRerated:
    def versions(self, *, at: datetime, after: float) -> list[Version]:
        return [
            Version(since=NINE, periods=[period(NINE, clocks=terms(attend=2, resolve=8))]),
            Version(since=at, periods=[period(NINE, clocks=terms(attend=after, resolve=after))]),
        ]

    def test_when_asked_before_then_the_old_version_holds(self) -> None:
        found = counts(self.versions(at=day("10:00"), after=3), what_happened(), [], at=day("09:30"))

        assert judge_count(found["attend"], at=day("09:30")).due_at == day("11:00")

    def test_when_it_still_runs_then_it_is_counted_anew_from_its_start(self) -> None:
        found = counts(self.versions(at=day("10:00"), after=3), what_happened(), [], at=day("10:00"))

        assert [(count.version, count.facts.started_at) for count in found["attend"]] == [(1, NINE)]
        assert judge_count(found["attend"], at=day("10:00")).due_at == day("12:00")

    def test_when_it_was_over_before_then_it_keeps_its_version(self) -> None:
        found = counts(self.versions(at=day("12:00"), after=3), what_happened(attended=day("11:30")), [], at=day("12:00"))

        assert [count.version for count in found["attend"]] == [0]
        assert states(found["attend"], at=day("12:00")) == [State.MET_LATE]
        assert [count.version for count in found["resolve"]] == [1]


class TestAnyClock:
    def test_when_a_past_instant_is_asked_about_then_the_count_that_held_then_is_the_last(self) -> None:
        versions = one_version(period(NINE, clocks=URGENT), period(day("10:00"), Change.RAISED, clocks=EMERGENCY))
        found = counts(versions, what_happened(), [], at=day("15:00"))["attend"]

        assert judge_count(known(found, at=day("09:30")), at=day("09:30")).due_at == day("11:00")

    def test_when_marks_and_promises_pass_then_each_is_told_once_in_order(self) -> None:
        versions = one_version(period(NINE, clocks=terms(attend=4, mark=2) | terms(resolve=3)))

        told = passed(counts(versions, what_happened(attended=day("13:00")), [], at=day("20:00")), at=day("20:00"))

        assert [(each.at, each.clock, each.is_breach) for each in told] == [
            (day("11:00"), "attend", False),
            (day("12:00"), "resolve", True),
        ]

    def test_when_it_runs_then_its_mark_and_its_due_instant_are_to_come(self) -> None:
        found = counts(one_version(period(NINE, clocks=terms(attend=4, mark=2))), what_happened(), [], at=NINE)["attend"]

        assert upcoming(found, at=NINE) == (day("11:00"), day("13:00"))
        assert upcoming(found, at=day("11:00")) == (day("13:00"),)
        assert upcoming(found, at=day("13:00")) == ()

    @settings(max_examples=150, deadline=None)
    @given(st.data())
    def test_when_raised_at_any_time_then_it_is_due_at_the_earlier_of_the_two(self, data: st.DataObject) -> None:
        minutes = st.integers(0, 2_000)
        old, new = (data.draw(st.integers(1, 2_000)) for _ in range(2))
        office, shut = data.draw(st.sampled_from([always(), an_office()])), data.draw(st.sampled_from([always(), an_office()]))
        raised, at = sorted(NINE + m(data.draw(minutes)) for _ in range(2))
        begins = data.draw(minutes)
        holds = [Hold(since=NINE + m(begins), until=NINE + m(begins + data.draw(minutes)), reason="waiting")]
        before = {
            "resolve": ClockTerms(rule=RULES["resolve"], target=Target(within=m(old), hours=office), stopped_by=frozenset({"waiting"}))
        }
        after = {"resolve": ClockTerms(rule=RULES["resolve"], target=Target(within=m(new), hours=shut), stopped_by=frozenset({"waiting"}))}
        versions = one_version(period(NINE, clocks=before), period(raised + timedelta(minutes=1), Change.RAISED, clocks=after))

        verdict = judge_count(counts(versions, what_happened(), holds, at=at + m(2))["resolve"], at=at + m(2))

        first = judge(ClockFacts(target=before["resolve"].target, started_at=NINE, holds=holds), at=at + m(2))
        second = judge(ClockFacts(target=after["resolve"].target, started_at=raised + m(1), holds=holds), at=at + m(2))
        due = [each.due_at for each in (first, second) if each.due_at is not None]
        assert verdict.due_at == min(due, default=None)
        assert (verdict.state in BROKEN) == (first.state in BROKEN or second.state in BROKEN)
