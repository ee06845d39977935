"""Clock: one count of a promise on a ticket."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.agreements.calendars import frozen_hours
from plantao.agreements.models import CalendarVersion, HandbookVersion
from plantao.agreements.queries import document_of
from plantao.prepared import Gap, Prepared
from plantao.rules.clock_counts import Count
from plantao.rules.counted_time import Hold
from plantao.rules.service_level import ClockFacts, Target
from plantao.tickets.models import Ticket


class Clock(models.Model):
    """
    The facts of one count: what was promised, when it started, was met or ended. Everything else is derived from them.

    `name` is the clock's in the handbook, `ordinal` the count's place among those of that name, from 1; a round that repeats,
    a criticality that changes make another one. `known_from` is since when it holds; `is_bound`: never due later than the count
    before it. The target is frozen with the versions it was read under: `within`, our own `mark` before it, and the
    `calendar`, which holds that stop it are `stopped_by`. `due_at`, `mark_at` and `breached_at` (the due instant, where
    it passed unmet) are indexes, written with the facts.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    criticality = models.CharField(max_length=64)
    handbook = models.ForeignKey(HandbookVersion, on_delete=models.PROTECT, related_name="+")
    calendars = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    calendar = models.CharField(max_length=64)
    within = models.DurationField()
    mark = models.DurationField(null=True, blank=True)
    stopped_by = models.JSONField(default=list, blank=True)
    is_published = models.BooleanField()
    is_bound = models.BooleanField()
    known_from = models.DateTimeField()
    started_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    mark_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["ticket", "name", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "name", "ordinal"], name="sla_clock_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(met_at=None, ended_at=None), name="sla_clock_open_by_due"),
            models.Index(fields=["breached_at"], condition=Q(breached_at__isnull=False), name="sla_clock_breached"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.ordinal} of ticket {self.ticket_id}"

    @property
    def met_by(self) -> str:
        """Return the event that keeps the promise."""
        return document_of(self.handbook_id).clocks[self.name].met_by

    def as_count(self, holds: Sequence[Hold]) -> Count:
        """Return what the rules judge; `holds` are all of the ticket's."""
        hours = frozen_hours(self.calendar, handbook_id=self.handbook_id, calendars_id=self.calendars_id)
        return Count(
            round=self.round,
            known_from=self.known_from,
            is_bound=self.is_bound,
            facts=ClockFacts(
                target=Target(within=self.within, mark=self.mark, hours=hours),
                started_at=self.started_at,
                met_at=self.met_at,
                ended_at=self.ended_at,
                holds=[hold for hold in holds if hold.reason in self.stopped_by],
            ),
        )


_OF_TICKET = Prepared(lambda: Clock.objects.filter(ticket=Gap("ticket")).order_by("name", "ordinal"))


def clocks_of(ticket_id: int) -> list[Clock]:
    """Return the counts of a ticket's clocks, by name, each in order."""
    return _OF_TICKET.rows(ticket=ticket_id)
