"""Arrangement: people agreed that somebody else stands in for a while."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plantao.events.actor import Actor
from plantao.rules import duty_rota
from plantao.rules.duty_rota import Arranged
from plantao.staff.models.agent import Agent
from plantao.staff.models.kept import Kept, KeptManager
from plantao.staff.models.rota import Rota
from plantao.staff.verbs import Verb


class ArrangementManager(KeptManager["Arrangement"]):
    """Writes arrangements down, and finds them."""


class Arrangement(Kept):
    """In one role's rota `to` was assigned (`of` null), stands where `of` would, or the two swap; see rules/duty_rota.py."""

    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="arrangements")
    what = models.CharField(max_length=16, choices=[(what.value, what.value) for what in Arranged])
    to = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ArrangementManager] = ArrangementManager()

    class Meta(Kept.Meta):
        constraints: ClassVar = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                condition=Q(what=Arranged.ASSIGNED.value, of=None) | (~Q(what=Arranged.ASSIGNED.value) & Q(of__isnull=False)),
                name="staff_arrangement_of_whom",
            ),
            models.CheckConstraint(condition=~Q(of=F("to")), name="staff_arrangement_of_two"),
        ]

    def __str__(self) -> str:
        return f"arrangement {self.number}"

    @property
    def rule(self) -> duty_rota.Arrangement:
        """Return this arrangement as the rule takes it."""
        return duty_rota.Arrangement(what=Arranged(self.what), to=self.to_id, of=self.of_id, since=self.since, until=self.until)

    def cancel(self, *, by: Actor, at: datetime, since: datetime | None = None) -> None:
        """It holds no longer from `since`, by default now; what was before stays. Raises AlreadyOver, NotYours."""
        rota = self.rota.locked_for(by, "rota.cancel", own=[agent for agent in (self.to, self.of) if agent is not None])
        over_at = self.cut(until=since or at, at=at)
        rota.note(Verb.CANCELLED, by=by, at=at, arrangement=self.number, since=over_at)
