"""
The loop: one thread for each lane (the watch, the tasks, each queue), so that a slow mail server delays no escalation.

A lane works while there is something due, then sleeps until the next instant, until somebody wakes it, or for the cap:
by the monotonic clock, so that a wall clock that jumps can neither hold it asleep nor keep it from its work. While the
database is away it waits and tries again. This is where the clock is read; handlers are told what time it is.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from plantao import clock
from plantao.work import attendance
from plantao.work.acting import is_database_trouble
from plantao.work.listening import CAP, Listener
from plantao.work.queue_lane import QueueLane
from plantao.work.registry import Registry, registered
from plantao.work.right_of_way import RightOfWay
from plantao.work.watch import WatchLane

JUMP = timedelta(seconds=5)
"""The clock jumped if it shows so much more or less than the time that has passed."""

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
"""Seconds for which a lane is left alone after its first trouble, and at most; doubled from one to the next."""

log = logging.getLogger(__name__)


class Lane(Protocol):
    """Work of one kind, done by one thread in each worker."""

    name: str
    tidy_every: timedelta

    def settle_in(self, *, at: datetime) -> None:
        """Begin, or begin again after trouble or after the clock jumped."""

    def tidy(self, *, at: datetime) -> None:
        """See after what others left; called from time to time."""

    def turn(self, *, now: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """Do some of what is due, and return whether to look again at once."""

    def next_due(self, *, at: datetime) -> datetime | None:
        """Return the next instant after `at` at which something is due."""


def lanes(
    *,
    worker: int,
    may_lease: Callable[[], bool] = lambda: True,
    way: RightOfWay | None = None,
    raises: bool = False,
    registry: Registry | None = None,
) -> tuple[Lane, ...]:
    """Return the lanes of what is registered: by wiring, unless another `registry` is given. `way` where each has a thread of its own."""
    known = registry or registered()
    queues = [QueueLane[Any](queue, worker=worker, may_lease=may_lease, way=way, raises=raises) for queue in known.all_queues()]
    return (WatchLane(known, way=way, raises=raises), *queues)


def run_due(at: datetime, *, raises: bool = False) -> None:
    """
    Run in this thread, without sleeping, everything that is due at `at`, until nothing is; for tests and simulations.

    What fails is noted on its row, as in a worker; with `raises` it is raised besides.
    """
    everything = lanes(worker=attendance.new_number(), raises=raises)
    for lane in everything:
        lane.settle_in(at=at)
        lane.tidy(at=at)
    while any(lane.turn(now=lambda: at, stopping=lambda: False) for lane in everything):
        pass


class LaneThread:
    """Runs one lane until `stop` is set."""

    def __init__(self, lane: Lane, *, stop: Event, cap: timedelta = CAP, now: Callable[[], datetime] = clock.now) -> None:
        self.lane = lane
        self.stop = stop
        self.cap = cap
        self.now = now
        self.bell = Event()
        self.thread = Thread(target=self.run, name=f"work.{lane.name}", daemon=True)
        self._troubles = 0
        self._tidied_at = 0.0
        self._begins = True
        self._epoch = timedelta()

    def run(self) -> None:
        """Work and sleep, in turns; an error of the lane itself is a bug, told loudly, and outlived."""
        while True:
            self.bell.clear()
            if self.stop.is_set():  # after the clearing: whoever stops us rings the bell then
                break
            try:
                pause = self._step().total_seconds()
                self._troubles = 0
            except Exception as error:  # noqa: BLE001 - the one place that outlives everything
                self.stop.wait(self._after(error))
            else:
                self.bell.wait(pause)
        connection.close()

    def _step(self) -> timedelta:
        """Do some of what is due, and return how long to sleep then."""
        at, passed = self.now(), time.monotonic()
        if self._has_jumped(at, passed) or self._begins:
            self.lane.settle_in(at=at)
            self._begins, self._tidied_at = False, 0.0
        if not self._tidied_at or passed - self._tidied_at >= self.lane.tidy_every.total_seconds():
            self.lane.tidy(at=at)
            self._tidied_at = passed
        if self.lane.turn(now=self.now, stopping=self.stop.is_set):
            return timedelta()
        due_at = self.lane.next_due(at=at)
        return self.cap if due_at is None else max(timedelta(), min(self.cap, due_at - self.now()))

    def _has_jumped(self, at: datetime, passed: float) -> bool:
        """Return whether more or less time has passed on the clock on the wall than really has."""
        before, self._epoch = self._epoch, timedelta(seconds=at.timestamp() - passed)
        return abs(self._epoch - before) > JUMP

    def _after(self, error: Exception) -> float:
        """Tell of the error, and return for how many seconds to leave the lane alone."""
        if is_database_trouble(error):
            log.warning("work.database.away", extra={"lane": self.lane.name, "error": type(error).__name__})
        else:
            log.error("work.lane.failed", extra={"lane": self.lane.name}, exc_info=error)
        connection.close()
        self._begins = True
        pause = min(FIRST_PAUSE * 2.0 ** min(self._troubles, 10), LONGEST_PAUSE)
        self._troubles += 1
        return pause


class Worker:
    """
    All lanes in threads, and the connection on which this process hears of work and is seen to be alive.

    `conninfo` is where to listen; by default settings.DATABASE_DIRECT_URL, since it must not be behind a transaction
    pooler. `cap` is the longest sleep.
    """

    def __init__(self, *, conninfo: str = "", cap: timedelta = CAP, now: Callable[[], datetime] = clock.now) -> None:
        self._stop = Event()
        self.listener = Listener(conninfo=conninfo or settings.DATABASE_DIRECT_URL, number=attendance.new_number(), heard=self._wake)
        may_lease = self.listener.present.is_set
        self._lanes = [
            LaneThread(lane, stop=self._stop, cap=cap, now=now)
            for lane in lanes(worker=self.listener.number, may_lease=may_lease, way=RightOfWay())
        ]
        self._listening = Thread(target=self.listener.run, args=[self._stop], name="work.listener", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._listening.start()
        for lane in self._lanes:
            lane.thread.start()

    def stop(self, *, within: timedelta = timedelta(seconds=3)) -> bool:
        """
        Let each lane finish the row that it has in hand, and wait for that; whether all did.

        Whoever did not is left behind in its thread: when the process ends its transaction is undone, and others see
        that it is gone and take its rows.
        """
        deadline = time.monotonic() + within.total_seconds()
        self._stop.set()
        self._wake(None)
        for lane in self._lanes:
            lane.thread.join(max(0.0, deadline - time.monotonic()))
        late = [lane.lane.name for lane in self._lanes if lane.thread.is_alive()]
        if late:
            log.warning("work.worker.left_behind", extra={"lanes": late})
        self._listening.join(max(0.0, deadline - time.monotonic()))
        return not late

    def _wake(self, name: str | None) -> None:
        """Wake the lane with this name; all where it is None."""
        for lane in self._lanes:
            if name in (None, lane.lane.name):
                lane.bell.set()
