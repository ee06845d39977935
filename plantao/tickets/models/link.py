"""Link: what one ticket has to do with another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class LinkKind(models.TextChoices):
    """`ticket` is ... of `other`: related to it, a repeat of it, a disagreement with it, a child of it (mass incident)."""

    RELATED = "related"
    REPEAT = "repeat"
    DISAGREEMENT = "disagreement"
    PARENT = "parent"


class Link(models.Model):
    """`ticket` points at `other`: a repeat at the fault before it, a disagreement at what it disagrees with, a child at its parent."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=16, choices=LinkKind.choices)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="tickets_link_once"),
            models.UniqueConstraint(fields=["ticket"], condition=Q(kind="parent"), name="tickets_one_parent"),
            models.CheckConstraint(condition=~Q(ticket=F("other")), name="tickets_no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of ticket {self.ticket_id}"
