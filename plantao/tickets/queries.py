"""Questions about tickets: which there are, by any number or by words; who may read what was said and what happened."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from plantao.events.models import Event
from plantao.people.models import Person
from plantao.tickets.models import Entry, Hold, Link, LinkKind, Protocol, Ticket, Watcher
from plantao.tickets.models.family import GOES_DOWN
from plantao.tickets.models.ticket import TicketQuerySet, seen_by_contact, seen_by_staff
from plantao.tickets.verbs import Verb


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


def parent_of(child: Ticket) -> Ticket | None:
    """Return the parent of a child in a mass incident; None where it has none."""
    link = Link.objects.filter(ticket=child, kind=LinkKind.PARENT).select_related("other").first()
    return link.other if link else None


def children_of(parent: Ticket) -> list[int]:
    """Return the ids of a mass incident's open children, in the order in which everybody locks."""
    of_parent = Link.objects.filter(other=parent, kind=LinkKind.PARENT).values("ticket")
    return list(Ticket.objects.still_open().filter(pk__in=of_parent).order_by("pk").values_list("pk", flat=True))


def counting_on(person_id: int, *, customer_id: int) -> list[int]:
    """Return the ids of a customer's open tickets that somebody asked for, watches, or is asked on, in the order of locking."""
    asked = Hold.objects.filter(ticket=OuterRef("pk"), asked_of=person_id, ended_by="")
    watched = Watcher.objects.filter(ticket=OuterRef("pk"), person=person_id)
    counting = Q(requester=person_id) | Exists(asked) | Exists(watched)
    tickets = Ticket.objects.still_open().filter(counting, customer=customer_id)
    return list(tickets.order_by("pk").values_list("pk", flat=True))


def unheard(child: Ticket, parent: Ticket) -> list[Event]:
    """Return what our people did on the parent in public since the child was linked to it and last heard, in order."""
    its = child.timeline.events.order_by("-pk")
    linked = its.filter(verb=Verb.LINKED, facts__link=LinkKind.PARENT, facts__is_from=True).values_list("pk", flat=True).first()
    heard = its.filter(verb=Verb.PASSED_DOWN, facts__parent=parent.protocol).values_list("facts__said", flat=True).first()
    said = parent.timeline.events.filter(verb__in=GOES_DOWN, is_public=True, pk__gt=max(linked or 0, heard or 0)).order_by("pk")
    return [event for event in said if event.by.is_staff]


def of_ticket(ticket: Ticket) -> Q:
    """Return which rows that point at a ticket are shown on it: its own, and those of what was merged into it."""
    return Q(ticket=ticket) | Q(ticket__merged_into=ticket)
