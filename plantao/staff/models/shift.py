"""Shift: people who take turns in a role at the same hours of every week."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models

from plantao.events.actor import Actor
from plantao.rules import duty_rota
from plantao.rules.duty_hours import read_hours
from plantao.staff.models.kept import Kept, KeptManager
from plantao.staff.models.rota import Rota
from plantao.staff.verbs import Verb


class ShiftManager(KeptManager["Shift"]):
    """Writes shifts down, and finds them."""


class Shift(Kept):
    """
    A weekly pattern of one role's rota. `hours` are lines such as `mon-fri 22:00-06:00`, read in `zone`.

    `agents` are the ids of those who take turns, in their order (nobody is ever deleted, so no table of its own keeps them);
    each turn is `turn_days` long, the first begins with the local day `counted_from`. `place` 1 is first in line.
    """

    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="shifts")
    hours = ArrayField(models.CharField(max_length=64))
    zone = models.CharField(max_length=64)
    agents = ArrayField(models.BigIntegerField())
    turn_days = models.PositiveSmallIntegerField(default=7)
    counted_from = models.DateField()
    place = models.PositiveSmallIntegerField(default=1)

    objects: ClassVar[ShiftManager] = ShiftManager()

    def __str__(self) -> str:
        return f"shift {self.number}"

    @property
    def rule(self) -> duty_rota.Shift:
        """Return this shift as the rule takes it."""
        return duty_rota.Shift(
            watches=read_hours(self.hours),
            zone=ZoneInfo(self.zone),
            people=tuple(self.agents),
            counted_from=self.counted_from,
            since=self.since,
            until=self.until,
            turn_days=self.turn_days,
            place=self.place,
        )

    def end(self, *, by: Actor, at: datetime, until: datetime | None = None) -> None:
        """Nobody stands in this shift from `until`, by default now; who stood there before stays true. Raises AlreadyOver, NotYours."""
        rota = self.rota.locked_for(by, "rota.end_shift")
        ended_at = self.cut(until=until or at, at=at)
        rota.note(Verb.SHIFT_ENDED, by=by, at=at, shift=self.number, until=ended_at)
