"""Setting and clearing timers, in the transaction of the facts from which they follow."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection
from django.db.models import Case, Value, When

from plantao import prepared
from plantao.work.listening import CAP, CHANNEL
from plantao.work.models import Timer

LANE = "watch"
SET = """
    INSERT INTO work_timer (kind, subject_kind, subject_id, key, due_at, failures, last_error) VALUES (%s, %s, %s, %s, %s, 0, '')
    ON CONFLICT (subject_kind, subject_id, kind, key) DO UPDATE SET
        due_at = EXCLUDED.due_at, failures = 0, not_before = NULL, dead_at = NULL, last_error = ''
"""
CLEAR = "DELETE FROM work_timer WHERE subject_kind = %s AND subject_id = %s AND kind = %s AND key = %s"
SET_AND_WAKE = SET + " RETURNING pg_notify(%s, %s)"

Name = tuple[str, int, str, str]
"""What a timer is known by: the kind of its subject, the subject's number, its own kind, its key."""

_noted: ContextVar[dict[Name, datetime] | None] = ContextVar("plantao_timers_noted", default=None)


def set_timer(kind: str, *, subject_kind: str, subject_id: int, due_at: datetime, at: datetime, key: str = "") -> None:
    """
    Have the handler of `kind` look at this subject again at `due_at`; a timer of the same kind and key is moved there.

    A failing or dead one gets a fresh start. `at` is now: who is due within the longest sleep of the watch wakes it.
    """
    values: list[str | int | datetime] = [kind, subject_kind, subject_id, key, due_at]
    with connection.cursor() as cursor:
        if due_at <= at + CAP:
            cursor.execute(SET_AND_WAKE, [*values, CHANNEL, LANE])
        else:
            cursor.execute(SET, values)
    noted = _noted.get()
    if noted is not None:
        noted[subject_kind, subject_id, kind, key] = due_at


@contextmanager
def noting() -> Iterator[dict[Name, datetime]]:
    """Note, meanwhile, for when timers are set in this thread: by name, each as it was set last."""
    noted: dict[Name, datetime] = {}
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def clear_timer(kind: str, *, subject_kind: str, subject_id: int, key: str = "") -> bool:
    """Forget this timer; whether there was one."""
    _forget(lambda name: name == (subject_kind, subject_id, kind, key))
    return bool(prepared.run(CLEAR, subject_kind, subject_id, kind, key))


def clear_timers(*, subject_kind: str, subject_id: int, kind: str = "") -> int:
    """Forget all timers of this subject (or all of a kind); how many there were."""
    _forget(lambda name: name[:2] == (subject_kind, subject_id) and kind in ("", name[2]))
    timers = Timer.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return (timers.filter(kind=kind) if kind else timers).delete()[0]


def revive_timers(*, ids: Collection[int] | None = None) -> int:
    """Let dead timers (all, or these) be tried again at once, with all their chances; how many."""
    dead = Timer.objects.filter(dead_at__isnull=False)
    if ids is not None:
        dead = dead.filter(pk__in=ids)
    return dead.update(dead_at=None, failures=0, not_before=None)


def bring_near(*, at: datetime) -> int:
    """Let no failing timer wait longer than one does after so many failures; how many did. They do after the clock was set back."""
    then = Case(*(When(failures=number, then=Value(at + pause)) for number, pause in enumerate(Timer.BACK_OFF, start=1)), default=Value(at))
    return Timer.objects.filter(dead_at=None, not_before__gt=at).filter(not_before__gt=then).update(not_before=then)


def _forget(is_meant: Callable[[Name], bool]) -> None:
    noted = _noted.get() or {}
    for name in list(filter(is_meant, noted)):
        del noted[name]
