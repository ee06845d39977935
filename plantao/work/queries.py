"""What was given up, for those who keep Plantão running."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plantao.work import leases, timers
from plantao.work.models import Timer
from plantao.work.registry import registered


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadRow:
    """A row that was given up, kept until somebody revives it."""

    lane: str
    id: int
    what: str
    dead_at: datetime
    reason: str


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
    return leases.revive(_tables()[lane], ids=ids)


def _tables() -> dict[str, type[Any]]:
    return {timers.LANE: Timer, **{queue.name: queue.model for queue in registered().all_queues()}}
