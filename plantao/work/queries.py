"""What waits, what is late and what is dead, for those who keep Plantão running."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from plantao.work import leases, timers
from plantao.work.leases import WAITING
from plantao.work.models import Timer
from plantao.work.queue import Queue
from plantao.work.registry import registered


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneFigures:
    """How one lane is doing: rows that wait, are due, are in a worker's hands, failed and will be tried again, are dead."""

    name: str
    waiting: int
    due: int
    leased: int
    failing: int
    dead: int
    late: timedelta
    """For how long the oldest of those that are due has been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadRow:
    """A row that was given up, kept until somebody revives it."""

    lane: str
    id: int
    what: str
    dead_at: datetime
    reason: str


def figures(*, at: datetime) -> tuple[LaneFigures, ...]:
    """Return the figures of every lane, the watch first."""
    return (_watch_figures(at), *(_queue_figures(queue, at) for queue in registered().all_queues()))


def dead_rows(*, limit: int = 100) -> list[DeadRow]:
    """Return the dead rows of every lane, the latest first, at most `limit` of each."""
    found = []
    for lane, model in _tables().items():
        rows = model._base_manager.filter(dead_at__isnull=False).order_by("-dead_at", "-pk")[:limit]
        found += [DeadRow(lane=lane, id=row.pk, what=str(row), dead_at=row.dead_at, reason=row.last_error) for row in rows]
    return sorted(found, key=lambda row: row.dead_at, reverse=True)


def revive(lane: str, *, ids: Collection[int] | None = None) -> int:
    """Let dead rows of this lane (all, or these) be tried again at once; how many. Raises KeyError where there is no such lane."""
    if lane == timers.LANE:
        return timers.revive_timers(ids=ids)
    return leases.revive({queue.name: queue.model for queue in registered().all_queues()}[lane], ids=ids)


def _tables() -> dict[str, type[Any]]:
    return {timers.LANE: Timer, **{queue.name: queue.model for queue in registered().all_queues()}}


def _queue_figures(queue: Queue[Any], at: datetime) -> LaneFigures:
    rows = queue.model._base_manager.all()
    due = rows.filter(WAITING, Q(run_at=None) | Q(run_at__lte=at))
    oldest = due.aggregate(since=Min(Coalesce("run_at", "created_at")))["since"]
    return LaneFigures(
        name=queue.name,
        waiting=rows.filter(WAITING).count(),
        due=due.count(),
        leased=rows.filter(leased_by__isnull=False).count(),
        failing=rows.filter(WAITING, failures__gt=0).count(),
        dead=rows.filter(dead_at__isnull=False).count(),
        late=max(timedelta(), at - oldest) if oldest else timedelta(),
    )


def _watch_figures(at: datetime) -> LaneFigures:
    live = Timer.objects.filter(dead_at=None)
    due = live.filter(due_at__lte=at)
    oldest = due.aggregate(since=Min("due_at"))["since"]
    return LaneFigures(
        name=timers.LANE,
        waiting=live.count(),
        due=due.count(),
        leased=0,
        failing=live.filter(failures__gt=0).count(),
        dead=Timer.objects.filter(dead_at__isnull=False).count(),
        late=at - oldest if oldest else timedelta(),
    )
