"""How late the watch was is counted by whoever ran the timer, and written down for all."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from plantao.work.lateness import BEYOND_MS, BOUNDS_MS, Tally, bound_of, histogram
from plantao.work.models import Lateness
from plantao.work.registry import Registry
from plantao.work.testing import a_timer
from plantao.work.tests.test_leases import NOON
from plantao.work.watch import WatchLane

pytestmark = pytest.mark.django_db
MILLISECOND = timedelta(milliseconds=1)


def later(*amounts: int) -> Iterator[datetime]:
    """Say instants so many milliseconds after noon, one after the other, then the last for ever."""
    for amount in amounts:
        yield NOON + amount * MILLISECOND
    while True:
        yield NOON + amounts[-1] * MILLISECOND


class TestWatchThatRunsTimers:
    def test_when_one_is_done_then_it_counts_from_its_instant_until_that(self) -> None:
        a_timer(due_at=NOON)
        hours = later(3, 4, 19)
        lane = WatchLane(Registry(timers={"look": lambda *_: None}), raises=True)

        while lane.turn(now=lambda: next(hours), stopping=lambda: False):
            pass

        (row,) = Lateness.objects.all()
        assert (row.day, row.bound_ms, row.timers, row.sum_ms, row.longest_ms) == (NOON.date(), 20, 1, 19, 19)

    def test_when_one_fails_then_it_is_not_counted(self) -> None:
        a_timer(due_at=NOON)
        lane = WatchLane(Registry(timers={}))

        while lane.turn(now=lambda: NOON, stopping=lambda: False):
            pass

        assert not Lateness.objects.exists()


class TestTally:
    def test_when_several_count_then_all_is_added(self) -> None:
        for amounts in ((1, 7, 7), (8, 400)):
            tally = Tally()
            for amount in amounts:
                tally.note(due_at=NOON, done_at=NOON + amount * MILLISECOND)
            tally.write()
            tally.write()

        whole = histogram()
        assert (whole.timers, whole.sum_ms, whole.longest_ms) == (5, 423, 400)
        assert {bound: timers for bound, timers in whole.counts if timers} == {1: 1, 10: 3, 500: 1}

    def test_when_the_clock_was_set_back_then_it_was_in_time(self) -> None:
        tally = Tally()
        tally.note(due_at=NOON, done_at=NOON - timedelta(hours=1))
        tally.write()

        assert histogram().longest_ms == 0

    @pytest.mark.parametrize(
        ("late", "bound"), [(0, 1), (1, 1), (2, 2), (3, 5), (BOUNDS_MS[-1], BOUNDS_MS[-1]), (BOUNDS_MS[-1] + 1, BEYOND_MS)]
    )
    def test_when_it_is_late_by_so_much_then_the_least_bound_holds_it(self, late: int, bound: int) -> None:
        assert bound_of(late) == bound


class TestHistogram:
    def test_when_asked_for_a_share_then_it_says_within_how_many_milliseconds(self) -> None:
        tally = Tally()
        for amount in [3] * 98 + [40, 6_000]:
            tally.note(due_at=NOON, done_at=NOON + amount * MILLISECOND)
        tally.write()

        assert [histogram().quantile_ms(share) for share in (0.5, 0.98, 0.99, 1)] == [5, 5, 50, 6_000]

    def test_when_only_some_days_are_asked_for_then_the_others_are_left_out(self) -> None:
        tally = Tally()
        tally.note(due_at=NOON - timedelta(days=2), done_at=NOON - timedelta(days=2))
        tally.note(due_at=NOON, done_at=NOON)
        tally.write()

        assert (histogram().timers, histogram(since=NOON.date()).timers) == (2, 1)

    def test_when_nothing_was_ever_due_then_nothing_was_late(self) -> None:
        assert (histogram().timers, histogram().quantile_ms(0.99)) == (0, 0)
