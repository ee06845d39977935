"""
Taking rows, and settling them.

A row is taken in one short transaction (`claim`) and settled in another (`done`, `fail`, `postpone`, `bury`). Each
settling asks whether the lease under which the row was taken is still ours, so whoever was thought dead and comes back
changes nothing. Where the effect is in the database, the same transaction holds the row (`hold`) and has the effect:
then it happens exactly once, whatever becomes of leases and workers.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from plantao import prepared
from plantao.prepared import Gap, Prepared
from plantao.work.models import Leased

Row = TypeVar("Row", bound=Leased)

CRASHES_BEFORE_DEATH = 20
PAUSE_AFTER_CRASH = timedelta(seconds=5)
LONGEST_PUT_OFF = timedelta(minutes=10)
"""A row that is put off for longer is looked at again whenever a lane begins: it may only be the clock that was wrong."""

LONGEST_REASON = 2000
FREE: dict[str, Any] = {"leased_by": None, "leased_until": None}
_LEASE = 'UPDATE "{}" SET leased_by = %s, leased_until = %s, attempts = attempts + 1 WHERE id = ANY (%s)'
_DONE = """
    UPDATE "{}" SET leased_by = NULL, leased_until = NULL, done_at = %s
    WHERE id = %s AND leased_by IS NOT DISTINCT FROM %s AND attempts = %s AND done_at IS NULL AND dead_at IS NULL
"""
_RENEW = """
    UPDATE "{}" SET leased_until = %s
    WHERE id = %s AND leased_by IS NOT DISTINCT FROM %s AND attempts = %s AND done_at IS NULL AND dead_at IS NULL
"""
_OURS: dict[str, Any] = {"pk": Gap("pk"), "leased_by": Gap("worker"), "attempts": Gap("attempts"), "done_at": None, "dead_at": None}
WAITING = Q(leased_by=None, done_at=None, dead_at=None)
_HAS_COME, _AT_ONCE = Q(run_at__lte=Gap("at")), Q(run_at=None)


class GiveUp(Exception):
    """Raised by a handler that knows that trying again is of no use; the row is dead at once, the text says why."""


class Later(Exception):
    """Raised by a handler that can't do it before `until`; nothing failed, and the row waits till then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def claim(model: type[Row], *, worker: int, at: datetime, lease: timedelta, limit: int) -> list[Row]:
    """
    Take up to `limit` rows that are due, in a short transaction of its own, and return them; oldest first.

    What waited for its instant gets at most half of the places where others wait too, so that a thousand messages to a
    server that is down don't hold up the next one to another. A row that went down with a worker before is taken alone:
    if it is the one that kills workers, it takes no others with it.
    """
    with transaction.atomic():
        rows = _first(model, _HAS_COME, max(1, limit // 2), at=at)
        rows += _first(model, _AT_ONCE, limit - len(rows), at=at)
        rows = [row for row in rows if row.crashes][:1] or rows
        for row in rows:
            row.leased_by, row.leased_until, row.attempts = worker, at + lease, row.attempts + 1
        if rows:
            prepared.run(_LEASE.format(model._meta.db_table), worker, at + lease, [row.pk for row in rows])
    return rows


def hold(row: Row) -> Row | None:
    """Lock this row until the transaction ends and return it as it is now; None where our lease on it is over."""
    return _held(type(row)).first(pk=row.pk, worker=row.leased_by, attempts=row.attempts)


def renew(row: Leased, *, at: datetime, lease: timedelta) -> bool:
    """Let the lease on this row run from now; False where it is over. For work that is about to go to a network."""
    return bool(prepared.run(_RENEW.format(row._meta.db_table), at + lease, row.pk, row.leased_by, row.attempts))


def is_ours(row: Leased) -> bool:
    """Return whether this row is still leased as it was when we took it: neither settled nor given back."""
    return bool(_still(type(row)).rows(pk=row.pk, worker=row.leased_by, attempts=row.attempts))


def done(row: Leased, *, at: datetime) -> bool:
    """Settle this row as done; False, and nothing changed, where our lease on it is over."""
    if not row.KEEPS_DONE:
        return bool(_ours(row).delete()[0])
    return bool(prepared.run(_DONE.format(row._meta.db_table), at, row.pk, row.leased_by, row.attempts))


def fail(row: Leased, *, at: datetime, reason: str) -> bool:
    """Let this row wait as long as its kind does after so many failures; after too many it is dead. False as for `done`."""
    if row.failures >= len(row.BACK_OFF):
        return bury(row, at=at, reason=reason)
    run_at = at + row.BACK_OFF[row.failures]
    return bool(_ours(row).update(**FREE, run_at=run_at, failures=F("failures") + 1, last_error=clipped(reason)))


def postpone(row: Leased, *, until: datetime) -> bool:
    """Let this row wait until then, without a failure. False as for `done`."""
    return bool(_ours(row).update(**FREE, run_at=until))


def bury(row: Leased, *, at: datetime, reason: str) -> bool:
    """Give this row up: it is kept, shown, and tried again only when somebody revives it. False as for `done`."""
    return bool(_ours(row).update(**FREE, dead_at=at, failures=F("failures") + 1, last_error=clipped(reason)))


def release(model: type[Leased], *, worker: int) -> int:
    """Put back what this worker has and has not begun; how many. Only for a worker that is working on none of them."""
    return _rows(model).filter(leased_by=worker).update(**FREE)


def give_back(model: type[Leased], *, at: datetime, absent: Collection[int] = ()) -> int:
    """
    Put back what is leased by workers that are `absent`, and all whose lease is over; how many.

    A row whose transaction is still going on is locked, and left alone. From the second time on the row waits a little
    longer each time, and after CRASHES_BEFORE_DEATH it is dead: it may be what kills the workers.
    """
    with transaction.atomic():
        lost = _rows(model).filter(Q(leased_by__in=absent) | Q(leased_by__isnull=False, leased_until__lte=at))
        rows = list(lost.select_for_update(skip_locked=True, of=("self",)))
        for row in rows:
            crashes = row.crashes + 1
            changes: dict[str, Any] = {**FREE, "crashes": crashes}
            if crashes > CRASHES_BEFORE_DEATH:
                changes |= {"dead_at": at, "last_error": f"a worker died or hung {crashes} times while it had this row"}
            elif crashes > 1:
                changes["run_at"] = at + PAUSE_AFTER_CRASH * (crashes - 1)
            _rows(model).filter(pk=row.pk).update(**changes)
    return len(rows)


def bring_near(model: type[Leased], *, at: datetime) -> int:
    """
    Let no row wait for an instant that only a clock explains which was ahead and was set back; how many did.

    One that failed waits as its kind does after so many failures, one that was only put off goes at once (whoever put
    it off may do so again), one that nobody tried waits from now for as long as it was to wait when it was made.
    """
    waiting = _rows(model).filter(WAITING, run_at__gt=at)
    then = Case(*(When(failures=number, then=Value(at + pause)) for number, pause in enumerate(model.BACK_OFF, start=1)), default=Value(at))
    failed = waiting.filter(failures__gt=0, run_at__gt=then).update(run_at=then)
    put_off = waiting.filter(attempts__gt=0, failures=0, run_at__gt=at + LONGEST_PUT_OFF).update(run_at=at)
    made_ahead = waiting.filter(attempts=0, failures=0, created_at__gt=at, run_at__gt=F("created_at"))
    return failed + put_off + made_ahead.update(run_at=F("run_at") - (F("created_at") - Value(at)))


def let_run_on(model: type[Leased], *, workers: Collection[int], at: datetime, lease: timedelta) -> int:
    """
    Let the leases of these workers run from now; how many. A clock that jumped would have ended them, or made them endless.

    A row whose transaction is going on is locked, and needs nothing: see `give_back`.
    """
    with transaction.atomic():
        leased = _rows(model).filter(leased_by__in=workers).select_for_update(skip_locked=True, of=("self",))
        return _rows(model).filter(pk__in=list(leased.values_list("pk", flat=True))).update(leased_until=at + lease)


def revive(model: type[Leased], *, ids: Collection[int] | None = None) -> int:
    """Let dead rows (all, or these) be tried again at once, with all their chances; how many."""
    dead = _rows(model).filter(dead_at__isnull=False)
    if ids is not None:
        dead = dead.filter(pk__in=ids)
    return dead.update(dead_at=None, run_at=None, failures=0, crashes=0)


def holders(model: type[Leased]) -> set[int]:
    """Return the numbers of the workers that have rows of this table."""
    leased = _rows(model).filter(leased_by__isnull=False)
    return {number for number in leased.order_by().values_list("leased_by", flat=True).distinct() if number is not None}


def next_due(model: type[Leased], *, at: datetime) -> datetime | None:
    """Return the next instant after `at` at which a row is due; None where none waits for one."""
    return _rows(model).filter(WAITING, run_at__gt=at).order_by("run_at", "id").values_list("run_at", flat=True).first()


def clipped(reason: str) -> str:
    """Return `reason` as it can be stored: without null bytes, and not endless."""
    return reason.replace("\x00", "")[:LONGEST_REASON]


@lru_cache
def _held(model: type[Row]) -> Prepared[Row]:
    return Prepared(lambda: _rows(model).filter(**_OURS).select_for_update(of=("self",)))


@lru_cache
def _still(model: type[Row]) -> Prepared[Row]:
    return Prepared(lambda: _rows(model).filter(**_OURS).only("pk"))


def _first(model: type[Row], due: Q, limit: int, *, at: datetime) -> list[Row]:
    return _waiting(model, due, limit).rows(at=at) if limit else []


@lru_cache
def _waiting(model: type[Row], due: Q, limit: int) -> Prepared[Row]:
    rows = _rows(model).filter(WAITING, due).order_by("run_at", "id")
    return Prepared(lambda: rows.select_for_update(skip_locked=True, of=("self",))[:limit])


def _ours(row: Row) -> QuerySet[Row]:
    rows = _rows(type(row))
    return rows.filter(pk=row.pk, leased_by=row.leased_by, attempts=row.attempts, done_at=None, dead_at=None)


def _rows(model: type[Row]) -> QuerySet[Row]:
    return model._base_manager.all()
