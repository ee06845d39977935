"""Whose a ticket is: customer, requester, service, and who follows it."""

from django.shortcuts import get_object_or_404

from plantao.console.tickets.acting import Doing, acts
from plantao.console.tickets.forms.belonging import CustomerForm, RequesterForm, ServiceForm, UnwatchForm, WatchForm
from plantao.people.addresses import Kind
from plantao.people.models import Person


@acts("ticket.watch", WatchForm)
def watchers(doing: Doing) -> None:
    """Let somebody be told."""
    doing.ticket.watch(**doing.openly, person=_known_at(doing))


@acts("ticket.unwatch", UnwatchForm)
def unwatchings(doing: Doing) -> None:
    """Let somebody be told no more."""
    doing.ticket.unwatch(**doing.how, person=get_object_or_404(Person, pk=doing.ids["number"]))


@acts("ticket.set_customer", CustomerForm)
def customers(doing: Doing) -> None:
    """Say whose it is."""
    doing.ticket.set_customer(**doing.how, customer=doing.said["customer"])


@acts("ticket.set_requester", RequesterForm)
def requesters(doing: Doing) -> None:
    """Say who asks."""
    doing.ticket.set_requester(**doing.openly, requester=_known_at(doing))


@acts("ticket.set_service", ServiceForm)
def services(doing: Doing) -> None:
    """Say what it is about."""
    doing.ticket.set_service(**doing.openly, service=doing.said["service"])


def _known_at(doing: Doing) -> Person:
    """Return who is reached at the address that was given, made where nobody was."""
    person, _ = Person.objects.known_at(Kind.MAIL, doing.said["mail"], name=doing.said.get("name", ""), at=doing.request.at)
    return person
