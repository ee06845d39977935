"""
The watch: looks at what is due, one subject a transaction, and lets the handlers ask the facts.

The subject of the earliest due timer is locked first, as every verb does, and its earliest timer is run. Each timer has a
transaction of its own, so that one that fails undoes nothing but itself, and even what only the commit finds out is
told of the right one; those of a subject are run in the order of their instants all the same.

What falls due within moments is known before it does: at its instant nothing is left to do but to run it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import F

from plantao import prepared
from plantao.prepared import Gap, Prepared, asking_once
from plantao.work import timers, timetable
from plantao.work.acting import is_database_trouble, run_retrying
from plantao.work.coming import LIVE, Coming, next_ready, pages
from plantao.work.lateness import Tally
from plantao.work.leases import GiveUp, clipped
from plantao.work.listening import CAP
from plantao.work.models import Timer
from plantao.work.reasons import reason
from plantao.work.registry import Registry
from plantao.work.right_of_way import RightOfWay

AHEAD = 2 * CAP
"""How far the watch looks ahead: further than it ever sleeps, so that whatever falls due meanwhile is known by then."""

NAP = timedelta(milliseconds=100)
"""How long the watch sleeps when somebody else has all due subjects locked."""

_FIRST = Prepared(
    lambda: Timer.objects.filter(LIVE, subject_kind=Gap("subject_kind"), subject_id=Gap("subject_id")).order_by("due_at", "pk")[:1]
)
_TAKE = """
    DELETE FROM work_timer WHERE due_at <= %s AND (not_before IS NULL OR not_before <= %s) AND id = (
        SELECT id FROM work_timer WHERE id = (
            SELECT id FROM work_timer WHERE subject_kind = %s AND subject_id = %s AND dead_at IS NULL ORDER BY due_at, id LIMIT 1
        ) FOR UPDATE SKIP LOCKED
    )
    RETURNING *, set_config('synchronous_commit', 'off', true) AS waits_for_disk
"""
"""
Takes a subject's earliest timer where that is due and free. The watch does not wait for the disk: what a crash of the database
undoes is still due then, and done anew. Whoever builds on it commits later, and so waits for this too.
"""

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

    def __init__(self, registry: Registry, *, way: RightOfWay | None = None, raises: bool = False) -> None:
        self.registry = registry
        self.way = way or RightOfWay()
        self.raises = raises
        self._coming: list[Coming] = []
        self._is_kept_waiting = False
        self._lateness = Tally()
        self._ran_due_at: datetime | None = None

    def settle_in(self, *, at: datetime) -> None:
        """Put right what a clock that was set back may have left, and read once what the first step would wait for."""
        self._coming = []
        prepared.write_all()
        self.registry.get_ready(at)
        timers.bring_near(at=at)
        timetable.keep(self.registry.timetable, at=at)

    def tidy(self, *, at: datetime) -> None:
        """See to it that what recurs has its timers, and write down how late the others were."""
        timetable.keep(self.registry.timetable, at=at)
        self._lateness.write()

    def turn(self, *, now: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """Run what was seen coming and has come; else look what is due and free, and run that; whether any was run."""
        self._is_kept_waiting = False
        if self._run(self._come(at=now()), now, stopping):
            return True
        at = now()
        for page in pages(at=at, upto=at + AHEAD):
            self._coming = page
            if self._run(self._come(at=at), now, stopping):
                return True
            if stopping() or self._coming:
                break
        if not self._coming:
            self._lateness.write()
        return False

    def next_due(self, *, at: datetime) -> datetime | None:
        """Return the instant at which to look again."""
        next_at = min((each.ready_at for each in self._coming), default=None)
        self.way.expect(next_at)
        return at + NAP if self._is_kept_waiting else next_at or next_ready(after=at)

    def _come(self, *, at: datetime) -> list[Coming]:
        """Return, and remember no longer, those of the subjects seen coming whose timers may be run by now."""
        come = [each for each in self._coming if each.ready_at <= at]
        self._coming = [each for each in self._coming if each.ready_at > at]
        return come

    def _run(self, come: list[Coming], now: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """Run the earliest timer of each of these subjects, one after the other; whether any was run."""
        if not come:
            return False
        outcomes = []
        with self.way.taken():
            for each in come:
                if stopping():
                    break
                outcomes.append(self._look_at(each.subject_kind, each.subject_id, now))
        self._is_kept_waiting |= Outcome.BUSY in outcomes
        return Outcome.RAN in outcomes

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
        timer = _take(subject_kind, subject_id, at)
        if timer is None:
            first = _FIRST.first(subject_kind=subject_kind, subject_id=subject_id)
            return Outcome.STALE if first is None or not _is_due(first, at) else Outcome.BUSY
        with asking_once(), timers.noting() as noted:
            self.registry.run_timer(subject, timer, at)
        _check_goes_on(timer, noted)
        self._ran_due_at = timer.due_at
        return Outcome.RAN

    def _note(self, subject_kind: str, subject_id: int, at: datetime, error: Exception) -> None:
        """Write down that the first timer of this subject failed: what it did is undone, so it is still the first."""
        timer = _FIRST.first(subject_kind=subject_kind, subject_id=subject_id)
        if timer is None or timer.due_at > at:
            return
        log.warning("work.timer.failed", extra={"kind": timer.kind, "timer": timer.pk, "error": type(error).__name__})
        is_over = isinstance(error, GiveUp) or timer.failures >= len(Timer.BACK_OFF)
        wait = {"dead_at": at, "not_before": None} if is_over else {"not_before": at + Timer.BACK_OFF[timer.failures]}
        Timer.objects.filter(pk=timer.pk, due_at=timer.due_at).update(failures=F("failures") + 1, last_error=clipped(reason(error)), **wait)


def _take(subject_kind: str, subject_id: int, at: datetime) -> Timer | None:
    return next(iter(Timer.objects.raw(_TAKE, [at, at, subject_kind, subject_id])), None)


def _check_goes_on(timer: Timer, noted: Mapping[timers.Name, datetime]) -> None:
    set_anew = noted.get((timer.subject_kind, timer.subject_id, timer.kind, timer.key))
    if set_anew is not None and set_anew <= timer.due_at:
        raise StandsStill(f"{timer.kind!r} was set anew, but not later")


def _is_due(timer: Timer, at: datetime) -> bool:
    return timer.dead_at is None and timer.due_at <= at and (timer.not_before is None or timer.not_before <= at)
