"""Site and Service: where a customer is, and what runs there."""

from typing import ClassVar

from django.db import models

from plantao.directory.models.contact import Contact
from plantao.directory.models.customer import Customer


class Site(models.Model):
    """A place of a customer's. `time_zone` is the site's own: maintenance windows are in it."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["customer", "name"]

    def __str__(self) -> str:
        return self.name


class ServiceState(models.TextChoices):
    """Whether a service runs."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Service(models.Model):
    """A circuit or another service, known to both sides by its Service ID. `product` is a key of the handbook."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="services")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    service_id = models.CharField(max_length=64, unique=True)
    product = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=ServiceState.choices, default=ServiceState.ACTIVE)
    technical_contacts = models.ManyToManyField(Contact, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["service_id"]

    def __str__(self) -> str:
        return self.service_id
