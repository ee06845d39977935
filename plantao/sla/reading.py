"""Reading what a ticket's clocks are derived from: its row, its holds, and the events that count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import accumulate
from typing import Any

from plantao.agreements.calendars import frozen_hours
from plantao.agreements.queries import document_of
from plantao.events.models import Event
from plantao.prepared import Gap, Prepared
from plantao.rules.clock_rounds import ATTENDED, OPENED, RESOLVED, RESTORED, Happening
from plantao.rules.counted_time import Hold
from plantao.rules.criticality import Change
from plantao.sla.history import Frozen, History
from plantao.sla.verbs import Verb
from plantao.tickets.models import Hold as HoldRow
from plantao.tickets.models import Ticket
from plantao.tickets.verbs import Verb as TicketVerb

UPDATES = frozenset(
    {
        TicketVerb.REPLIED, TicketVerb.HELD, TicketVerb.PROMISED, TicketVerb.PASSED_TO_VENDOR, TicketVerb.HANDED_OVER,
        TicketVerb.CLASSIFIED,
    }
)  # fmt: skip
"""What a person of ours does in public and the requester is told of: a `public_update`."""

READ = (*UPDATES, *Verb, TicketVerb.HOLD_CONTESTED)

_EVENTS = Prepared(lambda: Event.objects.filter(timeline=Gap("timeline"), verb__in=READ).order_by("id"))
_HOLDS = Prepared(lambda: HoldRow.objects.filter(ticket=Gap("ticket"), cancelled_at=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What this room recorded on a ticket before: breaches (with their events) and marks by clock and instant, and what was done."""

    breaches: dict[tuple[str, datetime], Event]
    marks: frozenset[tuple[str, datetime]]
    reminded: frozenset[int]
    left: frozenset[int]
    contested: frozenset[int]
    broken_promises: frozenset[int]
    chases: frozenset[tuple[int, datetime]]


def events_of(ticket: Ticket) -> list[Event]:
    """Return the events of a ticket that this room reads, in the order in which they were written down."""
    return _EVENTS.rows(timeline=ticket.timeline_id)


def holds_of(ticket: Ticket) -> tuple[Hold, ...]:
    """Return a ticket's holds as the rules take them: those that count, and were not cancelled."""
    return _counting(_HOLDS.rows(ticket=ticket.pk))


def histories_of(tickets: Sequence[Ticket]) -> dict[int, History]:
    """Return what the clocks of several tickets are derived from, by the tickets' ids: two queries."""
    events: defaultdict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(timeline__in=[ticket.timeline_id for ticket in tickets], verb__in=READ).order_by("id"):
        events[event.timeline_id].append(event)
    holds: defaultdict[int, list[HoldRow]] = defaultdict(list)
    for row in HoldRow.objects.filter(ticket__in=tickets, cancelled_at=None):
        holds[row.ticket_id].append(row)
    return {ticket.pk: history_of(ticket, events=events[ticket.timeline_id], holds=_counting(holds[ticket.pk])) for ticket in tickets}


def history_of(ticket: Ticket, *, events: Sequence[Event], holds: tuple[Hold, ...]) -> History:
    """Return what a ticket's clocks are derived from."""
    return History(
        happenings=tuple(happenings_of(ticket, events)),
        holds=holds,
        criticalities=_criticalities(ticket, events),
        versions=_versions(ticket, events),
        plan=ticket.plan,
    )


def happenings_of(ticket: Ticket, events: Iterable[Event]) -> list[Happening]:
    """Return what happened on a ticket, as clocks and ladders know it, corrections applied."""
    ending = "merged" if ticket.merged_into_id else "cancelled"
    instants = {
        OPENED: ticket.opened_at,
        ATTENDED: ticket.attended_at,
        RESTORED: ticket.restored_at,
        RESOLVED: ticket.resolved_at,
        ending: ticket.cancelled_at,
        "fault_started": ticket.fault_started_at,
    }
    happened = [Happening(event=name, at=instant) for name, instant in instants.items() if instant is not None]
    return happened + [Happening(event="public_update", at=event.at) for event in events if _is_update(event)]


def past_of(events: Sequence[Event]) -> Past:
    """Return what this room recorded before."""
    breaches: dict[tuple[str, datetime], Event] = {}
    for event in events:
        if event.verb == Verb.BREACHED:
            breaches[_of_clock(event, "due_at")] = event
        if event.verb == Verb.BREACH_WITHDRAWN:
            breaches.pop(_of_clock(event, "due_at"), None)
    return Past(
        breaches=breaches,
        marks=frozenset(_of_clock(event, "mark_at") for event in events if event.verb == Verb.MARKED),
        reminded=_named(events, Verb.REMINDED, "hold"),
        left=_named(events, Verb.LEFT_UNANSWERED, "hold"),
        contested=_named(events, TicketVerb.HOLD_CONTESTED, "hold"),
        broken_promises=_named(events, Verb.PROMISE_BROKEN, "promise"),
        chases=frozenset((event.facts["case"], instant_of(event, "chase_at")) for event in events if event.verb == Verb.CHASE_DUE),
    )


def instant_of(event: Event, fact: str) -> datetime:
    """Return an instant among an event's facts."""
    return datetime.fromisoformat(event.facts[fact])


def _counting(rows: Iterable[HoldRow]) -> tuple[Hold, ...]:
    return tuple(Hold(since=row.since, until=row.until, reason=row.reason) for row in rows if row.since is not None)


def _is_update(event: Event) -> bool:
    if event.verb not in UPDATES or not event.is_public or not event.by.is_staff:
        return False
    return event.verb != TicketVerb.CLASSIFIED or event.facts["change"] != Change.SAME


def _criticalities(ticket: Ticket, events: Iterable[Event]) -> tuple[tuple[datetime, str], ...]:
    """
    Return each criticality with the instant from which it counts, the opening's first.

    What was written down last holds last: a change that is said to lie before another, known by then, follows it at once.
    """
    changes = [event for event in events if event.verb == TicketVerb.CLASSIFIED and event.facts["change"] != Change.SAME]
    if not changes:
        return ((ticket.opened_at, ticket.criticality),)
    instants = accumulate((event.at for event in changes), max, initial=ticket.opened_at)
    keys = [_criticality(changes[0].facts["before"]), *(_criticality(event.facts["after"]) for event in changes)]
    return tuple(zip(instants, keys, strict=True))


def _criticality(place: dict[str, Any]) -> str:
    return str(place["criticality"])


def _versions(ticket: Ticket, events: Iterable[Event]) -> tuple[Frozen, ...]:
    rerated = [event for event in events if event.verb == Verb.RERATED]
    if not rerated:
        return (_frozen(ticket.opened_at, ticket.handbook_id, ticket.calendars_id, ticket.customer_calendar),)
    readings = [(ticket.opened_at, rerated[0].facts["before"]), *((event.at, event.facts["after"]) for event in rerated)]
    return tuple(_frozen(since, each["handbook"], each["calendars"], each["calendar"]) for since, each in readings)


def _frozen(since: datetime, handbook_id: int, calendars_id: int, customer_calendar: str) -> Frozen:
    return Frozen(
        since=since,
        handbook_id=handbook_id,
        calendars_id=calendars_id,
        handbook=document_of(handbook_id),
        customer_calendar=customer_calendar,
        hours=partial(frozen_hours, handbook_id=handbook_id, calendars_id=calendars_id),
    )


def _of_clock(event: Event, fact: str) -> tuple[str, datetime]:
    return event.facts["clock"], instant_of(event, fact)


def _named(events: Iterable[Event], verb: str, fact: str) -> frozenset[int]:
    return frozenset(event.facts[fact] for event in events if event.verb == verb)
