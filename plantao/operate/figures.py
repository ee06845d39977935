"""What can be counted of a running installation: its queues, timers, workers, tickets and notices. For status and metrics."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Count, Model, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from plantao.messaging.models import Notice
from plantao.tickets.models import Ticket
from plantao.work import attendance
from plantao.work.models import Leased, Timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    Rows that wait to be worked on. `due` could be taken now, `later` wait for their instant, `leased` are in somebody's
    hands, `dead` were given up; `failures` were had by those not dead. `late` is how long the oldest due one has waited.
    """

    name: str
    due: int
    later: int
    leased: int
    dead: int
    failures: int
    late: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything at one instant."""

    workers: int
    lines: tuple[Line, ...]
    tickets: dict[str, int]
    notices: dict[str, int]


def gather(at: datetime) -> Figures:
    """Count everything as it is at `at`, which is now."""
    queues = [model for model in apps.get_models() if issubclass(model, Leased)]
    return Figures(
        workers=len(attendance.present()),
        lines=(*(_queue(model, at=at) for model in queues), _timers(at)),
        tickets=_by(Ticket, "status"),
        notices=_by(Notice, "state"),
    )


def _queue(model: type[Leased], *, at: datetime) -> Line:
    rows = model._base_manager.filter(done_at=None)
    waiting = rows.filter(leased_by=None, dead_at=None)
    due = Q(run_at=None) | Q(run_at__lte=at)
    oldest = waiting.filter(due).annotate(since=Coalesce("run_at", "created_at")).order_by("since").values_list("since", flat=True).first()
    return Line(
        name=model._meta.model_name or "",
        due=waiting.filter(due).count(),
        later=waiting.exclude(due).count(),
        leased=rows.filter(leased_by__isnull=False).count(),
        dead=rows.filter(dead_at__isnull=False).count(),
        failures=_sum_of_failures(waiting),
        late=max(timedelta(), at - oldest) if oldest else timedelta(),
    )


def _timers(at: datetime) -> Line:
    alive = Timer.objects.filter(dead_at=None)
    due = alive.filter(due_at__lte=at)
    oldest = due.order_by("due_at").values_list("due_at", flat=True).first()
    return Line(
        name="timer",
        due=due.count(),
        later=alive.filter(due_at__gt=at).count(),
        leased=0,
        dead=Timer.objects.filter(dead_at__isnull=False).count(),
        failures=_sum_of_failures(alive),
        late=at - oldest if oldest else timedelta(),
    )


def _sum_of_failures(rows: QuerySet[Leased] | QuerySet[Timer]) -> int:
    return int(rows.filter(failures__gt=0).aggregate(total=Sum("failures"))["total"] or 0)


def _by(model: type[Model], field: str) -> dict[str, int]:
    counted = model._base_manager.order_by().values_list(field).annotate(rows=Count("pk"))
    known = getattr(model._meta.get_field(field), "choices", None) or ()
    return {value: 0 for value, _ in known} | dict(counted)
