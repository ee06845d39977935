"""Hold: a ticket waits for somebody else."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plantao.people.models import Person
from plantao.tickets.models.entry import Entry

AWAITING_CUSTOMER = "awaiting_customer"
"""The hold that the customer's answer ends; the handbook may leave it out."""


class Hold(models.Model):
    """
    The ticket waits, for `reason` (a key of the handbook's holds). One open row a reason. It counts from `since`: the
    delivery of the question; null until it was delivered; from the act itself where nobody is asked. `ends_at` is until
    when it is meant to last; `until` when it ended, `ended_by` how (a verb). One that a correction cancelled, or whose
    question came back (`cancelled_at`), counts as if it had never been.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    since = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    question = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "reason"], condition=Q(ended_by=""), name="tickets_one_open_hold_a_reason"),
            models.CheckConstraint(condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="tickets_hold_ends_after"),
            models.CheckConstraint(condition=Q(cancelled_at=None) | ~Q(ended_by=""), name="tickets_cancelled_hold_is_over"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} hold of ticket {self.ticket_id}"

    @property
    def is_open(self) -> bool:
        """Whether the ticket still waits, or the question is still on its way."""
        return self.ended_by == ""
