"""
What recurs, and when. Wiring gives the list; each entry is kept as a timer, so it runs once however many workers there are.

The watch only queues a task when an entry is due: a sweep of ten minutes delays no escalation.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plantao.work.models import Timer
from plantao.work.tasks import queue_task
from plantao.work.timers import set_timer

KIND = "timetable"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again after `period` of time, counted from the beginning of 1970 in UTC: an hour is the full hour."""

    period: timedelta

    def next_after(self, at: datetime) -> datetime:
        """Return the first instant after `at`, in UTC."""
        return BEGINNING + ((at - BEGINNING) // self.period + 1) * self.period


@dataclass(frozen=True, slots=True)
class Daily:
    """Each day when the clocks of `zone` show `hour`; where they jump over it, as much later as they jump."""

    hour: time
    zone: ZoneInfo

    def next_after(self, at: datetime) -> datetime:
        """Return the first instant after `at`, in UTC."""
        day = at.astimezone(self.zone).date()
        while (instant := datetime.combine(day, self.hour, self.zone).astimezone(UTC)) <= at:
            day += timedelta(days=1)
        return instant


@dataclass(frozen=True, slots=True)
class Recurring:
    """One entry of the timetable: `do(at)` runs as a task, in a transaction, and is tried again when it fails."""

    name: str
    when: Every | Daily
    do: Callable[[datetime], None]


def keep(entries: Iterable[Recurring], *, at: datetime) -> None:
    """
    See to it that each entry has a timer, due no later than it should be next.

    Later ones are left from another rule, or from a clock that was set back.
    """
    kept = dict(Timer.objects.filter(subject_kind=KIND, kind=KIND).values_list("key", "due_at"))
    for entry in entries:
        due_at = entry.when.next_after(at)
        if entry.name not in kept or kept[entry.name] > due_at:
            set_timer(KIND, subject_kind=KIND, subject_id=0, key=entry.name, due_at=due_at, at=at)


def announce(entries: Iterable[Recurring], timer: Timer, at: datetime) -> None:
    """Queue the task of the entry whose timer is due, and set its next one. An entry that was missed runs once."""
    for entry in entries:
        if entry.name == timer.key:
            queue_task(KIND, {"name": entry.name}, key=entry.name, at=at)
            set_timer(KIND, subject_kind=KIND, subject_id=0, key=entry.name, due_at=entry.when.next_after(at), at=at)
            return
    log.info("work.timetable.entry_is_no_more", extra={"entry": timer.key})
