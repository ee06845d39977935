"""Rows are taken by one worker at a time, and settled once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from plantao.work import leases
from plantao.work.models import Task
from plantao.work.testing import a_task
from plantao.work.tests.side_by_side import beside

NOON = datetime(2026, 11, 18, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
US, THEM = 7, 8


def claim(worker: int = US, *, at: datetime = NOON, limit: int = 10) -> list[Task]:
    return leases.claim(Task, worker=worker, at=at, lease=5 * MINUTE, limit=limit)


def crashed(times: int) -> Task:
    """Return a task that went down with its worker so often."""
    task = a_task(at=NOON)
    Task.objects.filter(pk=task.pk).update(crashes=times)
    return task


@pytest.mark.django_db
class TestWaitingTasks:
    def test_when_claimed_then_what_is_due_is_taken_and_nothing_else(self) -> None:
        at_once, earlier = a_task(at=NOON), a_task(at=NOON, run_at=NOON - MINUTE)
        a_task(at=NOON, run_at=NOON + MINUTE)
        a_task(at=NOON, dead_at=NOON)

        taken = claim()

        assert taken == [earlier, at_once]
        assert [(task.leased_by, task.leased_until, task.attempts) for task in Task.objects.filter(leased_by=US)] == [
            (US, NOON + 5 * MINUTE, 1)
        ] * 2

    def test_when_claimed_twice_then_the_second_gets_the_rest(self) -> None:
        first, second, third = (a_task(at=NOON) for _ in range(3))

        assert claim(US, limit=2) == [first, second]
        assert claim(THEM, limit=2) == [third]

    def test_when_many_wait_for_their_instant_then_half_of_the_places_are_for_what_should_run_at_once(self) -> None:
        for _ in range(6):
            a_task(at=NOON, run_at=NOON - MINUTE)
        fresh = [a_task(at=NOON) for _ in range(6)]

        assert [task.run_at is None for task in claim(limit=4)] == [False, False, True, True]
        assert claim(limit=4)[2:] == fresh[2:4]

    def test_when_one_went_down_with_a_worker_before_then_it_is_taken_alone(self) -> None:
        a_task(at=NOON)
        suspect = crashed(1)

        assert claim() == [suspect]
        assert suspect not in claim()

    @pytest.mark.parametrize("at", [NOON - timedelta(days=400), NOON + timedelta(days=400)])
    def test_when_the_clock_is_far_off_then_what_should_run_at_once_still_does(self, at: datetime) -> None:
        task = a_task(at=NOON)

        assert claim(at=at) == [task]


@pytest.mark.django_db
class TestTakenTask:
    def test_when_it_fails_then_it_waits_longer_each_time_and_is_dead_in_the_end(self) -> None:
        a_task(at=NOON)
        at, waits = NOON, []

        while taken := claim(at=at):
            assert leases.fail(taken[0], at=at, reason="no such table")
            task = Task.objects.get()
            if task.run_at is not None:
                waits.append(task.run_at - at)
                at = task.run_at

        assert tuple(waits[: len(Task.BACK_OFF)]) == Task.BACK_OFF
        assert (task.dead_at, task.last_error, task.failures) == (at, "no such table", len(Task.BACK_OFF) + 1)

    def test_when_done_then_it_is_gone(self) -> None:
        a_task(at=NOON)

        assert leases.done(claim()[0], at=NOON)

        assert not Task.objects.exists()

    def test_when_postponed_then_it_waits_without_a_failure(self) -> None:
        a_task(at=NOON)

        assert leases.postpone(claim()[0], until=NOON + MINUTE)

        task = Task.objects.get()
        assert (task.run_at, task.failures, task.leased_by) == (NOON + MINUTE, 0, None)

    def test_when_released_then_it_is_free_and_no_crash_is_counted(self) -> None:
        a_task(at=NOON)
        claim(US)

        assert leases.release(Task, worker=US) == 1

        assert [task.crashes for task in claim(THEM)] == [0]

    @pytest.mark.parametrize(
        "settle",
        [
            lambda task: leases.done(task, at=NOON),
            lambda task: leases.fail(task, at=NOON, reason=""),
            lambda task: leases.postpone(task, until=NOON),
            lambda task: leases.bury(task, at=NOON, reason=""),
            lambda task: leases.renew(task, at=NOON, lease=MINUTE),
            lambda task: leases.hold(task) is not None,
            lambda task: leases.is_ours(task),
        ],
    )
    def test_when_it_was_given_to_another_meanwhile_then_the_first_can_settle_nothing(self, settle: Callable[[Task], bool]) -> None:
        a_task(at=NOON)
        (before,) = claim(US)
        leases.give_back(Task, at=NOON + 5 * MINUTE)
        (after,) = claim(US, at=NOON + 5 * MINUTE)

        assert settle(before) is False
        assert leases.hold(after) == after

    def test_when_the_reason_has_a_null_byte_or_no_end_then_it_is_stored_as_far_as_it_can_be(self) -> None:
        a_task(at=NOON)

        leases.fail(claim()[0], at=NOON, reason="a\x00b" + "c" * 9000)

        assert Task.objects.get().last_error == "ab" + "c" * 1998


@pytest.mark.django_db
class TestLostLease:
    def test_when_the_lease_is_not_over_then_nothing_is_given_back(self) -> None:
        a_task(at=NOON)
        claim()

        assert leases.give_back(Task, at=NOON + 4 * MINUTE) == 0

    def test_when_the_lease_is_over_then_it_is_given_back(self) -> None:
        task = a_task(at=NOON)
        claim()

        assert leases.give_back(Task, at=NOON + 5 * MINUTE) == 1
        assert claim(THEM) == [task]

    def test_when_the_worker_is_absent_then_it_is_given_back_at_once_and_the_crash_counted(self) -> None:
        a_task(at=NOON)
        claim(US)

        assert leases.give_back(Task, at=NOON, absent=[US]) == 1

        assert [task.crashes for task in claim(THEM)] == [1]

    def test_when_it_goes_down_with_workers_again_and_again_then_it_waits_longer_and_is_dead_in_the_end(self) -> None:
        a_task(at=NOON)
        at = NOON

        for crash in range(1, leases.CRASHES_BEFORE_DEATH + 1):
            assert claim(at=at)
            leases.give_back(Task, at=at, absent=[US])
            task = Task.objects.get()
            assert (task.run_at or at) - at == (crash - 1) * leases.PAUSE_AFTER_CRASH
            at = task.run_at or at
        assert claim(at=at)
        leases.give_back(Task, at=at, absent=[US])

        task = Task.objects.get()
        assert task.dead_at == at
        assert "21 times" in task.last_error


@pytest.mark.django_db
class TestDeadTask:
    def test_when_revived_then_it_is_tried_at_once_with_all_its_chances(self) -> None:
        dead = a_task(at=NOON, dead_at=NOON, failures=11, crashes=3, last_error="why")
        a_task(at=NOON, dead_at=NOON)

        assert leases.revive(Task, ids=[dead.pk]) == 1

        (task,) = claim()
        assert (task, task.failures, task.crashes, task.last_error) == (dead, 0, 0, "why")


@pytest.mark.django_db
class TestClockSetBack:
    @pytest.mark.parametrize(
        ("task", "waits"),
        [
            ({"failures": 1, "attempts": 1}, Task.BACK_OFF[0]),
            ({"failures": 3, "attempts": 5}, Task.BACK_OFF[2]),
            ({"attempts": 1}, timedelta()),  # put off, by whoever may do so again
            ({"at": NOON + 365 * DAY - MINUTE}, MINUTE),
        ],
    )
    def test_when_a_task_waits_for_an_instant_that_was_wrong_then_it_waits_as_long_as_it_was_meant_to(
        self, task: dict[str, Any], waits: timedelta
    ) -> None:
        made = a_task(**{"at": NOON, "run_at": NOON + 365 * DAY} | task)

        changed = [leases.bring_near(Task, at=NOON) for _ in range(2)]

        made.refresh_from_db()
        assert (changed, made.run_at) == ([1, 0], NOON + waits)

    @pytest.mark.parametrize(
        "task",
        [
            {"run_at": NOON + 365 * DAY},  # whoever queued it wanted that
            {"failures": 2, "attempts": 2, "run_at": NOON + Task.BACK_OFF[1]},
            {"attempts": 1, "run_at": NOON + 5 * MINUTE},
            {"run_at": NOON - MINUTE, "at": NOON + DAY},
        ],
    )
    def test_when_a_task_waits_for_what_may_be_right_then_it_goes_on_waiting(self, task: dict[str, Any]) -> None:
        a_task(**{"at": NOON} | task)

        assert leases.bring_near(Task, at=NOON) == 0


@pytest.mark.django_db
class TestClockSetForward:
    def test_when_the_leases_of_those_present_run_on_then_nobody_takes_their_rows(self) -> None:
        mine, theirs = a_task(at=NOON), a_task(at=NOON)
        claim(US, limit=1), claim(THEM)

        leases.let_run_on(Task, workers=[US], at=NOON + DAY, lease=5 * MINUTE)
        leases.give_back(Task, at=NOON + DAY)

        assert dict(Task.objects.values_list("pk", "leased_by")) == {mine.pk: US, theirs.pk: None}


@pytest.mark.django_db(transaction=True)
class TestTwoWorkersOnOneTable:
    def test_when_one_is_claiming_then_the_other_takes_what_is_left_and_waits_for_nobody(self) -> None:
        first, second = a_task(at=NOON), a_task(at=NOON)

        with transaction.atomic():
            assert claim(US, limit=1) == [first]
            assert beside(lambda: claim(THEM)) == [second]

    def test_when_one_works_in_a_transaction_then_its_row_is_not_given_back_even_if_it_is_thought_dead(self) -> None:
        a_task(at=NOON)
        (task,) = claim(US)

        with transaction.atomic():
            assert leases.hold(task)
            assert beside(lambda: leases.give_back(Task, at=NOON + 9 * MINUTE, absent=[US])) == 0

    def test_when_eight_workers_claim_as_fast_as_they_can_then_each_row_is_taken_once(self) -> None:
        Task.objects.bulk_create(Task(kind="sweep", created_at=NOON) for _ in range(400))

        def take_all(worker: int) -> list[int]:
            taken: list[int] = []
            while rows := claim(worker, limit=7):
                taken += [row.pk for row in rows]
            return taken

        taken = beside(*(lambda worker=worker: take_all(worker) for worker in range(1, 9)))

        assert sorted(sum(taken, [])) == sorted(Task.objects.values_list("pk", flat=True))
