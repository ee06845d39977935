"""Contact: a person in the service of a customer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.directory.models.customer import Customer
from plantao.people.models import Person


class Contact(models.Model):
    """
    A person who speaks for a customer, with authority to open tickets, ask for changes, let people into sites, see
    bills. From `since` until they leave (`until`); a person may be contact of more than one customer.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    may_open = models.BooleanField(default=True)
    may_change = models.BooleanField(default=False)
    may_give_access = models.BooleanField(default=False)
    may_see_billing = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "person"], condition=Q(until=None), name="directory_contact_once"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"
