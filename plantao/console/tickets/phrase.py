"""A phrase: how one kind of event is told, and the small makers of phrases."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext

from plantao.console.tickets.names import Names
from plantao.events.models import Event

Says = Callable[[Event, Names], str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """
    `says` continues the name of who did it ("Ana replied ..."); `stands_alone` where it is a sentence by itself. `is_minor`: it is
    told in a small line, for whoever looks for it.
    """

    icon: str
    says: Says
    stands_alone: bool = False
    is_minor: bool = False


def always(text: str | Promise) -> Says:
    """Return what says the same of every such event."""
    return lambda event, names: str(text)


def with_facts(text: str | Promise, *facts: str) -> Says:
    """Return what puts facts of the event into a text: instants (`..._at`) by the reader's clock, lists joined."""
    return lambda event, names: str(text).format(**{fact: _shown(fact, event, names) for fact in facts})


def of_a_hold(text: str | Promise) -> Says:
    """Return what names the hold that the event is of, as {reason}."""
    return lambda event, names: str(text).format(reason=names.terms.hold(event.facts["reason"]))


def of_a_person(text: str | Promise) -> Says:
    """Return what names the person that the event is of, as {person}."""
    return lambda event, names: str(text).format(person=names.person(event.facts["person"]))


def of_a_vendor(text: str | Promise, *instants: str) -> Says:
    """Return what names the vendor that the event is of, as {vendor}, with instants of the facts."""

    def says(event: Event, names: Names) -> str:
        told = {fact: names.instant(event.facts.get(fact)) or pgettext("timeline", "no hour") for fact in instants}
        return str(text).format(vendor=names.vendor(event.facts["case"]), **told)

    return says


def _shown(fact: str, event: Event, names: Names) -> str:
    value = event.facts[fact]
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return names.instant(value) if fact.endswith("_at") else str(value)
