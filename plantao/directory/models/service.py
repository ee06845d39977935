"""Site and Service: where a customer is, and what runs there."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from plantao.directory.models.contact import Contact
from plantao.directory.models.customer import Customer
from plantao.directory.verbs import Verb
from plantao.events.actor import Actor
from plantao.events.recording import record
from plantao.people.searching import index_of_pieces
from plantao.prepared import Gap, Prepared
from plantao.rules.refused import Refused

_OF_CUSTOMER = Prepared(lambda: Service.objects.filter(customer=Gap("customer")))


class ServiceIdTaken(Refused):
    """The Service ID is another service's. Facts: service_id."""


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


class ServiceManager(models.Manager["Service"]):
    """Takes services in, and finds them."""

    def add(
        self, customer: Customer, service_id: str, *, by: Actor, at: datetime, product: str = "", site: Site | None = None
    ) -> "Service":
        """Take a service in under its Service ID, as both sides write it. Raises ServiceIdTaken."""
        service_id = service_id.strip()
        if self.filter(service_id__iexact=service_id).exists():
            raise ServiceIdTaken(service_id=service_id)
        service = self.create(customer=customer, service_id=service_id, product=product, site=site)
        record(customer, Verb.SERVICE_ADDED, by=by, at=at, public=True, service=service.pk)
        return service

    def named_in(self, text: str, *, customer: Customer) -> "Service | None":
        """Return the one service of a customer whose Service ID stands in a text; None where none or several do."""
        words = {word.strip(".,;:()[]<>\"'").casefold() for word in text.split()}
        found = [service for service in _OF_CUSTOMER.rows(customer=customer.pk) if service.service_id.casefold() in words]
        return found[0] if len(found) == 1 else None


class Service(models.Model):
    """A circuit or another service, known to both sides by its Service ID. `product` is a key of the handbook."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="services")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    service_id = models.CharField(max_length=64, unique=True)
    product = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=ServiceState.choices, default=ServiceState.ACTIVE)
    technical_contacts = models.ManyToManyField(Contact, blank=True, related_name="+")

    objects: ClassVar[ServiceManager] = ServiceManager()

    class Meta:
        ordering: ClassVar = ["service_id"]
        indexes: ClassVar = [index_of_pieces("service_id", name="directory_service_searched")]

    def __str__(self) -> str:
        return self.service_id
