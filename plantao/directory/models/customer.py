"""Customer, and the mail domains that are a customer's."""

from typing import ClassVar

from django.db import models

from plantao.people.models import Person


class Customer(models.Model):
    """
    A company that the provider serves. `country` is ISO 3166 alpha-2; `segment` a key of the handbook; `language` and
    `time_zone` hold for its people where they chose none. Disabled, never deleted.
    """

    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    segment = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    general_contact = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A mail domain whose unknown senders are taken for this customer's people."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="domains")
    name = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.name
