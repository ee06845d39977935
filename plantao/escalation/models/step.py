"""Step: a rung of its ladder that a ticket has come to."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket

RING, MESSAGE = "ring", "message"


class Step(models.Model):
    """
    The holders of `role` are told `after` so much service time: once for a ticket, ever.

    `due_at` is the instant that the ladder gave. A step that is not automatic is offered then (`offered_at`), and happens
    when somebody asks for it (`asked_at`, `asked_by`; null where nobody gave a name). `happened_at` is when it counts,
    `recorded_at` when it was found to be due. `rings_at` is an index: when it rings next, null where it never will;
    `whom` those whom its last ring was meant for.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps")
    role = models.CharField(max_length=64)
    after = models.DurationField()
    how = models.CharField(max_length=16, choices=[(RING, RING), (MESSAGE, MESSAGE)])
    due_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    rings_at = models.DateTimeField(null=True, blank=True)
    whom = models.ManyToManyField(Agent, blank=True, related_name="rung_steps")

    class Meta:
        ordering: ClassVar = ["ticket", "after", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "role", "after"], name="escalation_step_once"),
            models.CheckConstraint(condition=Q(offered_at__isnull=False) | Q(happened_at__isnull=False), name="escalation_step_stands"),
            models.CheckConstraint(condition=Q(asked_at=None) | Q(happened_at=F("asked_at")), name="escalation_asked_happens"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["rings_at"], condition=Q(rings_at__isnull=False), name="escalation_step_ringing"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of ticket {self.ticket_id}"
