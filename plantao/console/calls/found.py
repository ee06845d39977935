"""Who may be calling, as far as the caller has said anything: contacts, customers, and what they have open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, TextField, Value

from plantao.agreements.queries import plans_of
from plantao.directory.models import Contact, Customer, Service
from plantao.directory.queries import callers, customers_called, digits_of
from plantao.people.models import Person
from plantao.people.searching import SHORTEST_PIECE, Holds
from plantao.tickets.models import Protocol, Ticket

SHOWN = 8
"""More than these nobody reads while somebody waits: another word of the caller's finds fewer."""
OPEN_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A contact as one who may be calling. `plan` is a key of the handbook, "" for none."""

    contact: Contact
    addresses: Sequence[str]
    plan: str
    tickets: Sequence[Ticket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    What a search found. `has_more`: contacts beyond those shown. `tickets` are found by their own number. `service` is the one
    that was named in full; `name` and `number` are what was typed, as that of somebody whom nobody knows.
    """

    callers: Sequence[Caller]
    has_more: bool
    customers: Sequence[Customer]
    tickets: Sequence[Ticket]
    service: Service | None
    name: str
    number: str

    @property
    def is_empty(self) -> bool:
        return not (self.callers or self.customers or self.tickets)


def found(text: str, *, seen_by: Person, at: datetime) -> Found:
    """Return who may be calling, by a piece of a name, a customer, a Service ID, an address, a phone number or a protocol."""
    text = " ".join(text.replace("\0", "").split())
    contacts = list(callers(text, seen_by=seen_by).prefetch_related("person__addresses")[: SHOWN + 1])
    customers = list(customers_called(text, seen_by=seen_by)[:SHOWN])
    shown, number = contacts[:SHOWN], digits_of(text)
    tickets = _open_tickets(text, customers=[*(each.customer for each in shown), *customers], seen_by=seen_by)
    plans = plans_of({contact.customer_id for contact in shown}, at=at)
    return Found(
        callers=[_caller(contact, plans, tickets) for contact in shown],
        has_more=len(contacts) > SHOWN,
        customers=customers,
        tickets=[ticket for ticket in tickets if _is_named(ticket, text)],
        service=Service.objects.filter(service_id__iexact=text).select_related("customer").first() if customers else None,
        name="" if number or "@" in text or customers else text,
        number=text if number else "",
    )


def _caller(contact: Contact, plans: Mapping[int, str], tickets: Iterable[Ticket]) -> Caller:
    theirs = [ticket for ticket in tickets if ticket.customer_id == contact.customer_id]
    theirs.sort(key=lambda ticket: ticket.requester_id != contact.person_id)
    return Caller(
        contact=contact,
        addresses=[address.value for address in contact.person.addresses.all()],
        plan=plans.get(contact.customer_id, ""),
        tickets=theirs[:OPEN_SHOWN],
    )


def _open_tickets(text: str, *, customers: Iterable[Customer], seen_by: Person) -> list[Ticket]:
    """Return the open tickets of these customers, and that of a number, the most urgent first."""
    wanted = Q(customer__in={customer.pk for customer in customers})
    if len(text) >= SHORTEST_PIECE and any(character.isdigit() for character in text):
        numbers = Protocol.objects.filter(Holds("number", Value(text, output_field=TextField())), ticket=OuterRef("pk"))
        wanted |= Q(Exists(numbers))
    tickets = Ticket.objects.visible_to(seen_by).still_open().filter(wanted).select_related("customer", "requester")
    return list(tickets.order_by("next_due_at", "pk")[: SHOWN * OPEN_SHOWN])


def _is_named(ticket: Ticket, text: str) -> bool:
    return len(text) >= SHORTEST_PIECE and text.upper() in ticket.protocol
