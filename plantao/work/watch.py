"""
The watch: looks at what is due, one subject a transaction, and lets the handlers ask the facts.

The subject of the earliest due timer is locked first, as every verb does, and its earliest timer is run. Each timer has a
transaction of its own, so that one that fails undoes nothing but itself, and even what only the commit finds out is
told of the right one; those of a subject are run in the order of their instants all the same.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Exists, F, OuterRef, Q

from plantao import prepared
from plantao.prepared import Gap, Prepared
from plantao.work import timers, timetable
from plantao.work.acting import is_database_trouble, run_retrying
from plantao.work.lateness import Tally
from plantao.work.leases import GiveUp, clipped
from plantao.work.models import Timer
from plantao.work.reasons import reason
from plantao.work.registry import Registry

PAGE = 50
NAP = timedelta(milliseconds=100)
"""How long the watch sleeps when somebody else has all due subjects locked."""

LIVE = Q(dead_at=None)

_OF_SUBJECT = {"subject_kind": Gap("subject_kind"), "subject_id": Gap("subject_id")}
_FIRST = Prepared(lambda: Timer.objects.filter(LIVE, **_OF_SUBJECT).order_by("due_at", "pk")[:1])
_LOCKED = Prepared(lambda: Timer.objects.select_for_update(skip_locked=True).filter(pk=Gap("pk")))
_AGAIN = Prepared(lambda: Timer.objects.filter(**_OF_SUBJECT, kind=Gap("kind"), key=Gap("key"), due_at__lte=Gap("due_at")).only("id"))
_CLEAR = f"DELETE FROM {Timer._meta.db_table} WHERE id = %s"  # noqa: S608 - a table's name

log = logging.getLogger(__name__)


class StandsStill(Exception):
    """A handler set its own timer anew, no later than it was due: the watch would never get past it."""


class Outcome(Enum):
    """What became of a subject that was due: its timer ran (or failed), nothing was due any more, or others have it locked."""

    RAN = "ran"
    STALE = "stale"
    BUSY = "busy"


class WatchLane:
    """Runs timers when they are due. It leases nothing: a lock is enough, and goes with whoever holds it."""

    name = timers.LANE
    tidy_every = timedelta(minutes=1)

    def __init__(self, registry: Registry, *, raises: bool = False) -> None:
        self.registry = registry
        self.raises = raises
        self._is_kept_waiting = False
        self._lateness = Tally()
        self._ran_due_at: datetime | None = None

    def settle_in(self, *, at: datetime) -> None:
        """Put right what a clock that was set back may have left."""
        timers.bring_near(at=at)
        timetable.keep(self.registry.timetable, at=at)

    def tidy(self, *, at: datetime) -> None:
        """See to it that what recurs has its timers, and write down how late the others were."""
        timetable.keep(self.registry.timetable, at=at)
        self._lateness.write()

    def turn(self, *, now: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """Run the earliest timer of each subject that is due and free, until some did; whether any did."""
        self._is_kept_waiting = False
        for page in _due(at=now()):
            outcomes = []
            for subject_kind, subject_id in page:
                if stopping():
                    return False
                outcomes.append(self._look_at(subject_kind, subject_id, now))
            if Outcome.RAN in outcomes:
                return True
            self._is_kept_waiting |= Outcome.BUSY in outcomes
        self._lateness.write()
        return False

    def next_due(self, *, at: datetime) -> datetime | None:
        """Return the instant at which to look again."""
        if self._is_kept_waiting:
            return at + NAP
        due_at = Timer.objects.filter(LIVE, due_at__gt=at).order_by("due_at", "id").values_list("due_at", flat=True).first()
        again_at = Timer.objects.filter(LIVE, not_before__gt=at).order_by("not_before").values_list("not_before", flat=True).first()
        return min((instant for instant in (due_at, again_at) if instant), default=None)

    def _look_at(self, subject_kind: str, subject_id: int, now: Callable[[], datetime]) -> Outcome:
        at = now()
        try:
            outcome = run_retrying(lambda: self._act(subject_kind, subject_id, at))
            if outcome is Outcome.RAN and self._ran_due_at is not None:
                self._lateness.note(due_at=self._ran_due_at, done_at=now())
            return outcome
        except Exception as error:
            if is_database_trouble(error):
                raise  # not the timer's fault: the loop waits and looks again
            self._note(subject_kind, subject_id, at, error)
            if self.raises:
                raise
            return Outcome.RAN

    def _act(self, subject_kind: str, subject_id: int, at: datetime) -> Outcome:
        subject = None
        if locker := self.registry.lockers.get(subject_kind):
            subject = locker(subject_id)
            if subject is None:
                return Outcome.BUSY
        first = _first(subject_kind, subject_id)
        if first is None or not _is_due(first, at):
            return Outcome.STALE
        timer = _LOCKED.first(pk=first.pk)
        if timer is None:
            return Outcome.BUSY
        if not _is_due(timer, at):
            return Outcome.STALE
        prepared.run(_CLEAR, timer.pk)
        self.registry.run_timer(subject, timer, at)
        if _AGAIN.rows(subject_kind=timer.subject_kind, subject_id=timer.subject_id, kind=timer.kind, key=timer.key, due_at=timer.due_at):
            raise StandsStill(f"{timer.kind!r} was set anew, but not later")
        self._ran_due_at = timer.due_at
        return Outcome.RAN

    def _note(self, subject_kind: str, subject_id: int, at: datetime, error: Exception) -> None:
        """Write down that the first timer of this subject failed: what it did is undone, so it is still the first."""
        timer = _first(subject_kind, subject_id)
        if timer is None or timer.due_at > at:
            return
        log.warning("work.timer.failed", extra={"kind": timer.kind, "timer": timer.pk, "error": type(error).__name__})
        is_over = isinstance(error, GiveUp) or timer.failures >= len(Timer.BACK_OFF)
        wait = {"dead_at": at, "not_before": None} if is_over else {"not_before": at + Timer.BACK_OFF[timer.failures]}
        Timer.objects.filter(pk=timer.pk, due_at=timer.due_at).update(failures=F("failures") + 1, last_error=clipped(reason(error)), **wait)


def _due(*, at: datetime) -> Iterator[list[tuple[str, int]]]:
    """Yield the subjects that have due timers, page by page, that of the earliest first; not those whose earliest one waits."""
    earlier = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
    same_subject = Timer.objects.filter(LIVE, subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))
    due = Timer.objects.filter(LIVE, Q(not_before=None) | Q(not_before__lte=at), ~Exists(same_subject.filter(earlier)), due_at__lte=at)
    page = list(due.order_by("due_at", "pk")[:PAGE])
    while page:
        yield [(timer.subject_kind, timer.subject_id) for timer in page]
        last = page[-1]
        page = list(due.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, pk__gt=last.pk)).order_by("due_at", "pk")[:PAGE])


def _first(subject_kind: str, subject_id: int) -> Timer | None:
    return _FIRST.first(subject_kind=subject_kind, subject_id=subject_id)


def _is_due(timer: Timer, at: datetime) -> bool:
    return timer.dead_at is None and timer.due_at <= at and (timer.not_before is None or timer.not_before <= at)
