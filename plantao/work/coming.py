"""What is due, and what comes next: the timers as the watch looks at them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from plantao.prepared import Gap, Prepared
from plantao.work.models import Timer

PAGE = 50
LIVE = Q(dead_at=None)

_NEXT = Prepared(lambda: Timer.objects.filter(LIVE, due_at__gt=Gap("at")).order_by("due_at", "pk")[:1])
_NEXT_TRY = Prepared(lambda: Timer.objects.filter(LIVE, not_before__gt=Gap("at")).order_by("not_before")[:1])
_DUE = Prepared(lambda: _due()[:PAGE])
_DUE_AFTER = Prepared(lambda: _due().filter(Q(due_at__gt=Gap("due_at")) | Q(due_at=Gap("due_at"), pk__gt=Gap("pk")))[:PAGE])


@dataclass(frozen=True, slots=True)
class Coming:
    """A subject, and when its timer may be run: when it is due, or when it is to be tried again."""

    ready_at: datetime
    subject_kind: str
    subject_id: int


def next_ready(*, after: datetime) -> datetime | None:
    """Return the next instant at which a timer is due, or is to be tried again; None where there is none."""
    due_at = [timer.due_at for timer in _NEXT.rows(at=after)]
    again_at = [timer.not_before for timer in _NEXT_TRY.rows(at=after) if timer.not_before]
    return min(due_at + again_at, default=None)


def pages(*, at: datetime, upto: datetime) -> Iterator[list[Coming]]:
    """Yield those that are due by `upto`, by the instants at which they are, page by page; none whose subject's earlier timer waits."""
    page = _DUE.rows(at=at, upto=upto)
    while page:
        yield [Coming(max(timer.due_at, timer.not_before or timer.due_at), timer.subject_kind, timer.subject_id) for timer in page]
        page = _DUE_AFTER.rows(at=at, upto=upto, due_at=page[-1].due_at, pk=page[-1].pk)


def _due() -> QuerySet[Timer]:
    earlier = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
    same_subject = Timer.objects.filter(LIVE, subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))
    waits = Exists(same_subject.filter(earlier, not_before__gt=Gap("at")))
    is_ready = Q(not_before=None) | Q(not_before__lte=Gap("upto"))
    return Timer.objects.filter(LIVE, is_ready, ~waits, due_at__lte=Gap("upto")).order_by("due_at", "pk")
