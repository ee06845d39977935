"""Ring: a member of staff was rung, once, of all that waited for them."""

from typing import ClassVar

from django.db import models

from plantao.escalation.models.step import Step
from plantao.staff.models import Agent


class Ring(models.Model):
    """`agent` was rung for the `ordinal`-th time (from 1) at `at`, of all `steps` that nobody had acknowledged."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="rings")
    ordinal = models.PositiveIntegerField()
    at = models.DateTimeField()
    steps = models.ManyToManyField(Step, related_name="rings")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agent", "ordinal"], name="escalation_ring_once")]

    def __str__(self) -> str:
        return f"ring {self.ordinal} of agent {self.agent_id}"
