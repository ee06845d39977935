"""
Keeping the mails that come in: those that come while others are being committed are committed together.

So one wait for the disk answers for all of them, and the more come the less each of them costs. A mail that comes alone
waits for nobody.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.messaging.inbox import Arrival
from plantao.work.acting import is_database_trouble

THREADS: Final = 6
"""How many work on the database at once, each on a connection of its own."""

WRITERS: Final = 2
"""So many of them keep mails: one gathers and writes while the other waits for the disk."""

MAILS_AT_MOST: Final = 32
BYTES_AT_MOST: Final = 8 * 2**20
"""Of one transaction: a mail that is larger goes alone."""

KEPT_WITHIN: Final = 60.0

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A mail as the door took it; `envelope` is what the network said beside it, `at` our server's hour."""

    raw: bytes
    envelope: Mapping[str, Any]
    at: datetime


Waiting = tuple[Taken, "asyncio.Future[int]"]


class Shelf:
    """Where mails are put; of one event loop, with threads of its own."""

    def __init__(self, name: str) -> None:
        self._connections: list[BaseDatabaseWrapper] = []
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=name, initializer=self._note_connection)
        self._waiting: deque[Waiting] = deque()
        self._writing = 0

    async def keep(self, mail: Taken) -> int:
        """Return the number of the mail's row as soon as that is committed. Raises what kept it from being kept, and TimeoutError."""
        kept: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((mail, kept))
        self._begin()
        return await asyncio.wait_for(kept, KEPT_WITHIN)

    async def ask(self, question: Callable[[], Result]) -> Result:
        """Return what a question to the database is answered. Raises what it raises, and TimeoutError."""
        return await asyncio.wait_for(self._in_a_thread(question), KEPT_WITHIN)

    def close(self) -> None:
        """Let go of the threads and of their connections to the database."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for connection in self._connections:
            connection.close()

    def _begin(self) -> None:
        while self._writing < WRITERS and (batch := self._next_batch()):
            self._writing += 1
            writing = self._in_a_thread(partial(keep_all, [mail for mail, _ in batch]))
            writing.add_done_callback(partial(self._answer, batch))

    def _next_batch(self) -> list[Waiting]:
        batch: list[Waiting] = []
        size = 0
        while self._waiting and len(batch) < MAILS_AT_MOST:
            mail, kept = self._waiting[0]
            size += len(mail.raw)
            if batch and size > BYTES_AT_MOST:
                break
            self._waiting.popleft()
            if not kept.done():  # whose sender has gone meanwhile is not kept: nobody was told that it is
                batch.append((mail, kept))
        return batch

    def _answer(self, batch: Sequence[Waiting], writing: "asyncio.Future[list[int | Exception]]") -> None:
        self._writing -= 1
        error = None if writing.cancelled() else writing.exception()
        results = [error or asyncio.CancelledError()] * len(batch) if writing.cancelled() or error else writing.result()
        for (_, kept), result in zip(batch, results, strict=True):
            if kept.done():
                continue
            if isinstance(result, int):
                kept.set_result(result)
            else:
                kept.set_exception(result)
        self._begin()

    def _in_a_thread(self, work: Callable[[], Result]) -> "asyncio.Future[Result]":
        def on_a_fresh_connection() -> Result:
            close_old_connections()  # one that broke is not used again
            return work()

        return asyncio.get_running_loop().run_in_executor(self._threads, on_a_fresh_connection)

    def _note_connection(self) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        connection.inc_thread_sharing()  # so that it can be closed when its thread has nothing more to do
        self._connections.append(connection)


def keep_all(mails: Sequence[Taken]) -> list[int | Exception]:
    """Return for each mail the number of its row, or what kept it alone from being kept. Raises where the database can't be worked with."""
    try:
        return [inbound.pk for inbound in inbox.receive_all([_arrival(mail) for mail in mails])]
    except Exception as error:
        if is_database_trouble(error):
            raise
        # One mail's trouble, whatever it is, must not be the others'.
        return [error] if len(mails) == 1 else [result for mail in mails for result in keep_all([mail])]


def _arrival(mail: Taken) -> Arrival:
    return Arrival(channel="email", outside_id=identity(mail.raw), original=mail.raw, envelope=mail.envelope, at=mail.at)
