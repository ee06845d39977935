"""Contract: which plan of the handbook a customer has."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.directory.models import Customer
from plantao.directory.verbs import Verb
from plantao.events.actor import Actor
from plantao.events.recording import record


class ContractManager(models.Manager["Contract"]):
    """Makes contracts."""

    def set_plan(self, customer: Customer, plan: str, *, by: Actor, at: datetime) -> "Contract":
        """Give a customer this plan from `at` on; the one before ends there. Open tickets keep theirs. The same again changes nothing."""
        Customer.objects.select_for_update().get(pk=customer.pk)
        current = self.filter(customer=customer, until=None).first()
        if current and current.plan == plan:
            return current
        if current:
            current.until = at
            current.save(update_fields=["until"])
        record(customer, Verb.PLAN_SET, by=by, at=at, public=True, plan=plan, before=current.plan if current else "")
        return self.create(customer=customer, plan=plan, since=at)


class Contract(models.Model):
    """From `since` until `until` (null: still) the customer has this plan. `plan` is a key of the handbook's contracts."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contracts")
    plan = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ContractManager] = ContractManager()

    class Meta:
        ordering: ClassVar = ["since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer"], condition=Q(until=None), name="agreements_one_live_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} of customer {self.customer_id}"
