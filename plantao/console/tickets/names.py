"""What the ids and keys in an event's facts are called, in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from plantao.events.models import Event
from plantao.notifications import vocabulary
from plantao.people.models import Person
from plantao.tickets.models import Ticket, VendorCase
from plantao.ui.terms import Terms

PERSONS = ("asked_of", "approved_by", "person", "told")
"""The facts that name persons by their ids, beside `before` and `after` of those who hold or ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one ticket's timeline; what is not known here is told in general words. `told` is who each notice is for."""

    terms: Terms
    persons: Mapping[int, str]
    vendors: Mapping[int, str]
    customers: Mapping[int, str]
    services: Mapping[int, str]
    told: Mapping[int, str]

    def person(self, number: object) -> str:
        return self.persons.get(number, "") if isinstance(number, int) else ""

    def people(self, numbers: Iterable[int]) -> str:
        return ", ".join(name for number in numbers if (name := self.person(number)))

    def vendor(self, case: int) -> str:
        return self.vendors.get(case) or gettext("the vendor")

    def instant(self, written: str | None) -> str:
        """Return an instant of the facts as the reader's clock shows it; "" where there is none."""
        if not written:
            return ""
        return date_format(timezone.localtime(datetime.fromisoformat(written)), "SHORT_DATETIME_FORMAT")


def names_in(events: Iterable[Event], ticket: Ticket, *, told: Mapping[int, str] | None = None) -> Names:
    """Return what the facts of these events name, and whom its notices are for: at most one query for persons and one for vendors."""
    events = list(events)
    known = {person.pk: called(person) for person in (ticket.requester, ticket.holder, *(event.person for event in events)) if person}
    asked = {number for event in events for number in _persons(event.facts)} - known.keys()
    if asked:
        known |= {person.pk: called(person) for person in Person.objects.filter(pk__in=asked)}
    cases = {event.facts["case"] for event in events if "case" in event.facts}
    return Names(
        terms=Terms(ticket.terms),
        persons=known,
        vendors=dict(VendorCase.objects.filter(pk__in=cases).values_list("pk", "vendor")) if cases else {},
        customers={ticket.customer.pk: ticket.customer.name} if ticket.customer else {},
        services={ticket.service.pk: ticket.service.service_id} if ticket.service else {},
        told=told or {},
    )


def called(person: Person) -> str:
    """Return what somebody is called: their name, else where they are reached."""
    return person.name or person.mail_address or gettext("somebody without a name")


def word(kind: str, key: str) -> str:
    """Return what people call a key that every handbook shares: `kind` is causes, responsible, fields, ..."""
    return vocabulary.said(kind, key, language=get_language() or "en")


def _persons(facts: Mapping[str, Any]) -> Iterable[int]:
    for name in (*PERSONS, "before", "after"):
        for each in facts[name] if isinstance(facts.get(name), list) else [facts.get(name)]:
            if isinstance(each, int):
                yield each
