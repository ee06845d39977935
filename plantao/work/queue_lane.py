"""The lane of a queue: takes rows, runs each as its queue says, and settles what the handler leaves to it."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic

from plantao.work import attendance, leases
from plantao.work.acting import is_database_trouble, run_retrying
from plantao.work.leases import GiveUp, Later, Row
from plantao.work.queue import Queue
from plantao.work.reasons import reason
from plantao.work.right_of_way import RightOfWay

GRACE = 2.0
"""Seconds for which a worker may be absent before what it was sending is sent again: its connection may only have been cut."""

log = logging.getLogger(__name__)


class LeftOpen(Exception):
    """A handler of a queue that is not transactional returned without settling its row."""


class QueueLane(Generic[Row]):
    """
    Works on one queue, in one thread, under the number of a worker; only while `may_lease` says so. It makes `way` for the watch
    before each row.
    """

    tidy_every = timedelta(seconds=1)

    def __init__(
        self,
        queue: Queue[Row],
        *,
        worker: int,
        may_lease: Callable[[], bool] = lambda: True,
        way: RightOfWay | None = None,
        raises: bool = False,
    ) -> None:
        self.queue = queue
        self.name = queue.name
        self.worker = worker
        self.may_lease = may_lease
        self.way = way
        self.raises = raises
        self._missed_since: dict[int, float] = {}

    def settle_in(self, *, at: datetime) -> None:
        """Put right what an earlier life of this lane, or a clock that jumped, may have left."""
        leases.release(self.queue.model, worker=self.worker)
        leases.bring_near(self.queue.model, at=at)
        leases.let_run_on(self.queue.model, workers=attendance.present(), at=at, lease=self.queue.lease)

    def tidy(self, *, at: datetime) -> None:
        """Give back what workers have who are gone, or who hang."""
        leases.give_back(self.queue.model, at=at, absent=self._gone())

    def turn(self, *, now: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """Take a batch and run it; whether there was one."""
        if not self.may_lease():
            return False
        queue = self.queue
        rows = leases.claim(queue.model, worker=self.worker, at=now(), lease=queue.lease, limit=queue.batch_size)
        if not rows:
            return False
        with queue.around():
            for row in rows:
                if stopping():
                    leases.release(queue.model, worker=self.worker)
                    break
                if self.way is not None:
                    self.way.make_way(at=now())
                self._run(row, now())
        return True

    def next_due(self, *, at: datetime) -> datetime | None:
        """Return the instant at which the next row is due."""
        return leases.next_due(self.queue.model, at=at)

    def _gone(self) -> set[int]:
        """Return the workers with rows of this queue whose locks have gone; not ours, which we know to be alive."""
        holders = leases.holders(self.queue.model) - {self.worker}
        missing = holders - attendance.present() if holders else set()
        if self.queue.is_transactional:
            return missing  # the row's own lock tells whether it is still being worked on
        seen_at = time.monotonic()
        self._missed_since = {number: self._missed_since.get(number, seen_at) for number in missing}
        return {number for number, since in self._missed_since.items() if seen_at - since >= GRACE}

    def _run(self, row: Row, at: datetime) -> None:
        try:
            if self.queue.is_transactional:
                run_retrying(lambda: self._act(row, at))
            elif leases.renew(row, at=at, lease=self.queue.lease):
                self.queue.run(row, at)
                if leases.is_ours(row):
                    raise LeftOpen(f"the handler of {self.name!r} settled nothing")
        except Later as later:
            leases.postpone(row, until=later.until)
        except Exception as error:
            if is_database_trouble(error):
                raise  # not the row's fault: the loop waits and takes it again
            self._note(row, at, error)
            if self.raises and not isinstance(error, GiveUp):
                raise

    def _act(self, row: Row, at: datetime) -> None:
        held = leases.hold(row)
        if held is None:
            return
        self.queue.run(held, at)
        leases.done(held, at=at)

    def _note(self, row: Row, at: datetime, error: Exception) -> None:
        log.warning("work.row.failed", extra={"lane": self.name, "row": row.pk, "error": type(error).__name__})
        settle = leases.bury if isinstance(error, GiveUp) else leases.fail
        settle(row, at=at, reason=reason(error))
