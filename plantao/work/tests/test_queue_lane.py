"""What becomes of the rows of a queue, transactional or not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from plantao.work import leases, queue_lane
from plantao.work.models import Task
from plantao.work.queue import Queue
from plantao.work.queue_lane import QueueLane
from plantao.work.testing import a_task
from plantao.work.tests.side_by_side import beside
from plantao.work.tests.test_leases import NOON, THEM, US, claim


def a_lane(run: Callable[[Task, datetime], None], *, worker: int = US, **fields: Any) -> QueueLane[Task]:
    return QueueLane(Queue(name="letters", model=Task, run=run, **fields), worker=worker)


def turn(lane: QueueLane[Task], *, stopping: Callable[[], bool] = lambda: False) -> bool:
    return lane.turn(now=lambda: NOON, stopping=stopping)


@pytest.mark.django_db(transaction=True)
class TestTransactionalQueue:
    def test_when_the_lease_ran_out_and_another_has_done_it_then_the_first_does_nothing(self) -> None:
        done_by: list[int] = []
        a_task(at=NOON), a_task(at=NOON)

        def slow(task: Task, _: datetime) -> None:
            done_by.append(US)
            if len(done_by) == 1:  # meanwhile the second row is thought lost, and another worker does it
                beside(lambda: (leases.give_back(Task, at=NOON, absent=[US]), turn(a_lane(quick, worker=THEM))))

        def quick(_: Task, __: datetime) -> None:
            done_by.append(THEM)

        turn(a_lane(slow))

        assert done_by == [US, THEM]
        assert not Task.objects.exists()

    def test_when_two_workers_run_side_by_side_then_each_effect_happens_once(self) -> None:
        Task.objects.bulk_create(Task(kind="count", created_at=NOON) for _ in range(60))
        done: list[int] = []

        def work(worker: int) -> None:
            lane = a_lane(lambda task, _: done.append(task.pk), worker=worker, batch_size=3)
            while turn(lane):
                leases.give_back(Task, at=NOON, absent=[US, THEM])  # as if each always took the other for dead

        beside(lambda: work(US), lambda: work(THEM))
        leases.give_back(Task, at=NOON, absent=[US, THEM])
        for _ in range(20):
            turn(a_lane(lambda task, _: done.append(task.pk)))

        assert 0 < len(done) == len(set(done))

    def test_when_the_handler_fails_then_the_others_of_its_batch_are_done(self) -> None:
        bad, good = a_task(at=NOON), a_task(at=NOON)
        done: list[Task] = []

        def run(task: Task, _: datetime) -> None:
            if task == bad:
                raise LookupError
            done.append(task)

        turn(a_lane(run))

        assert done == [good]
        assert list(Task.objects.values_list("pk", "failures")) == [(bad.pk, 1)]

    def test_when_told_to_stop_then_the_row_in_hand_is_finished_and_the_rest_is_free(self) -> None:
        a_task(at=NOON), a_task(at=NOON)
        done: list[Task] = []

        turn(a_lane(lambda task, _: done.append(task)), stopping=lambda: bool(done))

        assert len(done) == 1
        assert list(Task.objects.values_list("leased_by", "crashes")) == [(None, 0)]

    def test_when_the_database_goes_away_then_no_row_is_blamed(self) -> None:
        a_task(at=NOON)

        def run(_: Task, __: datetime) -> None:
            raise OperationalError("server closed the connection unexpectedly")

        lane = a_lane(run)
        with pytest.raises(OperationalError):
            turn(lane)
        lane.settle_in(at=NOON)

        assert list(Task.objects.values_list("failures", "crashes", "leased_by")) == [(0, 0, None)]

    def test_when_nobody_can_see_that_we_are_alive_then_nothing_is_taken(self) -> None:
        a_task(at=NOON)
        lane = QueueLane(Queue(name="letters", model=Task, run=lambda _, __: None), worker=US, may_lease=lambda: False)

        assert turn(lane) is False
        assert Task.objects.get().attempts == 0

    def test_when_a_holder_is_absent_then_its_rows_are_given_back_at_once(self) -> None:
        a_task(at=NOON)
        claim(THEM)

        a_lane(lambda _, __: None).tidy(at=NOON)

        assert Task.objects.get().leased_by is None


@pytest.mark.django_db(transaction=True)
class TestQueueThatTalksToNetworks:
    def test_when_run_then_it_is_outside_of_any_transaction_and_settles_its_row_itself(self) -> None:
        a_task(at=NOON)
        was_in_transaction: list[bool] = []

        def send(task: Task, at: datetime) -> None:
            was_in_transaction.append(connections["default"].in_atomic_block)
            with transaction.atomic():
                assert leases.hold(task)
                assert leases.done(task, at=at)

        turn(a_lane(send, is_transactional=False))

        assert was_in_transaction == [False]
        assert not Task.objects.exists()

    def test_when_it_settles_nothing_then_that_is_a_failure_and_the_row_is_not_lost(self) -> None:
        a_task(at=NOON)

        turn(a_lane(lambda _, __: None, is_transactional=False))

        task = Task.objects.get()
        assert (task.failures, "settled nothing" in task.last_error) == (1, True)

    def test_when_the_row_was_given_to_another_before_its_turn_then_it_is_not_sent(self) -> None:
        first, second = a_task(at=NOON), a_task(at=NOON)
        sent: list[Task] = []

        def send(task: Task, at: datetime) -> None:
            sent.append(task)
            leases.done(task, at=at)
            leases.give_back(Task, at=NOON, absent=[US])
            claim(THEM)

        turn(a_lane(send, is_transactional=False))

        assert sent == [first]
        assert Task.objects.get(pk=second.pk).leased_by == THEM

    def test_when_a_holder_is_absent_then_its_rows_are_given_back_after_a_grace(self, monkeypatch: pytest.MonkeyPatch) -> None:
        a_task(at=NOON)
        claim(THEM)
        lane = a_lane(lambda _, __: None, is_transactional=False)

        lane.tidy(at=NOON)
        assert Task.objects.get().leased_by == THEM

        monkeypatch.setattr(queue_lane, "GRACE", 0.0)
        lane.tidy(at=NOON)
        assert Task.objects.get().leased_by is None
