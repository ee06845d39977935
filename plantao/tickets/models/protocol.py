"""Protocol: the number that a contact gets at once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.people.searching import index_of_pieces


class Protocol(models.Model):
    """
    A number, unique in the provider and never reused. The first of a ticket names it; each further one is a repeat
    contact on the same matter, or came with a ticket that was merged in (then `ticket` is the survivor).
    """

    number = models.CharField(max_length=32, unique=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="protocols")
    is_first = models.BooleanField()
    channel = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-is_first", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(is_first=True), name="tickets_one_first_protocol"),
        ]
        indexes: ClassVar = [index_of_pieces("number", name="tickets_protocol_searched")]

    def __str__(self) -> str:
        return self.number


class Counter(models.Model):
    """How far the numbers of one period have been given out (plantao/tickets/models/numbers.py)."""

    period = models.CharField(max_length=32, primary_key=True)
    last = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.period}: {self.last}"
