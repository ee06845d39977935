"""A ticket's timeline as its page shows it: what happened, the words of each event, and who was told of it. The newest stands first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext

from plantao.console.tickets.names import Names, called, names_in
from plantao.console.tickets.phrases import PHRASES
from plantao.console.tickets.told import Telling, notices_of, tellings, told_since, whom
from plantao.events.actor import ActorKind
from plantao.events.models import Event
from plantao.messaging.verbs import Verb as Messaging
from plantao.people.models import Person
from plantao.tickets.models import Attachment, Entry, EntryKind, Ticket

PAGE = 200
"""How many events are shown before somebody asks for all of them."""
WITH_THE_NOTICE = frozenset({Messaging.DELIVERED})
"""What stands with the notice that it is about, and is no line: that a message arrived, as nearly every one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of an event with their files. `is_inside`: the customer never sees them."""

    entry: Entry
    files: Sequence[Attachment]

    @property
    def is_inside(self) -> bool:
        return not self.entry.is_public

    @property
    def label(self) -> str:
        """Return what kind of words these are, where that is not plain from what happened."""
        return gettext("Why it was written down late") if self.entry.kind == EntryKind.LATE else ""

    @property
    def has_original(self) -> bool:
        return self.entry.inbound_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One event. `side` is whose act it was: customer, staff or desk; `who` is "" where the phrase is a sentence by itself.
    `recorded_at` is set where it was written down later than it happened.
    """

    number: int
    icon: str
    who: str
    side: str
    says: str
    at: datetime
    recorded_at: datetime | None
    is_inside: bool
    is_minor: bool
    said: Sequence[Said]
    telling: Telling | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """
    `last` is the highest number of an event known, 0 where there is none; `has_more`: older ones were left out. `told_since`: of
    lines that were shown before, who was told meanwhile.
    """

    lines: Sequence[Line]
    last: int
    has_more: bool
    told_since: Sequence[Telling] = ()


def timeline_of(ticket: Ticket, *, after: int = 0, whole: bool = False) -> Timeline:
    """Return what happened on a ticket and on what was merged into it: six queries. `after`: only events with a higher number; eight."""
    its = Ticket.objects.filter(Q(pk=ticket.pk) | Q(merged_into=ticket.pk))
    happened = Event.objects.filter(timeline__in=its.values("timeline"), pk__gt=after).select_related("person")
    newest = list(happened.order_by("-recorded_at", "-pk")[: None if whole else PAGE + 1])
    events = newest if whole else newest[:PAGE]
    if not events:
        return Timeline(lines=(), last=after, has_more=False)
    said = _said(Entry.objects.filter(ticket__in=its.values("pk"), event__in=events))
    notices = notices_of(events)
    told = tellings(notices)
    names = names_in(events, ticket, told={notice.pk: whom(notice) for notice in notices})
    lines = [_line(event, names, said[event.pk], told.get(event.pk)) for event in events if event.verb not in WITH_THE_NOTICE]
    since = told_since(events, after=after) if after else ()
    return Timeline(lines=lines, last=max(event.pk for event in events), has_more=len(newest) > len(events), told_since=since)


def happened_meanwhile(ticket: Ticket, *, seen: int, person: Person) -> Timeline:
    """Return what other people did on a ticket after the event that somebody saw last; of what the desk did itself nothing."""
    others = Event.objects.filter(timeline=ticket.timeline_id, pk__gt=seen).exclude(actor_kind=ActorKind.DESK).exclude(person=person)
    events = list(others.select_related("person").order_by("-pk")[:5])
    if not events:
        return Timeline(lines=(), last=seen, has_more=False)
    said, names = _said(Entry.objects.filter(ticket=ticket, event__in=events)), names_in(events, ticket)
    return Timeline(lines=[_line(event, names, said[event.pk], None) for event in events], last=events[0].pk, has_more=False)


def _line(event: Event, names: Names, said: Sequence[Said], telling: Telling | None) -> Line:
    phrase = PHRASES[event.verb]
    return Line(
        number=event.pk,
        icon=phrase.icon,
        who="" if phrase.stands_alone else who_did(event),
        side="customer" if event.by.is_customers else "staff" if event.by.is_staff else "desk",
        says=phrase.says(event, names) + _approved(event, names),
        at=event.at,
        recorded_at=event.recorded_at if _is_late(event) else None,
        is_inside=not event.is_public,
        is_minor=phrase.is_minor and not said,
        said=said,
        telling=telling,
    )


def _is_late(event: Event) -> bool:
    """Whether it was written down so much later than it happened that the instants, told to the minute, are two."""
    return bool(event.facts.get("late")) and event.recorded_at - event.at >= timedelta(minutes=1)


def _approved(event: Event, names: Names) -> str:
    """Return who approved it, where that was another than who did it; "" where nobody did."""
    approver = event.facts.get("approved_by")
    name = names.person(approver) if approver != event.person_id else ""
    return pgettext("timeline", ", approved by {person}").format(person=name) if name else ""


def who_did(event: Event) -> str:
    """Return who did it, as a timeline names them."""
    if event.person is not None:
        return called(event.person)
    return {
        ActorKind.OPERATOR: gettext("The operator"),
        ActorKind.DESK: gettext("Plantão"),
        ActorKind.STRANGER: gettext("Somebody unknown"),
    }.get(ActorKind(event.actor_kind), gettext("Somebody"))


def _said(entries: QuerySet[Entry]) -> defaultdict[int, list[Said]]:
    entries = entries.defer("html").order_by("pk")
    files: defaultdict[int, list[Attachment]] = defaultdict(list)
    rows = list(entries)
    attached = Attachment.objects.filter(entry__in=rows).select_related("blob").defer("blob__content").order_by("pk")
    for file in attached if rows else ():
        files[file.entry_id].append(file)
    said: defaultdict[int, list[Said]] = defaultdict(list)
    for entry in rows:
        said[entry.event_id].append(Said(entry=entry, files=files[entry.pk]))
    return said
