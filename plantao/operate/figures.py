"""What can be counted of a running installation: its lanes of work, workers, tickets and notices. For status and metrics."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Model, Q
from django.db.models.functions import Coalesce

from plantao.messaging.models import Notice
from plantao.tickets.models import Ticket
from plantao.work import attendance, timers
from plantao.work.lateness import Histogram, histogram
from plantao.work.leases import WAITING
from plantao.work.models import Leased, Timer
from plantao.work.registry import registered


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneFigures:
    """
    How one lane of work is doing: rows that wait (those that are due and those that failed among them), are in a
    worker's hands, were given up. `late` is for how long the oldest of those due has been.
    """

    name: str
    waiting: int
    due: int
    leased: int
    failing: int
    dead: int
    late: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    Everything at one instant; `workers` are those alive on any machine. `lateness` is that of the watch since the beginning,
    `lateness_of_late` since the day before.
    """

    workers: int
    lanes: tuple[LaneFigures, ...]
    tickets: dict[str, int]
    notices: dict[str, int]
    lateness: Histogram
    lateness_of_late: Histogram


def gather(at: datetime) -> Figures:
    """Count everything as it is at `at`, which is now."""
    queues = (_of_queue(queue.name, queue.model, at=at) for queue in registered().all_queues())
    return Figures(
        workers=len(attendance.present()),
        lanes=(_of_timers(at), *queues),
        tickets=_by(Ticket, "status"),
        notices=_by(Notice, "state"),
        lateness=histogram(),
        lateness_of_late=histogram(since=at.date() - timedelta(days=1)),
    )


def _of_timers(at: datetime) -> LaneFigures:
    waiting = Timer.objects.filter(dead_at=None)
    due = waiting.filter(due_at__lte=at)
    return LaneFigures(
        name=timers.LANE,
        waiting=waiting.count(),
        due=due.count(),
        leased=0,
        failing=waiting.filter(failures__gt=0).count(),
        dead=Timer.objects.filter(dead_at__isnull=False).count(),
        late=_late(due.aggregate(since=Min("due_at"))["since"], at),
    )


def _of_queue(name: str, model: type[Leased], *, at: datetime) -> LaneFigures:
    rows = model._base_manager.all()
    waiting = rows.filter(WAITING)
    due = waiting.filter(Q(run_at=None) | Q(run_at__lte=at))
    return LaneFigures(
        name=name,
        waiting=waiting.count(),
        due=due.count(),
        leased=rows.filter(leased_by__isnull=False).count(),
        failing=waiting.filter(failures__gt=0).count(),
        dead=rows.filter(dead_at__isnull=False).count(),
        late=_late(due.aggregate(since=Min(Coalesce("run_at", "created_at")))["since"], at),
    )


def _late(since: datetime | None, at: datetime) -> timedelta:
    return max(timedelta(), at - since) if since else timedelta()


def _by(model: type[Model], field: str) -> dict[str, int]:
    """Return how many rows have each value that the field may have."""
    counted = model._base_manager.order_by().values_list(field).annotate(rows=Count("pk"))
    known = getattr(model._meta.get_field(field), "choices", None) or ()
    return {value: 0 for value, _ in known} | dict(counted)
