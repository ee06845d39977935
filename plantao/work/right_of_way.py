"""
The watch goes first: in its process the queues begin no row while it has something in hand, or is about to.

Threads of Python take turns at one interpreter. A mail that goes out a tenth of a second later is no later for anybody; a step
that waits for a mail after each of its statements is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event

AT_MOST = timedelta(milliseconds=100)
"""How long a row of a queue waits for the watch: while that catches up with an outage, the queues go on, ten rows a second at least."""

MARGIN = timedelta(milliseconds=20)
"""What falls due so soon is waited for: a row that was begun now would still be in hand then."""


class RightOfWay:
    """Shared by the lanes of one worker, each in its thread."""

    def __init__(self, *, at_most: timedelta = AT_MOST) -> None:
        self._at_most = at_most.total_seconds()
        self._is_taken, self._is_free = Event(), Event()
        self._is_free.set()
        self._next_at: datetime | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """For the watch, while it has something in hand."""
        self._is_free.clear()
        self._is_taken.set()
        try:
            yield
        finally:
            self._is_taken.clear()
            self._is_free.set()

    def expect(self, next_at: datetime | None) -> None:
        """For the watch: it will have something in hand then; None where it knows of nothing."""
        self._next_at = next_at

    def make_way(self, *, at: datetime) -> None:
        """For the others, before each row: wait while the watch goes first."""
        next_at = self._next_at
        if next_at is not None and timedelta() <= next_at - at < MARGIN:
            self._is_taken.wait(MARGIN.total_seconds())
        self._is_free.wait(self._at_most)
