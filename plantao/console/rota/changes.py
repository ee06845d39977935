"""What was last done to the rota, and by whom; and what somebody else did since a page was shown."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from plantao.console.rota.words import name_of
from plantao.console.tickets.names import called
from plantao.events.actor import ActorKind
from plantao.events.models import Event
from plantao.handbook.document import Handbook
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.staff.verbs import Verb
from plantao.ui.terms import Terms

LAST = 8
"""How many are shown."""

SAYS: Mapping[str, str | Promise] = {
    Verb.SHIFT_ADDED: gettext_lazy("added shift {number}: {people}, from {since}"),
    Verb.SHIFT_ENDED: gettext_lazy("ended shift {number}, on {until}"),
    Verb.ASSIGNED: gettext_lazy("put {to} first in line, {since} – {until}"),
    Verb.HANDED_OVER: gettext_lazy("let {to} stand in for {of}, {since} – {until}"),
    Verb.SWAPPED: gettext_lazy("let {to} and {of} swap, {since} – {until}"),
    Verb.CANCELLED: gettext_lazy("cancelled arrangement {number}, from {since}"),
    Verb.ABSENCE_NOTED: gettext_lazy("noted that {person} is away, {since} – {until}"),
    Verb.ABSENCE_CANCELLED: gettext_lazy("noted that {person} is back, from {since}"),
}
"""Each continues the name of who did it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that was done. `role` is "" where it is about a person, not about a role; `number` is the event's."""

    number: int
    who: str
    role: str
    says: str
    at: datetime


def last_changes(handbook: Handbook) -> list[Change]:
    """Return what was done last, the latest first: two queries."""
    return _told(Event.objects.filter(verb__in=SAYS).select_related("person").order_by("-recorded_at", "-pk")[:LAST], handbook)


def last_seen() -> int:
    """Return the number of the last event of any rota; 0 where nothing ever happened."""
    last = Event.objects.filter(verb__in=SAYS).order_by("-recorded_at", "-pk").values_list("pk", flat=True).first()
    return last or 0


def done_meanwhile(timelines: Collection[int], *, seen: int, person: Person, handbook: Handbook) -> Change | None:
    """Return the last that another person did on these timelines after the event that somebody saw last; None where nobody did."""
    others = Event.objects.filter(timeline__in=timelines, verb__in=SAYS, pk__gt=seen).exclude(actor_kind=ActorKind.DESK)
    told = _told(others.exclude(person=person).select_related("person").order_by("-pk")[:1], handbook)
    return told[0] if told else None


def _told(events: Iterable[Event], handbook: Handbook) -> list[Change]:
    events, terms = list(events), Terms(handbook)
    named = {number for event in events for number in _named(event.facts)}
    lines = [event.timeline_id for event in events if event.verb in _OF_PEOPLE]
    agents = Agent.objects.filter(pk__in=named) | Agent.objects.filter(timeline__in=lines)
    found = list(agents.select_related("person")) if events else []
    by_id, by_line = {agent.pk: name_of(agent) for agent in found}, {agent.timeline_id: name_of(agent) for agent in found}
    return [
        Change(
            number=event.pk,
            who=_who(event),
            role=terms.role(event.facts["role"]) if "role" in event.facts else "",
            says=_says(event, lambda number: by_id.get(number, "–"), by_line.get(event.timeline_id, "–")),
            at=event.recorded_at,
        )
        for event in events
    ]


_OF_PEOPLE = frozenset({Verb.ABSENCE_NOTED, Verb.ABSENCE_CANCELLED})


def _says(event: Event, name: Callable[[int], str], person: str) -> str:
    facts = event.facts
    number = facts.get("shift") or facts.get("arrangement") or facts.get("absence")
    people = ", ".join(name(each) for each in facts.get("agents", ()))
    to, of = (name(facts[key]) if facts.get(key) else "" for key in ("to", "of"))
    since, until = _instant(facts.get("since")), _instant(facts.get("until"))
    return str(SAYS[event.verb]).format(number=number, people=people, to=to, of=of, person=person, since=since, until=until)


def _named(facts: Mapping[str, Any]) -> list[int]:
    return [each for each in (*facts.get("agents", ()), facts.get("to"), facts.get("of")) if each]


def _who(event: Event) -> str:
    if event.person is not None:
        return called(event.person)
    return gettext("The operator") if event.actor_kind == ActorKind.OPERATOR else gettext("Plantão")


def _instant(written: str | None) -> str:
    if not written:
        return gettext("nobody knows until when")
    return date_format(timezone.localtime(datetime.fromisoformat(written)), "SHORT_DATETIME_FORMAT")
