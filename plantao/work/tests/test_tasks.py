"""Tasks: queued once a key, run once, kept when they fail."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from plantao.work import leases
from plantao.work.loop import run_due
from plantao.work.models import Task
from plantao.work.tasks import queue_task
from plantao.work.testing import a_task, wired
from plantao.work.tests.side_by_side import beside
from plantao.work.tests.test_leases import MINUTE, NOON, claim


@pytest.mark.django_db
class TestQueuedTask:
    def test_when_it_is_due_then_its_handler_gets_the_payload_and_the_hour_once(self) -> None:
        seen: list[tuple[dict[str, Any], datetime]] = []
        queue_task("sweep", {"room": 3}, at=NOON)

        with wired(tasks={"sweep": lambda payload, at: seen.append((payload, at))}):
            run_due(NOON)
            run_due(NOON)

        assert seen == [({"room": 3}, NOON)]
        assert not Task.objects.exists()

    def test_when_its_instant_has_not_come_then_it_waits(self) -> None:
        seen: list[datetime] = []
        queue_task("sweep", at=NOON, run_at=NOON + MINUTE)

        with wired(tasks={"sweep": lambda _, at: seen.append(at)}):
            run_due(NOON + MINUTE - timedelta(microseconds=1))
            assert seen == []
            run_due(NOON + MINUTE)

        assert seen == [NOON + MINUTE]

    def test_when_its_handler_queues_another_then_that_runs_too(self) -> None:
        seen: list[str] = []

        def first(_: dict[str, Any], at: datetime) -> None:
            queue_task("second", at=at)
            seen.append("first")

        queue_task("first", at=NOON)

        with wired(tasks={"first": first, "second": lambda _, __: seen.append("second")}):
            run_due(NOON)

        assert seen == ["first", "second"]

    def test_when_its_handler_fails_then_its_effects_are_undone_and_it_is_tried_again(self) -> None:
        tries: list[datetime] = []

        def fail_once(_: dict[str, Any], at: datetime) -> None:
            tries.append(at)
            queue_task("sweep", at=at)
            if len(tries) == 1:
                raise LookupError("no such room")

        swept: list[datetime] = []
        queue_task("fail_once", at=NOON)

        with wired(tasks={"fail_once": fail_once, "sweep": lambda _, at: swept.append(at)}):
            run_due(NOON)
            task = Task.objects.get()
            assert (task.failures, task.run_at, swept) == (1, NOON + Task.BACK_OFF[0], [])
            assert task.last_error.startswith("LookupError: no such room (")
            run_due(NOON + Task.BACK_OFF[0])

        assert swept == [NOON + Task.BACK_OFF[0]]
        assert not Task.objects.exists()

    def test_when_its_handler_asks_for_later_then_it_waits_without_a_failure(self) -> None:
        def later(_: dict[str, Any], at: datetime) -> None:
            raise leases.Later(at + MINUTE)

        queue_task("later", at=NOON)
        with wired(tasks={"later": later}):
            run_due(NOON)

        task = Task.objects.get()
        assert (task.run_at, task.failures) == (NOON + MINUTE, 0)

    def test_when_its_handler_gives_up_then_it_is_dead_at_once(self) -> None:
        def give_up(_: dict[str, Any], __: datetime) -> None:
            raise leases.GiveUp("the room was pulled down")

        queue_task("give_up", at=NOON)
        with wired(tasks={"give_up": give_up}):
            run_due(NOON)

        task = Task.objects.get()
        assert (task.dead_at, "the room was pulled down" in task.last_error) == (NOON, True)

    def test_when_nobody_knows_its_kind_then_it_is_kept_and_says_so_and_runs_once_somebody_does(self) -> None:
        queue_task("not_yet", at=NOON)
        at = NOON
        with wired():
            while not (task := Task.objects.get()).dead_at:
                at = task.run_at or at
                run_due(at)
        assert "no handler is registered for tasks of the kind 'not_yet'" in task.last_error

        seen: list[datetime] = []
        leases.revive(Task)
        with wired(tasks={"not_yet": lambda _, at: seen.append(at)}):
            run_due(at)

        assert seen == [at]

    def test_when_what_fails_should_be_raised_then_it_is_noted_and_raised(self) -> None:
        queue_task("not_yet", at=NOON)

        with wired(), pytest.raises(LookupError, match="not_yet"):
            run_due(NOON, raises=True)

        assert Task.objects.get().failures == 1


@pytest.mark.django_db
class TestTaskWithAKey:
    def test_when_queued_again_before_anybody_began_then_there_is_one_with_the_newer_payload_and_the_earlier_instant(self) -> None:
        queue_task("sweep", {"n": 1}, at=NOON, run_at=NOON + 2 * MINUTE, key="room 3")
        queue_task("sweep", {"n": 2}, at=NOON, run_at=NOON + MINUTE, key="room 3")
        queue_task("sweep", {"n": 3}, at=NOON, run_at=NOON + 3 * MINUTE, key="room 3")

        task = Task.objects.get()
        assert (task.payload, task.run_at) == ({"n": 3}, NOON + MINUTE)

        queue_task("sweep", {"n": 4}, at=NOON, key="room 3")
        assert Task.objects.get().run_at is None

    def test_when_queued_again_while_it_runs_then_it_runs_once_more(self) -> None:
        queue_task("sweep", {"n": 1}, at=NOON, key="room 3")
        (running,) = claim()

        queue_task("sweep", {"n": 2}, at=NOON, key="room 3")

        assert [task.payload for task in claim()] == [{"n": 2}]
        assert leases.fail(running, at=NOON, reason="")

    def test_when_the_key_or_the_kind_differs_then_there_are_two(self) -> None:
        queue_task("sweep", at=NOON, key="room 3")
        queue_task("sweep", at=NOON, key="room 4")
        queue_task("paint", at=NOON, key="room 3")

        assert Task.objects.count() == 3


@pytest.mark.django_db(transaction=True)
class TestTaskThatIsQueuedAgainInAnOpenTransaction:
    def test_when_a_worker_comes_then_it_does_not_begin_before_it_can_see_the_new_facts(self) -> None:
        a_task(at=NOON, key="room 3")

        with transaction.atomic():
            queue_task("sweep", at=NOON, key="room 3")
            assert beside(claim) == []

        assert len(beside(claim)) == 1
