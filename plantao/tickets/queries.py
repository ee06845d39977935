"""Questions about tickets: which there are, by any number or by words; who may read what was said and what happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value

from plantao.directory.models import Customer, Service
from plantao.directory.queries import digits_of
from plantao.events.models import Event
from plantao.people.models import Address, Person
from plantao.people.searching import SHORTEST_PIECE, Holds, Says, words_to_look_for
from plantao.tickets.models import Entry, Hold, Link, LinkKind, Protocol, Ticket, VendorCase, Watcher
from plantao.tickets.models.family import GOES_DOWN
from plantao.tickets.models.ticket import TicketQuerySet, seen_by_contact, seen_by_staff
from plantao.tickets.verbs import Verb


def found(tickets: TicketQuerySet, text: str, *, only_public: bool) -> TicketQuerySet:
    """
    Return those that every word of `text` finds: in the subject or in something said, or as a piece of a number, of the
    customer's or the requester's name, of the Service ID. Staff find by the requester's addresses and a vendor's reference too, and
    by a phone number however it is written.

    What was said on a merged ticket finds the survivor as well. `only_public` for whoever may not read what is internal:
    nothing of it is found out by searching. A text without a letter or a digit finds nothing.
    """
    words = words_to_look_for(text)
    if text.strip() and not words:
        return tickets.none()
    if not only_public and (number := digits_of(text)):
        said = _found_by_every(Ticket.objects.order_by(), words, only_public=False).values("pk")
        return tickets.filter(pk__in=said.union(_asked_from(number)))
    return _found_by_every(tickets, words, only_public=only_public)


def _found_by_every(tickets: TicketQuerySet, words: Sequence[str], *, only_public: bool) -> TicketQuerySet:
    for word in words:
        tickets = tickets.filter(pk__in=_found_by(word, only_public=only_public))
    return tickets


def _asked_from(number: str) -> QuerySet[Ticket, Any]:
    """Return the ids of the tickets of whoever is reached at a phone number, of which this is a piece in digits."""
    reached = Address.objects.filter(Holds("key", Value(number, output_field=TextField()))).values("person")
    return Ticket.objects.order_by().filter(requester__in=reached).values("pk")


def _found_by(word: str, *, only_public: bool) -> QuerySet[Ticket, Any]:
    """Return the ids of the tickets that one word finds: a union, so that each part goes by its own index."""
    sought = Value(word, output_field=TextField())
    said = Entry.objects.filter(Says("text", sought), **({"is_public": True} if only_public else {})).order_by()
    ids = Ticket.objects.order_by()
    parts: list[QuerySet[Any, Any]] = [
        ids.filter(Says("subject", sought)).values("pk"),
        said.values("ticket"),
        said.filter(ticket__merged_into__isnull=False).values("ticket__merged_into"),
    ]
    if len(word) >= SHORTEST_PIECE:
        named = Person.objects.filter(Holds("name", sought)).values("pk")
        parts += [
            Protocol.objects.filter(Holds("number", sought)).order_by().values("ticket"),
            ids.filter(customer__in=Customer.objects.filter(Holds("name", sought)).order_by().values("pk")).values("pk"),
            ids.filter(requester__in=named).values("pk"),
            ids.filter(service__in=Service.objects.filter(Holds("service_id", sought)).order_by().values("pk")).values("pk"),
        ]
    if len(word) >= SHORTEST_PIECE and not only_public:
        reached = Address.objects.filter(Holds("value", sought)).values("person")
        parts += [
            ids.filter(requester__in=reached).values("pk"),
            VendorCase.objects.filter(Holds("reference", sought)).order_by().values("ticket"),
        ]
    return parts[0].union(*parts[1:])


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


def unheard(child: Ticket, parent: Ticket, *, at: datetime) -> list[Event]:
    """
    Return what our people did on the parent in public since the child was linked to it and last heard, in order.

    Of what came before the link, what still holds: the last reply, a promise after it that lies ahead, that it is restored.
    """
    its = child.timeline.events.order_by("-pk")
    linked = its.filter(verb=Verb.LINKED, facts__link=LinkKind.PARENT, facts__is_from=True).values_list("pk", flat=True).first()
    heard = its.filter(verb=Verb.PASSED_DOWN, facts__parent=parent.protocol).values_list("facts__said", flat=True).first()
    said = parent.timeline.events.filter(verb__in=GOES_DOWN, is_public=True).order_by("pk")
    ours = [event for event in said if event.by.is_staff]
    before = [event for event in ours if event.pk < (linked or 0)]
    return [event for event in (*_holding(before, at=at), *(each for each in ours if each.pk > (linked or 0))) if event.pk > (heard or 0)]


def _holding(said: Sequence[Event], *, at: datetime) -> list[Event]:
    """Return what of all this is still so: of each verb the last, no hold, and a promise only where nothing was said since."""
    last = {event.verb: event for event in said}
    last.pop(Verb.HELD, None)
    promised, replied = last.get(Verb.PROMISED), last.get(Verb.REPLIED)
    is_over = promised is not None and datetime.fromisoformat(promised.facts["due_at"]) <= at
    if promised is not None and (is_over or (replied is not None and replied.pk > promised.pk)):
        del last[Verb.PROMISED]
    return sorted(last.values(), key=lambda event: event.pk)


def of_ticket(ticket: Ticket) -> Q:
    """Return which rows that point at a ticket are shown on it: its own, and those of what was merged into it."""
    return Q(ticket=ticket) | Q(ticket__merged_into=ticket)
