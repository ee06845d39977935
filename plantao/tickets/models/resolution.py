"""Resolution: how a ticket ended."""

from django.db import models

from plantao.people.models import Person

UNANSWERED = "unanswered"
"""The cause of a ticket that ended because nobody answered; no handbook names it."""


class Resolution(models.Model):
    """
    Cause and responsible are keys of the handbook's resolution (or UNANSWERED); `done` what was done, in words that the requester is
    told. Figures, reports and credits rest on this row. `confirmed_at`: the requester said that it is solved.
    """

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.PROTECT, related_name="resolution")
    cause = models.CharField(max_length=64, blank=True)
    responsible = models.CharField(max_length=64, blank=True)
    done = models.TextField(blank=True)
    resolved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"resolution of ticket {self.ticket_id}"
