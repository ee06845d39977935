from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.counted_time import Hold, count
from plantao.rules.tests import slow_twin
from plantao.rules.tests.calendars import always, an_office, h, local
from plantao.rules.working_time import Kind, service_time_between

OPENED = local("2026-11-16 09:00")


def a_hold(since: str, until: str | None, reason: str = "awaiting_customer") -> Hold:
    return Hold(since=local(since), until=None if until is None else local(until), reason=reason)


class TestCountInAnOffice:
    def test_when_a_hold_lies_over_a_night_then_only_its_open_hours_are_held(self) -> None:
        hold = a_hold("2026-11-16 17:00", "2026-11-17 09:00")

        counted = count(since=OPENED, until=local("2026-11-17 10:00"), hours=an_office(), holds=[hold], has_ended=False)

        assert [(str(part.kind), part.reason, part.length) for part in counted.segments()] == [
            ("counted", None, h(8)),
            ("held", "awaiting_customer", h(1)),
            ("closed", None, h(14)),
            ("held", "awaiting_customer", h(1)),
            ("counted", None, h(1)),
        ]
        assert counted.elapsed() == h(9)
        assert counted.reaches(h(10)) == local("2026-11-17 11:00")

    def test_when_a_hold_lies_over_closed_hours_only_then_nothing_moves(self) -> None:
        hold = a_hold("2026-11-16 18:00", "2026-11-17 08:00")

        counted = count(since=OPENED, until=local("2026-11-17 10:00"), hours=an_office(), holds=[hold], has_ended=False)

        assert counted.reaches(h(11)) == local("2026-11-17 10:00")
        assert Kind.HELD not in {part.kind for part in counted.segments()}


class TestCountUnderSeveralHolds:
    def test_when_they_overlap_then_each_second_is_held_once_and_named_by_the_first(self) -> None:
        holds = [a_hold("2026-11-16 11:00", "2026-11-16 13:00", "scheduled"), a_hold("2026-11-16 10:00", "2026-11-16 12:00")]

        counted = count(since=OPENED, until=local("2026-11-16 14:00"), hours=always(), holds=holds, has_ended=False)

        assert [(part.reason, part.length) for part in counted.segments()] == [
            (None, h(1)),
            ("awaiting_customer", h(2)),
            ("scheduled", h(1)),
            (None, h(1)),
        ]

    def test_when_one_begins_before_the_count_then_only_what_lies_inside_is_held(self) -> None:
        holds = [a_hold("2026-11-15 09:00", "2026-11-16 10:00")]

        counted = count(since=OPENED, until=local("2026-11-16 14:00"), hours=always(), holds=holds, has_ended=False)

        assert counted.elapsed() == h(4)

    def test_when_one_is_open_then_what_it_stops_has_no_instant_but_what_was_reached_has(self) -> None:
        holds = [a_hold("2026-11-16 11:00", None)]

        counted = count(since=OPENED, until=local("2026-11-16 14:00"), hours=always(), holds=holds, has_ended=False)

        assert counted.is_held
        assert counted.reaches(h(2)) == local("2026-11-16 11:00")  # at its very beginning: the hold came too late
        assert counted.reaches(h(2) + timedelta(seconds=1)) is None

    def test_when_one_has_just_begun_then_it_is_open_though_nothing_is_held_yet(self) -> None:
        counted = count(
            since=OPENED, until=local("2026-11-16 11:00"), hours=always(), holds=[a_hold("2026-11-16 11:00", None)], has_ended=False
        )

        assert counted.is_held
        assert counted.reaches(h(3)) is None

    def test_when_one_ends_exactly_then_it_is_over(self) -> None:
        holds = [a_hold("2026-11-16 10:00", "2026-11-16 11:00")]

        counted = count(since=OPENED, until=local("2026-11-16 11:00"), hours=always(), holds=holds, has_ended=False)

        assert not counted.is_held
        assert counted.reaches(h(3)) == local("2026-11-16 13:00")


class TestCountThatHasEnded:
    def test_when_a_hold_outlasts_it_then_what_would_have_followed_is_reckoned_without_it(self) -> None:
        holds = [a_hold("2026-11-16 11:00", None)]

        counted = count(since=OPENED, until=local("2026-11-16 12:00"), hours=always(), holds=holds, has_ended=True)

        assert counted.reaches(h(4)) == local("2026-11-16 14:00")  # one hour was held


class TestAnyCount:
    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_when_walked_minute_by_minute_then_the_segments_are_the_same_and_sum_to_elapsed(self, data: st.DataObject) -> None:
        calendar = data.draw(slow_twin.calendars())
        since, until = data.draw(slow_twin.periods(calendar.zone))
        holds = data.draw(slow_twin.some_holds(since))

        counted = count(since=since, until=until, hours=calendar.fast(), holds=holds, has_ended=False)

        walked = slow_twin.kinds(calendar, since, until, holds)
        assert slow_twin.expanded(counted.segments()) == walked
        assert counted.elapsed() == walked.count("counted") * slow_twin.MINUTE

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_when_a_hold_takes_open_seconds_then_the_instant_moves_by_exactly_as_many(self, data: st.DataObject) -> None:
        calendar = data.draw(slow_twin.calendars().filter(lambda calendar: any(calendar.weekly)))
        hours = calendar.fast()
        since, until = data.draw(slow_twin.periods(calendar.zone))
        amount = timedelta(seconds=data.draw(st.integers(1, 100 * 3_600)))
        begins = since + (until - since) * data.draw(st.floats(0, 1))

        free = count(since=since, until=until, hours=hours, holds=[], has_ended=False).reaches(amount)
        hold = Hold(since=begins.replace(microsecond=0), until=until, reason="a")
        moved = count(since=since, until=until, hours=hours, holds=[hold], has_ended=False).reaches(amount)

        assert free is not None
        assert moved is not None
        taken = service_time_between(hold.since, until, hours) if hold.since < free else timedelta()
        assert service_time_between(free, moved, hours) == taken

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_when_the_holds_come_in_another_order_then_nothing_changes(self, data: st.DataObject) -> None:
        since: datetime = local("2026-11-16 09:00")
        holds = data.draw(slow_twin.some_holds(since))
        shuffled = data.draw(st.permutations(holds))

        one, other = (count(since=since, until=since + h(80), hours=an_office(), holds=each, has_ended=False) for each in (holds, shuffled))

        assert one == other or one.segments() == other.segments()
        assert one.reaches(h(30)) == other.reaches(h(30))
