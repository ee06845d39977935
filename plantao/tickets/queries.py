"""Questions about tickets: which there are, by any number or by words; who may read what was said and what happened."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from plantao.events.models import Event
from plantao.people.models import Person
from plantao.tickets.models import Entry, Protocol, Ticket
from plantao.tickets.models.ticket import TicketQuerySet, seen_by_contact, seen_by_staff


def found(tickets: TicketQuerySet, text: str, *, only_public: bool) -> TicketQuerySet:
    """
    Return those in which every word of `text` stands: at the start of a number, in the subject, or in something said.

    `only_public` for whoever may not read what is internal: nothing of it is found out by searching.
    """
    for word in text.split():
        entries = Entry.objects.filter(ticket=OuterRef("pk"), text__icontains=word)
        numbers = Protocol.objects.filter(ticket=OuterRef("pk"), number__istartswith=word)
        if only_public:
            entries = entries.filter(is_public=True)
        tickets = tickets.filter(Q(subject__icontains=word) | Exists(entries) | Exists(numbers))
    return tickets


def entries_visible_to(person: Person) -> QuerySet[Entry]:
    """Return everything that a person may read, oldest first: what is internal only on tickets that they see as staff."""
    as_contact = Q(ticket__in=Ticket.objects.filter(seen_by_contact(person)), is_public=True)
    return Entry.objects.filter(Q(ticket__in=Ticket.objects.filter(seen_by_staff(person))) | as_contact)


def events_visible_to(person: Person) -> QuerySet[Event]:
    """Return everything that a person may know to have happened, oldest first; what is internal as in `entries_visible_to`."""
    as_contact = Q(timeline__ticket__in=Ticket.objects.filter(seen_by_contact(person)), is_public=True)
    return Event.objects.filter(Q(timeline__ticket__in=Ticket.objects.filter(seen_by_staff(person))) | as_contact)


def of_ticket(ticket: Ticket) -> Q:
    """Return which rows that point at a ticket are shown on it: its own, and those of what was merged into it."""
    return Q(ticket=ticket) | Q(ticket__merged_into=ticket)
