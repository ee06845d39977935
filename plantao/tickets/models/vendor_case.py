"""VendorCase: a manufacturer or supplier was asked, and what they said when it would be done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.people.searching import index_of_pieces


class VendorCase(models.Model):
    """
    A matter with a vendor. `reference` is the vendor's own number; `mail` where they write from: their mails file
    themselves here, internal always. `contacts` is whom to chase, in order: words. Their word makes it informed
    restored; only our check or the customer's, verified.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="vendor_cases")
    vendor = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)
    mail = models.CharField(max_length=320, blank=True)
    contacts = models.JSONField(default=list, blank=True)
    passed_at = models.DateTimeField()
    chase_at = models.DateTimeField(null=True, blank=True)
    chased_at = models.DateTimeField(null=True, blank=True)
    informed_restored_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [index_of_pieces("reference", name="tickets_reference_searched")]

    def __str__(self) -> str:
        return f"vendor case {self.pk}"


class Forecast(models.Model):
    """By when the vendor said it would be done, and whether that word was broken. The last one given counts."""

    case = models.ForeignKey(VendorCase, on_delete=models.PROTECT, related_name="forecasts")
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    broken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(broken_at=None) | Q(broken_at__gte=models.F("due_at")), name="tickets_forecast_broken_when_due"
            )
        ]

    def __str__(self) -> str:
        return f"forecast of vendor case {self.case_id}"
