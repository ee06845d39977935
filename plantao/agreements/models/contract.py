"""Contract: which plan of the handbook a customer has."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.directory.models import Customer


class Contract(models.Model):
    """From `since` until `until` (null: still) the customer has this plan. `plan` is a key of the handbook's contracts."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contracts")
    plan = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer"], condition=Q(until=None), name="agreements_one_live_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} of customer {self.customer_id}"
