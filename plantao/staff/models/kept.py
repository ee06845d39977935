"""Kept: a row of the rota that says what was to be, and from when until when that was known. It is never rewritten."""

from copy import copy
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.db.models import F, Q

from plantao.rules.refused import Refused

K = TypeVar("K", bound="Kept")


class EndsBeforeItBegins(Refused):
    """An entry of the rota must last for a while. Facts: since, until (ISO 8601)."""


class AlreadyOver(Refused):
    """What is to be ended has ended by then, or was withdrawn. Facts: number."""


class KeptManager(models.Manager[K], Generic[K]):
    """Writes rows down, and finds them by when they hold and by what was known."""

    def known(self, *, since: datetime, until: datetime | None = None, known_at: datetime | None = None) -> models.QuerySet[K]:
        """
        Return the rows that hold at some time from `since` until `until` (None: for ever), in the order in which they were
        made; as they stood at `known_at`, or as they stand now.
        """
        rows = self.exclude(until__lte=since).order_by("number")
        rows = rows if until is None else rows.filter(since__lt=until)
        if known_at is None:
            return rows.filter(withdrawn_at=None)
        return rows.filter(recorded_at__lte=known_at).exclude(withdrawn_at__lte=known_at)

    def standing(self, number: int) -> K | None:
        """Return the row that stands under this number; None where there is none, or it was withdrawn."""
        return self.filter(number=number, withdrawn_at=None).first()

    def keep(self, *, at: datetime, since: datetime, until: datetime | None, **facts: Any) -> K:
        """Write a row down, under a number of its own. Raises EndsBeforeItBegins."""
        if until is not None and until <= since:
            raise EndsBeforeItBegins(since=since.isoformat(), until=until.isoformat())
        row = self.create(recorded_at=at, since=since, until=until, **facts)
        row.number = row.pk
        row.save(update_fields=["number"])
        return row


class Kept(models.Model):
    """
    A fact of the rota with its two times: it holds from `since` until `until` (null: without end), and it was known from
    `recorded_at` until `withdrawn_at` (null: still).

    An earlier end withdraws the row and writes another under the same `number`; so who would have been rung at a past
    instant can be told as it was known then. Whoever changes rows holds the lock of what they belong to.
    """

    number = models.BigIntegerField(null=True, editable=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], condition=Q(withdrawn_at=None), name="%(app_label)s_%(class)s_stands_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="%(app_label)s_%(class)s_lasts"),
        ]

    def cut(self, *, until: datetime, at: datetime) -> datetime:
        """
        Let it hold until `until` only, or not at all if that is before it begins; return the instant from which it doesn't.
        Raises AlreadyOver where nothing would change.
        """
        standing = type(self)._default_manager.filter(pk=self.pk, withdrawn_at=None).first()
        if standing is None or (standing.until is not None and standing.until <= until):
            raise AlreadyOver(number=self.number)
        standing.withdrawn_at = at
        standing.save(update_fields=["withdrawn_at"])
        if until <= standing.since:
            return standing.since
        rest = copy(standing)
        rest.pk, rest.until, rest.recorded_at, rest.withdrawn_at = None, until, at, None
        rest.save(force_insert=True)
        return until
