from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.counted_time import Hold
from plantao.rules.service_level import ClockFacts, State, Target, Verdict, judge
from plantao.rules.tests import slow_twin
from plantao.rules.tests.calendars import always, an_office, h, local, m
from plantao.rules.working_time import ServiceHours

SECOND = timedelta(seconds=1)


def day(clock: str, of: int = 16) -> datetime:
    """An instant of November 2026 in São Paulo; the 16th is a Monday."""
    return local(f"2026-11-{of:02} {clock}")


NINE = day("09:00")


def a_clock(
    *, within: float = 2, mark: float | None = None, hours: ServiceHours | None = None, started: datetime | None = NINE
) -> ClockFacts:
    target = Target(within=h(within), mark=None if mark is None else h(mark), hours=hours or always())
    return ClockFacts(target=target, started_at=started)


def held(since: str, until: str | None) -> Hold:
    return Hold(since=day(since), until=None if until is None else day(until), reason="awaiting_customer")


class TestClockNotStarted:
    @pytest.mark.parametrize("started", [None, day("09:00:01")])
    def test_when_asked_then_it_waits_and_is_due_at_no_instant(self, started: datetime | None) -> None:
        verdict = judge(a_clock(started=started), at=day("09:00"))

        assert verdict.state is State.WAITING
        assert verdict.due_at is None
        assert verdict.segments() == ()


class TestClockOfTwoHours:
    @pytest.mark.parametrize(
        ("at", "state", "remaining"),
        [
            ("09:00", State.RUNNING, h(2)),
            ("10:59:59", State.RUNNING, SECOND),
            ("11:00", State.BREACHED, h(0)),
            ("11:30", State.BREACHED, -m(30)),
        ],
    )
    def test_when_nobody_acts_then_it_is_breached_at_the_due_instant(self, at: str, state: State, remaining: timedelta) -> None:
        verdict = judge(a_clock(), at=day(at))

        assert (verdict.state, verdict.remaining, verdict.due_at) == (state, remaining, day("11:00"))
        assert verdict.elapsed == h(2) - remaining

    @pytest.mark.parametrize(
        ("met", "state"),
        [
            ("09:00", State.MET),
            ("11:00", State.MET),  # exactly when it is due is in time
            ("11:00:00.900000", State.MET),  # instants count to the second
            ("11:00:01", State.MET_LATE),
        ],
    )
    def test_when_met_then_it_is_in_time_or_late_for_good(self, met: str, state: State) -> None:
        clock = replace(a_clock(), met_at=day(met), holds=[held("13:00", None)])

        verdict = judge(clock, at=day("15:00"))

        assert verdict.state is state
        assert verdict.elapsed == day(met).replace(microsecond=0) - day("09:00")
        assert verdict.due_at == day("11:00")

    def test_when_met_after_the_instant_then_that_is_not_known(self) -> None:
        assert judge(replace(a_clock(), met_at=day("10:00")), at=day("09:59:59")).state is State.RUNNING


class TestClockInAnOffice:
    def test_when_the_last_second_is_the_closing_then_it_is_due_then_and_not_in_the_morning(self) -> None:
        clock = replace(a_clock(within=9, hours=an_office()), met_at=day("20:00"))

        verdict = judge(clock, at=day("09:00", 17))

        assert verdict.due_at == day("18:00")
        assert verdict.state is State.MET_LATE
        assert verdict.remaining == h(0)  # late by no open second, and late

    def test_when_held_over_night_then_it_is_held_though_closed(self) -> None:
        verdict = judge(replace(a_clock(within=20, hours=an_office()), holds=[held("17:00", None)]), at=day("22:00"))

        assert verdict.state is State.HELD
        assert verdict.elapsed == h(8)


class TestClockThatIsHeld:
    def test_when_the_hold_is_open_then_no_due_instant_is_known(self) -> None:
        verdict = judge(replace(a_clock(), holds=[held("10:00", "13:00")]), at=day("12:59:59"))

        assert (verdict.state, verdict.due_at, verdict.remaining) == (State.HELD, None, h(1))

    def test_when_the_hold_has_ended_then_it_moved_the_due_instant(self) -> None:
        verdict = judge(replace(a_clock(), holds=[held("10:00", "13:00")]), at=day("13:00"))

        assert (verdict.state, verdict.due_at) == (State.RUNNING, day("14:00"))

    def test_when_the_hold_begins_at_the_due_instant_then_it_comes_too_late(self) -> None:
        verdict = judge(replace(a_clock(), holds=[held("11:00", None)]), at=day("12:00"))

        assert (verdict.state, verdict.due_at, verdict.remaining) == (State.BREACHED, day("11:00"), h(0))

    def test_when_the_hold_begins_after_the_instant_then_it_is_not_known(self) -> None:
        assert judge(replace(a_clock(), holds=[held("10:00", None)]), at=day("09:59:59")).due_at == day("11:00")

    def test_when_met_while_held_then_it_is_reckoned_as_if_the_hold_had_ended_then(self) -> None:
        clock = replace(a_clock(), met_at=day("12:00"), holds=[held("10:00", None)])

        verdict = judge(clock, at=day("20:00"))

        assert (verdict.state, verdict.elapsed, verdict.due_at) == (State.MET, h(1), day("13:00"))


class TestClockWithAnEarlierMark:
    def test_when_running_then_both_instants_are_told(self) -> None:
        verdict = judge(a_clock(within=4, mark=2), at=day("09:30"))

        assert (verdict.mark_at, verdict.due_at) == (day("11:00"), day("13:00"))

    def test_when_held_before_the_mark_then_neither_is_known(self) -> None:
        verdict = judge(replace(a_clock(within=4, mark=2), holds=[held("10:00", None)]), at=day("10:30"))

        assert (verdict.mark_at, verdict.due_at) == (None, None)

    def test_when_held_after_the_mark_then_the_mark_stays(self) -> None:
        verdict = judge(replace(a_clock(within=4, mark=2), holds=[held("12:00", None)]), at=day("12:30"))

        assert (verdict.mark_at, verdict.due_at) == (day("11:00"), None)


class TestClockThatEndsUnmet:
    def test_when_it_ends_before_it_is_due_then_it_is_stopped_and_counts_no_further(self) -> None:
        verdict = judge(replace(a_clock(), ended_at=day("10:00")), at=day("15:00"))

        assert (verdict.state, verdict.elapsed, verdict.due_at) == (State.STOPPED, h(1), day("11:00"))
        assert verdict.segments()[-1].until == day("10:00")

    def test_when_it_ends_at_the_due_instant_then_it_is_stopped(self) -> None:
        assert judge(replace(a_clock(), ended_at=day("11:00")), at=day("15:00")).state is State.STOPPED

    def test_when_it_was_breached_before_then_that_stays_a_fact(self) -> None:
        verdict = judge(replace(a_clock(), ended_at=day("12:00")), at=day("15:00"))

        assert (verdict.state, verdict.remaining) == (State.BREACHED, -h(1))

    def test_when_it_was_met_before_then_it_stays_met(self) -> None:
        assert judge(replace(a_clock(), met_at=day("10:00"), ended_at=day("10:30")), at=day("15:00")).state is State.MET

    def test_when_it_ended_before_it_was_met_then_that_changes_nothing(self) -> None:
        assert judge(replace(a_clock(), met_at=day("10:30"), ended_at=day("10:00")), at=day("15:00")).state is State.STOPPED

    def test_when_it_ended_before_it_started_then_it_counts_nothing(self) -> None:
        verdict = judge(replace(a_clock(), ended_at=day("08:00")), at=day("15:00"))

        assert (verdict.state, verdict.elapsed, verdict.segments()) == (State.STOPPED, h(0), ())

    def test_when_the_end_comes_after_the_instant_then_it_is_not_known(self) -> None:
        assert judge(replace(a_clock(), ended_at=day("10:00")), at=day("09:59:59")).state is State.RUNNING


class TestAnyClock:
    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def test_when_walked_minute_by_minute_then_the_verdict_is_the_same(self, data: st.DataObject) -> None:
        calendar = data.draw(slow_twin.calendars().filter(lambda calendar: any(calendar.weekly)))
        since, at = data.draw(slow_twin.periods(calendar.zone))
        offsets = st.none() | st.integers(-60, 3_000).map(lambda amount: since + amount * slow_twin.MINUTE)
        clock = ClockFacts(
            target=Target(within=m(data.draw(st.integers(1, 2_000))), hours=calendar.fast()),
            started_at=since,
            met_at=data.draw(offsets.filter(lambda met: met is None or met >= since)),
            ended_at=data.draw(offsets),
            holds=data.draw(slow_twin.some_holds(since)),
        )

        verdict = judge(clock, at=at)

        walked = _walk(calendar, clock, at)
        assert verdict.state is walked.state
        assert verdict.elapsed == walked.elapsed
        if walked.due_at is not None or verdict.state is State.HELD:
            assert verdict.due_at == walked.due_at
        assert sum((part.length for part in verdict.segments() if part.kind == "counted"), timedelta()) == verdict.elapsed
        assert verdict.elapsed + verdict.remaining == clock.target.within

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 6_000), st.integers(0, 6_000))
    def test_when_breached_or_met_then_it_is_so_for_ever_after(self, met: int, more: int) -> None:
        clock = replace(a_clock(within=20, hours=an_office()), met_at=day("09:00") + m(met))
        at = day("09:00") + m(max(met, 4_000))

        assert judge(clock, at=at).state is judge(clock, at=at + m(more)).state
        assert judge(clock, at=at).due_at == judge(clock, at=at + m(more)).due_at


def _walk(calendar: slow_twin.Walked, clock: ClockFacts, at: datetime) -> Verdict:
    """Walk one clock; its due instant is told only where it lies before the count's end."""
    assert clock.started_at is not None
    met = clock.met_at if clock.met_at is not None and clock.met_at <= at else None
    ended = max(clock.ended_at, clock.started_at) if clock.ended_at is not None and clock.ended_at <= at else None
    if met is not None and ended is not None and clock.ended_at is not None and clock.ended_at < met:
        met = None
    last = met if met is not None else ended if ended is not None else at
    elapsed, due = 0, None
    for minute, kind in zip(
        slow_twin.minutes(clock.started_at, last), slow_twin.kinds(calendar, clock.started_at, last, clock.holds), strict=True
    ):
        elapsed += kind == "counted"
        if due is None and elapsed * slow_twin.MINUTE == clock.target.within:
            due = minute + slow_twin.MINUTE
    if met is not None:
        state = State.MET_LATE if due is not None and due < met else State.MET
    elif ended is not None:
        state = State.BREACHED if due is not None and due < ended else State.STOPPED
    elif due is not None:
        state = State.BREACHED
    else:
        state = State.HELD if any(hold.is_open(at=at) for hold in clock.holds) else State.RUNNING
    counted = elapsed * slow_twin.MINUTE
    return Verdict(state=state, due_at=due, elapsed=counted, remaining=clock.target.within - counted)
