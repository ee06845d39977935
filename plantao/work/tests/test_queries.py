"""Operators see what was given up, and can have it tried again."""

import pytest

from plantao.work.models import Task, Timer
from plantao.work.queries import DeadRow, dead_rows, revive
from plantao.work.testing import a_task, a_timer, wired
from plantao.work.tests.test_leases import MINUTE, NOON, claim


@pytest.mark.django_db
class TestWorkInAllStates:
    @pytest.fixture(autouse=True)
    def rows(self) -> None:
        a_task("begun", at=NOON)
        claim()
        a_task(at=NOON - 3 * MINUTE)
        a_task(at=NOON, run_at=NOON + MINUTE, failures=1)
        a_task("broken", at=NOON, key="a", dead_at=NOON, last_error="no bulb")
        a_timer(due_at=NOON - MINUTE)
        a_timer(subject_id=2, due_at=NOON + MINUTE)
        a_timer(subject_id=3, due_at=NOON - MINUTE, dead_at=NOON - MINUTE, last_error="gone")

    def test_when_the_dead_are_listed_then_each_says_why(self) -> None:
        with wired():
            task, timer = dead_rows()

        assert task == DeadRow(lane="tasks", id=task.id, what="broken a", dead_at=NOON, reason="no bulb")
        assert (timer.lane, timer.reason) == ("watch", "gone")

    @pytest.mark.parametrize(("lane", "model"), [("tasks", Task), ("watch", Timer)])
    def test_when_revived_then_none_of_that_lane_is_dead(self, lane: str, model: type[Task] | type[Timer]) -> None:
        with wired():
            assert revive(lane, ids=[]) == 0
            assert revive(lane) == 1
            assert [row.lane for row in dead_rows()] == [other for other in ("tasks", "watch") if other != lane]

        assert not model._base_manager.filter(dead_at__isnull=False).exists()
