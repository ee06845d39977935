"""Promise: an instant that somebody promised on a ticket."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Promise(models.Model):
    """We said we would be back by `due_at`. `ended_at` when it was kept, replaced or fell away with the ticket; one open a ticket."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="promises")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="tickets_one_open_promise"),
        ]

    def __str__(self) -> str:
        return f"promise on ticket {self.ticket_id}"
