"""The watch runs what is due: each timer once, those of a subject in order, and nobody's trouble is another's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from plantao.work.acting import run_retrying
from plantao.work.leases import GiveUp
from plantao.work.loop import run_due
from plantao.work.models import Task, Timer
from plantao.work.registry import Registry, lock_row
from plantao.work.testing import a_task, a_timer, wired
from plantao.work.tests.side_by_side import beside
from plantao.work.tests.test_leases import MINUTE, NOON
from plantao.work.timers import clear_timer, clear_timers, revive_timers, set_timer
from plantao.work.watch import NAP, WatchLane

SECOND = timedelta(seconds=1)
Seen = list[tuple[int, str]]


def note(seen: Seen) -> Callable[[Any, Timer, datetime], None]:
    """Return a handler that notes down of which subject which timer ran."""
    return lambda _, timer, __: seen.append((timer.subject_id, timer.key))


def set_for_lamp(key: str, *, due_at: datetime, lamp: int = 1, kind: str = "look") -> None:
    set_timer(kind, subject_kind="lamp", subject_id=lamp, key=key, due_at=due_at, at=NOON)


@pytest.mark.django_db
class TestTimer:
    def test_when_its_instant_comes_then_it_runs_once_and_is_gone(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)

        with wired(timers={"look": note(seen)}):
            run_due(NOON - timedelta(microseconds=1))
            assert seen == []
            run_due(NOON)
            run_due(NOON)

        assert seen == [(1, "a")]
        assert not Timer.objects.exists()

    def test_when_set_again_then_it_is_moved(self) -> None:
        set_for_lamp("a", due_at=NOON)
        Timer.objects.update(failures=3, not_before=NOON, dead_at=NOON, last_error="why")

        set_for_lamp("a", due_at=NOON + MINUTE)

        timer = Timer.objects.get()
        assert (timer.due_at, timer.failures, timer.not_before, timer.dead_at, timer.last_error) == (NOON + MINUTE, 0, None, None, "")

    def test_when_cleared_then_it_is_gone_and_others_stay(self) -> None:
        for key in ("a", "b", "c"):
            set_for_lamp(key, due_at=NOON)
        set_for_lamp("a", lamp=2, due_at=NOON)

        assert clear_timer("look", subject_kind="lamp", subject_id=1, key="a")
        assert not clear_timer("look", subject_kind="lamp", subject_id=1, key="a")
        assert clear_timers(subject_kind="lamp", subject_id=1, kind="look") == 2
        assert clear_timers(subject_kind="lamp", subject_id=2) == 1

    def test_when_its_handler_sets_it_anew_then_it_runs_again_at_each_instant(self) -> None:
        seen: list[datetime] = []

        def again(_: Any, timer: Timer, __: datetime) -> None:
            seen.append(timer.due_at)
            set_for_lamp("a", due_at=timer.due_at + MINUTE)

        set_for_lamp("a", due_at=NOON)
        with wired(timers={"look": again}):
            run_due(NOON + 2 * MINUTE)

        assert seen == [NOON, NOON + MINUTE, NOON + 2 * MINUTE]
        assert Timer.objects.get().due_at == NOON + 3 * MINUTE

    def test_when_its_handler_sets_it_anew_but_no_later_then_that_is_a_failure_and_no_endless_loop(self) -> None:
        set_for_lamp("a", due_at=NOON)

        with wired(timers={"look": lambda _, timer, __: set_for_lamp("a", due_at=timer.due_at)}):
            run_due(NOON)

        timer = Timer.objects.get()
        assert (timer.failures, timer.last_error.startswith("StandsStill")) == (1, True)


@pytest.mark.django_db
class TestSeveralTimers:
    def test_when_they_are_due_together_then_they_run_in_the_order_of_their_instants(self) -> None:
        seen: Seen = []
        for key, minutes, lamp in [("c", 3, 1), ("a", 1, 1), ("d", 4, 2), ("b", 2, 1), ("later", 9, 1)]:
            set_for_lamp(key, due_at=NOON + minutes * MINUTE, lamp=lamp)

        with wired(timers={"look": note(seen)}):
            run_due(NOON + 5 * MINUTE)

        assert [key for lamp, key in seen if lamp == 1] == ["a", "b", "c"]
        assert (2, "d") in seen
        assert [timer.key for timer in Timer.objects.all()] == ["later"]

    def test_when_there_are_more_than_a_page_then_all_run(self) -> None:
        seen: Seen = []
        for lamp in range(120):
            a_timer(subject_id=lamp, due_at=NOON)

        with wired(timers={"look": note(seen)}):
            run_due(NOON)

        assert sorted(seen) == [(lamp, "") for lamp in range(120)]


@pytest.mark.django_db
class TestTimerWhoseHandlerFails:
    @staticmethod
    def fail_for_a(seen: Seen) -> Callable[[Any, Timer, datetime], None]:
        def look(_: Any, timer: Timer, __: datetime) -> None:
            seen.append((timer.subject_id, timer.key))
            a_task(at=NOON)
            if timer.key == "a":
                raise LookupError("no bulb")

        return look

    def test_when_it_fails_then_later_ones_of_its_subject_wait_and_other_subjects_go_on(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)
        set_for_lamp("b", due_at=NOON + SECOND)
        set_for_lamp("c", due_at=NOON + 2 * SECOND, lamp=2)

        with wired(timers={"look": self.fail_for_a(seen)}):
            run_due(NOON + 2 * SECOND)

        assert seen == [(1, "a"), (2, "c")]
        failed = Timer.objects.get(key="a")
        assert (failed.failures, failed.not_before) == (1, NOON + 2 * SECOND + Timer.BACK_OFF[0])
        assert failed.last_error.startswith("LookupError: no bulb (")

    def test_when_it_fails_then_what_it_did_is_undone(self) -> None:
        set_for_lamp("a", due_at=NOON)

        with wired(timers={"look": self.fail_for_a([])}):
            WatchLane(Registry(timers={"look": self.fail_for_a([])})).turn(now=lambda: NOON, stopping=lambda: False)

        assert not Task.objects.exists()

    def test_when_it_failed_too_often_then_it_is_dead_and_the_later_ones_go_on(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)
        set_for_lamp("b", due_at=NOON)
        at = NOON

        with wired(timers={"look": self.fail_for_a(seen)}):
            while not (failed := Timer.objects.get(key="a")).dead_at:
                at = failed.not_before or at
                run_due(at)

        assert seen == [(1, "a")] * (len(Timer.BACK_OFF) + 1) + [(1, "b")]
        assert at - NOON == sum(Timer.BACK_OFF, timedelta())

    def test_when_a_dead_one_is_revived_then_it_is_tried_at_once(self) -> None:
        seen: Seen = []
        a_timer(due_at=NOON, dead_at=NOON, failures=9, last_error="why")

        assert revive_timers() == 1
        with wired(timers={"look": note(seen)}):
            run_due(NOON)

        assert seen == [(1, "")]

    def test_when_nobody_knows_its_kind_then_it_is_kept_and_says_so(self) -> None:
        set_for_lamp("a", due_at=NOON, kind="polish")

        with wired():
            run_due(NOON)

        timer = Timer.objects.get()
        assert (timer.failures, "no handler is registered for timers of the kind 'polish'" in timer.last_error) == (1, True)

    def test_when_its_handler_gives_up_then_it_is_dead_at_once(self) -> None:
        def give_up(_: Any, __: Timer, ___: datetime) -> None:
            raise GiveUp("a lamp no more")

        set_for_lamp("a", due_at=NOON)
        with wired(timers={"look": give_up}):
            run_due(NOON)

        assert Timer.objects.get().dead_at == NOON

    def test_when_the_clock_was_set_back_then_it_waits_no_longer_than_timers_do_that_failed_as_often(self) -> None:
        a_timer(due_at=NOON, failures=2, not_before=NOON + timedelta(days=365))

        with wired():
            run_due(NOON)

        assert Timer.objects.get().not_before == NOON + Timer.BACK_OFF[1]


@pytest.mark.django_db(transaction=True)
class TestSubjectWithALocker:
    """Its lamps are tasks: the only plain rows of this room."""

    def test_when_its_timer_runs_then_the_handler_has_it_locked(self) -> None:
        lamp = a_task(at=NOON)
        others_got: list[Task | None] = []
        set_for_lamp("a", due_at=NOON, lamp=lamp.pk)

        def look(subject: Any, _: Timer, __: datetime) -> None:
            assert subject == lamp
            others_got.append(beside(lambda: run_retrying(lambda: lock_row(Task)(lamp.pk))))

        WatchLane(Registry(timers={"look": look}, lockers={"lamp": lock_row(Task)}), raises=True).turn(
            now=lambda: NOON, stopping=lambda: False
        )

        assert others_got == [None]

    def test_when_somebody_has_it_locked_then_others_go_first_and_the_watch_comes_back_soon(self) -> None:
        locked, free = a_task(at=NOON), a_task(at=NOON)
        seen: Seen = []
        set_for_lamp("a", due_at=NOON, lamp=locked.pk)
        set_for_lamp("b", due_at=NOON + SECOND, lamp=free.pk)
        lane = WatchLane(Registry(timers={"look": note(seen)}, lockers={"lamp": lock_row(Task)}))

        def turn() -> bool:
            return lane.turn(now=lambda: NOON + MINUTE, stopping=lambda: False)

        with transaction.atomic():
            Task.objects.select_for_update().get(pk=locked.pk)
            assert beside(turn)
            assert seen == [(free.pk, "b")]
            assert not beside(turn)
            assert beside(lambda: lane.next_due(at=NOON)) == NOON + NAP

        assert turn()
        assert seen == [(free.pk, "b"), (locked.pk, "a")]

    def test_when_it_is_no_more_then_its_timer_is_dead_and_says_so(self) -> None:
        set_for_lamp("a", due_at=NOON, lamp=404)

        with wired(timers={"look": note([])}, lockers={"lamp": lock_row(Task)}):
            run_due(NOON)

        timer = Timer.objects.get()
        assert (timer.dead_at, "there is no work.Task 404" in timer.last_error) == (NOON, True)


@pytest.mark.django_db(transaction=True)
class TestSeveralWatches:
    @pytest.mark.parametrize("lockers", [{}, {"lamp": lock_row(Task)}])
    def test_when_they_look_side_by_side_then_each_timer_runs_once_and_in_order(self, lockers: dict[str, Any]) -> None:
        lamps = [a_task(at=NOON).pk for _ in range(8)]
        seen: Seen = []
        for lamp in lamps:
            for second in range(5):
                set_for_lamp(str(second), due_at=NOON + second * SECOND, lamp=lamp)

        def watch() -> None:
            lane = WatchLane(Registry(timers={"look": note(seen)}, lockers=lockers))
            while Timer.objects.exists():
                lane.turn(now=lambda: NOON + MINUTE, stopping=lambda: False)

        beside(watch, watch, watch, watch)

        assert sorted(seen) == [(lamp, str(second)) for lamp in lamps for second in range(5)]
        assert all([key for its, key in seen if its == lamp] == list("01234") for lamp in lamps)

    def test_when_only_the_commit_finds_out_then_the_right_timer_is_blamed(self) -> None:
        seen: Seen = []

        def look(_: Any, timer: Timer, __: datetime) -> None:
            seen.append((timer.subject_id, timer.key))
            if timer.key == "a":
                fail_at_commit()

        set_for_lamp("a", due_at=NOON)
        set_for_lamp("b", due_at=NOON, lamp=2)
        with wired(timers={"look": look}):
            run_due(NOON)

        assert seen == [(1, "a"), (2, "b")]
        assert list(Timer.objects.values_list("key", "failures")) == [("a", 1)]


def fail_at_commit() -> None:
    """Break a constraint that PostgreSQL checks when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP")
        cursor.execute("INSERT INTO late VALUES (1), (1)")
