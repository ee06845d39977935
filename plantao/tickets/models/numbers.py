"""
Protocols: numbers from a counter row, raised in a short transaction of its own on a second connection.

Nobody waits for another's commit to get a number, and no number is given twice. Whoever raises the counter takes as
many as are waiting in this process just then: in quiet hours one, so that numbers are consecutive; in a storm one short
transaction serves them all. Nothing is kept in memory, so a fork, a kill or a restart of PostgreSQL leaves at most a gap.

The raise does not wait for the disk. A number only counts once its ticket is committed, and that commit, later in
the log, takes the raise to the disk with it.
"""

import os
from collections import defaultdict
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import InterfaceError, OperationalError

from plantao.handbook.document import Handbook
from plantao.prepared import Gap, Prepared
from plantao.rules.protocol import ProtocolTemplate, opening_day
from plantao.tickets.models.protocol import Counter, Protocol

RAISE = f"""
INSERT INTO {Counter._meta.db_table} (period, last) SELECT %s, %s WHERE set_config('synchronous_commit', 'off', true) = 'off'
ON CONFLICT (period) DO UPDATE SET last = {Counter._meta.db_table}.last + EXCLUDED.last RETURNING last
"""
"""One statement, and so a transaction, for which alone the setting holds."""

_GIVEN = Prepared(lambda: Protocol.objects.filter(number=Gap("number")).only("id"))


def next_protocol(template: str, *, at: datetime, zone: ZoneInfo) -> str:
    """
    Return a protocol by the handbook's template, unique and never given before.

    `at` is the hour of the writing; its day in `zone`, the provider's, is what the number spells out. A number that
    another template once wrote is passed over. May be called inside a transaction, which it does not touch.
    """
    parsed = _parsed(template)
    opened = opening_day(at, zone)
    while True:
        number = parsed.format(opened=opened, sequence=_till.take(parsed.period_of(opened)))
        if not _GIVEN.rows(number=number):
            return number


def next_of(handbook: Handbook, *, at: datetime) -> str:
    """Return the next protocol of the provider whose handbook this is, written at `at`."""
    return next_protocol(handbook.protocol, at=at, zone=ZoneInfo(handbook.provider.time_zone))


def pass_over(handbook: Handbook, *, since: datetime, until: datetime, count: int) -> None:
    """
    Never give the next `count` numbers of each period from `since` to `until`: somebody outside may hold them already.

    For a database that was put back to how it was at `since`. Periods are those of the handbook's template, in its zone.
    """
    template, zone = _parsed(handbook.protocol), ZoneInfo(handbook.provider.time_zone)
    first, last = opening_day(since, zone), opening_day(until, zone)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    for period in sorted({template.period_of(day) for day in days}):
        with connection.cursor() as cursor:
            cursor.execute(RAISE, [period, count])


def close() -> None:
    """Close the second connection, if there is one; it is opened again when it is needed."""
    _till.close()


class _Slot:
    """Somebody who waits for the next of a period."""

    value: int | None = None


class _Till:
    """Where the threads of one process queue up for numbers."""

    def __init__(self) -> None:
        self._queue_lock, self._turn = Lock(), Lock()
        self._queues: defaultdict[str, list[_Slot]] = defaultdict(list)
        self._connection: BaseDatabaseWrapper | None = None

    def take(self, period: str) -> int:
        """Return the next number of `period`, from 1."""
        slot = _Slot()
        with self._queue_lock:
            self._queues[period].append(slot)
        with self._turn:
            if slot.value is None:
                self._serve(period, slot)
        assert slot.value is not None
        return slot.value

    def close(self) -> None:
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _serve(self, period: str, slot: _Slot) -> None:
        """Serve this one and all who queue behind it. Those whose server failed come to their own turn, and are no longer queued."""
        with self._queue_lock:
            slots = [slot, *(other for other in self._queues.pop(period, []) if other is not slot)]
        last = self._raise(period, by=len(slots))
        for value, served in enumerate(slots, start=last - len(slots) + 1):
            served.value = value

    def _raise(self, period: str, *, by: int) -> int:
        """Raise the counter; once more on a new connection where the old one turned out dead. At worst that leaves a gap."""
        is_new = self._connection is None
        try:
            return self._raise_once(period, by)
        except (OperationalError, InterfaceError):
            if self._connection is not None:
                self._connection.close()
            if is_new:
                raise
            return self._raise_once(period, by)

    def _raise_once(self, period: str, by: int) -> int:
        if self._connection is None:
            self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
            self._connection.inc_thread_sharing()
        connection = self._connection
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute(RAISE, [period, by])
            (last,) = cursor.fetchone()
        return int(last)


@lru_cache(maxsize=32)
def _parsed(template: str) -> ProtocolTemplate:
    return ProtocolTemplate.parse(template)


_till = _Till()


def _forget() -> None:
    """In a forked child: the locks may be held by threads that are not here, and the connection is the parent's."""
    global _till
    _till = _Till()


os.register_at_fork(after_in_child=_forget)
