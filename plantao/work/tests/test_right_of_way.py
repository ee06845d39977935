"""The watch goes first in its process, and nobody waits for it without an end."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest

from plantao.work.models import Task
from plantao.work.queue_lane import QueueLane
from plantao.work.registry import Registry
from plantao.work.right_of_way import MARGIN, RightOfWay
from plantao.work.testing import a_task, a_timer
from plantao.work.tests.test_leases import NOON
from plantao.work.watch import WatchLane

MOMENT = timedelta(microseconds=1)
FOR_EVER = timedelta(minutes=5)


def beside(act: Callable[[], None]) -> Thread:
    thread = Thread(target=act, daemon=True)
    thread.start()
    return thread


class TestRightOfWay:
    def test_nobody_waits_while_the_watch_has_nothing_in_hand(self) -> None:
        way = RightOfWay(at_most=FOR_EVER)
        with way.taken():
            pass
        way.expect(NOON + MARGIN)

        for at in (NOON, NOON + MARGIN + MOMENT):  # it is not yet about to, and what has passed is nobody's concern
            beside(lambda at=at: way.make_way(at=at)).join(10)  # type: ignore[misc]  # the default binds `at` now

    def test_who_comes_while_it_has_waits_until_it_has_no_more(self) -> None:
        way = RightOfWay(at_most=FOR_EVER)

        with way.taken():
            other = beside(lambda: way.make_way(at=NOON))
            other.join(0.05)
            assert other.is_alive()

        other.join(10)
        assert not other.is_alive()

    def test_who_comes_just_before_an_instant_waits_for_what_falls_due_then(self) -> None:
        way = RightOfWay(at_most=FOR_EVER)
        way.expect(NOON)
        with way.taken():  # the instant came
            other = beside(lambda: way.make_way(at=NOON - MOMENT))
            other.join(0.05)
            assert other.is_alive()
        other.join(10)
        assert not other.is_alive()

    def test_nobody_waits_without_an_end(self) -> None:
        way = RightOfWay(at_most=MOMENT)

        with way.taken():
            way.make_way(at=NOON)


@pytest.mark.django_db
class TestTheLanesOfAWorker:
    def test_the_watch_takes_it_for_what_it_runs_and_a_queue_makes_way_before_each_row(self) -> None:
        way, seen = RightOfWay(), []
        registry = Registry(
            timers={"look": lambda *_: seen.append(("timer", way._is_taken.is_set()))},
            tasks={"sweep": lambda *_: seen.append(("task", way._is_taken.is_set()))},
        )
        a_timer(due_at=NOON)
        a_timer(due_at=NOON + timedelta(seconds=1), subject_id=2)
        a_task(at=NOON)
        watch, tasks = WatchLane(registry, way=way), QueueLane[Task](registry.all_queues()[0], worker=1, way=way)

        for lane in (watch, tasks):
            assert lane.turn(now=lambda: NOON, stopping=lambda: False)
        watch.turn(now=lambda: NOON, stopping=lambda: False)
        watch.next_due(at=NOON)

        assert seen == [("timer", True), ("task", False)]
        assert way._next_at == NOON + timedelta(seconds=1)
