"""AccountRole: who holds a role of the handbook for a customer."""

from django.db import models

from plantao.directory.models.customer import Customer
from plantao.events.models import Timeline
from plantao.people.models import Person


class AccountRole(models.Model):
    """
    Somebody holds a role for a customer, perhaps for one product of theirs only, or for one order (its timeline), from
    `since` until `until`. `role` and `product` are keys of the handbook.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="account_roles")
    role = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    product = models.CharField(max_length=64, blank=True)
    order_timeline = models.ForeignKey(Timeline, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.role} of customer {self.customer_id}"
