"""A worker sleeps until there is something to do, and outlives whatever happens to its clock, its database and its lanes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from plantao import clock
from plantao.work import attendance, leases
from plantao.work.listening import Listener, wake
from plantao.work.loop import LaneThread, Worker
from plantao.work.models import Task
from plantao.work.queue import Queue
from plantao.work.queue_lane import QueueLane
from plantao.work.tasks import queue_task
from plantao.work.testing import a_task, wired
from plantao.work.tests.side_by_side import PATIENCE, beside, conninfo
from plantao.work.timers import set_timer
from plantao.work.timetable import Every, Recurring

NEVER = timedelta(days=1)
YEAR = timedelta(days=365)

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def at_work(*, cap: timedelta = NEVER, now: Callable[[], datetime] = clock.now, **parts: Any) -> Iterator[Worker]:
    """Run a worker with these handlers; it must stop in time."""
    with wired(**parts):
        worker = Worker(conninfo=conninfo(), cap=cap, now=now)
        worker.start()
        try:
            assert worker.listener.present.wait(PATIENCE)
            yield worker
        finally:
            assert worker.stop(within=timedelta(seconds=PATIENCE))


class Seen:
    """What handlers have seen, as tasks' or timers' handlers, waited for without sleeping."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[Any, datetime]] = SimpleQueue()

    def task(self, payload: dict[str, Any], at: datetime) -> None:
        self._queue.put((payload.get("n"), at))

    def timer(self, _: Any, timer: Any, at: datetime) -> None:
        self._queue.put((timer.key, at))

    def next(self) -> tuple[Any, datetime]:
        return self._queue.get(timeout=PATIENCE)


class TestListener:
    def test_when_somebody_wakes_a_lane_then_it_hears_of_it_when_that_commits_and_not_before(self) -> None:
        heard: SimpleQueue[str | None] = SimpleQueue()
        stop = Event()
        listener = Listener(conninfo=conninfo(), number=attendance.new_number(), heard=heard.put)

        def act() -> list[str | None]:
            try:
                first = heard.get(timeout=PATIENCE)
                with transaction.atomic():
                    wake("not committed")
                    transaction.set_rollback(True)
                with transaction.atomic():
                    wake("outbox")
                return [first, heard.get(timeout=PATIENCE)]
            finally:
                stop.set()

        _, words = beside(lambda: listener.run(stop), act)

        assert words == [None, "outbox"]
        assert not listener.present.is_set()

    def test_when_it_listens_then_others_see_that_it_is_there_and_afterwards_that_it_is_gone(self) -> None:
        with at_work() as worker:
            assert worker.listener.number in attendance.present()

        for _ in range(PATIENCE * 10):  # the server finds out on its own time that nobody is at the other end
            if worker.listener.number not in attendance.present():
                return
            Event().wait(0.1)
        pytest.fail("it is still seen to be there")


class TestSleepingWorker:
    """Its cap is a day: whatever it does within the patience of a test, it was woken for."""

    def test_when_tasks_are_queued_then_it_is_woken_for_each(self) -> None:
        seen = Seen()

        with at_work(tasks={"sweep": seen.task}):
            for n in range(5):
                queue_task("sweep", {"n": n}, at=clock.now())
                assert seen.next()[0] == n

    def test_when_a_timer_is_set_for_soon_then_it_runs_then_and_not_before(self) -> None:
        seen = Seen()

        with at_work(timers={"look": seen.timer}):
            for key in ("a", "b"):
                due_at = clock.now() + timedelta(milliseconds=50)
                set_timer("look", subject_kind="lamp", subject_id=1, key=key, due_at=due_at, at=clock.now())
                ran, at = seen.next()
                assert (ran, at >= due_at) == (key, True)


class TestWorkerWhoseLaneIsSlow:
    def test_when_one_lane_hangs_then_the_others_go_on(self) -> None:
        seen, asked, answer = Seen(), Event(), Event()

        def ask(_: dict[str, Any], __: datetime) -> None:
            asked.set()
            assert answer.wait(PATIENCE)

        a_task("ask", at=clock.now())
        with at_work(tasks={"ask": ask}, timers={"look": seen.timer}):
            assert asked.wait(PATIENCE)
            set_timer("look", subject_kind="lamp", subject_id=1, key="a", due_at=clock.now(), at=clock.now())
            assert seen.next()[0] == "a"
            answer.set()

    def test_when_told_to_stop_then_the_row_in_hand_is_finished_and_no_other_begun(self) -> None:
        begun, go_on = Event(), Event()

        def sweep(_: dict[str, Any], __: datetime) -> None:
            begun.set()
            assert go_on.wait(PATIENCE)

        a_task(at=clock.now()), a_task(at=clock.now())
        with at_work(tasks={"sweep": sweep}) as worker:
            assert begun.wait(PATIENCE)
            assert worker.stop(within=timedelta()) is False
            go_on.set()

        assert list(Task.objects.values_list("leased_by", "crashes", "failures")) == [(None, 0, 0)]


class TestWorkerWhoseClockJumps:
    def test_when_it_jumps_ahead_and_back_then_nothing_waits_for_an_instant_that_was_wrong(self) -> None:
        seen, skew = Seen(), [timedelta()]
        sweep = Recurring("sweep", Every(timedelta(milliseconds=50)), lambda at: seen.task({"n": "swept"}, at))

        def now() -> datetime:
            return clock.now() + skew[0]

        with at_work(cap=timedelta(milliseconds=20), now=now, tasks={"sweep": seen.task}, timetable=(sweep,)):
            for skew[0] in (timedelta(), YEAR, timedelta(), -YEAR, timedelta()):
                assert any(abs(at - now()) < YEAR / 2 for what, at in iter(seen.next, None) if what == "swept")
                queue_task("sweep", {"n": str(skew[0])}, at=now())
                assert any(what == str(skew[0]) for what, _ in iter(seen.next, None))

    def test_when_it_jumps_ahead_then_what_another_has_in_hand_stays_with_him(self) -> None:
        skew, stop, them = [timedelta()], Event(), attendance.new_number()
        ran: SimpleQueue[int] = SimpleQueue()
        a_task("letter", at=clock.now())
        (theirs,) = leases.claim(Task, worker=them, at=clock.now(), lease=timedelta(minutes=10), limit=1)
        queue = Queue(name="letters", model=Task, run=lambda task, _: ran.put(task.pk))
        lane = LaneThread(QueueLane(queue, worker=attendance.new_number()), stop=stop, now=lambda: clock.now() + skew[0])
        lane.lane.tidy_every = timedelta()

        def turn_the_clock() -> None:
            try:
                for skew[0] in (timedelta(), YEAR, YEAR, YEAR):
                    letter = a_task("letter", at=clock.now())
                    lane.bell.set()
                    assert ran.get(timeout=PATIENCE) == letter.pk
            finally:
                stop.set()
                lane.bell.set()

        with psycopg.connect(conninfo(), autocommit=True) as link:
            assert attendance.sign_in(link, them)
            beside(lane.run, turn_the_clock)

        assert list(Task.objects.values_list("pk", "leased_by")) == [(theirs.pk, them)]

    def test_when_something_failed_while_it_was_ahead_then_it_is_tried_again_before_long(self) -> None:
        a_task("sweep", at=clock.now(), failures=1, run_at=clock.now() + YEAR)
        tidied = Event()

        with at_work(tasks={"look": lambda _, __: tidied.set()}):
            queue_task("look", at=clock.now())
            assert tidied.wait(PATIENCE)

        run_at = Task.objects.get().run_at
        assert run_at is not None
        assert run_at < clock.now() + max(Task.BACK_OFF)


class TestWorkerWhoseDatabaseGoesAway:
    def test_when_it_comes_back_then_the_work_goes_on(self) -> None:
        seen = Seen()

        with at_work(cap=timedelta(milliseconds=20), tasks={"sweep": seen.task}) as worker:
            with database_away():
                pass
            queue_task("sweep", {"n": "after"}, at=clock.now())
            assert seen.next()[0] == "after"
            assert worker.listener.present.wait(PATIENCE)
            assert worker.listener.number in attendance.present()

    def test_when_it_goes_in_the_middle_of_a_task_then_the_task_is_undone_and_done_once(self) -> None:
        seen, begun, go_on = Seen(), Event(), Event()

        def sweep(payload: dict[str, Any], at: datetime) -> None:
            queue_task("seen", {"n": "swept"}, at=at)
            begun.set()
            assert go_on.wait(PATIENCE)
            Task.objects.exists()  # here it finds out

        queue_task("sweep", at=clock.now())
        with at_work(cap=timedelta(milliseconds=20), tasks={"sweep": sweep, "seen": seen.task}):
            assert begun.wait(PATIENCE)
            with database_away():
                go_on.set()
            assert seen.next()[0] == "swept"
            queue_task("seen", {"n": "last"}, at=clock.now())
            assert seen.next()[0] == "last"


class TestLaneWithABug:
    def test_when_it_breaks_then_that_is_told_and_it_goes_on(self, caplog: pytest.LogCaptureFixture) -> None:
        sent: list[str] = []
        stop = Event()

        @contextmanager
        def around() -> Iterator[None]:
            sent.append("tried")
            if len(sent) == 1:
                raise LookupError("no such server")
            yield

        def send(_: Task, __: datetime) -> None:
            sent.append("sent")
            stop.set()

        a_task("letter", at=clock.now())
        lane = QueueLane(Queue(name="letters", model=Task, run=send, around=around), worker=attendance.new_number())
        beside(LaneThread(lane, stop=stop).run)

        assert sent == ["tried", "tried", "sent"]
        assert [(record.message, record.levelname) for record in caplog.records] == [("work.lane.failed", "ERROR")]


@contextmanager
def database_away() -> Iterator[None]:
    """Cut all connections to the test's database and let none in; our own come back when it does."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    with psycopg.connect(conninfo(), dbname="postgres", autocommit=True) as beyond:
        beyond.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            beyond.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            beyond.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
