"""Customers for tests."""

from datetime import datetime

from django.db import transaction

from plantao.directory.models import Contact, Customer, Service
from plantao.events.actor import DESK
from plantao.people.testing import a_person


@transaction.atomic
def a_customer(
    name: str = "Provedor Aurora", *, at: datetime, country: str = "BR", domains: tuple[str, ...] = (), **facts: str
) -> Customer:
    """Take a customer in, with the mail domains it claims."""
    customer = Customer.objects.add(name, by=DESK, at=at, country=country, **facts)
    for domain in domains:
        customer.claim_domain(domain, by=DESK, at=at)
    return customer


@transaction.atomic
def a_contact(customer: Customer, *, at: datetime, name: str = "Bruno Lima", mail: str = "", **authority: bool) -> Contact:
    """Make a person who speaks for a customer."""
    return Contact.objects.add(customer, a_person(name, at=at, mail=mail), by=DESK, at=at, **authority)


@transaction.atomic
def a_service(customer: Customer, service_id: str = "BHZ-0001", *, at: datetime, product: str = "") -> Service:
    """Take a service in."""
    return Service.objects.add(customer, service_id, by=DESK, at=at, product=product)
