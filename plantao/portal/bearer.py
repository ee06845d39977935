"""Whoever has a link of ours and acts by it."""

from plantao.directory.models import Contact
from plantao.events.actor import Actor, ActorKind
from plantao.people.models import Person
from plantao.tickets.models import Ticket


def actor_of(person: Person, ticket: Ticket) -> Actor:
    """Return as whom somebody acts on a ticket: a contact of its customer, else a stranger."""
    speaks = Contact.objects.live().filter(person=person, customer=ticket.customer_id).exists()
    return Actor(ActorKind.CONTACT if speaks else ActorKind.STRANGER, person.pk)
