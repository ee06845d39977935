"""Re-rating: an open ticket moves to newer versions of handbook and calendars, never by itself, with before and after on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from plantao.agreements.calendars import frozen_hours
from plantao.agreements.models import CalendarVersion, HandbookVersion
from plantao.agreements.queries import handbook_of
from plantao.events.actor import Actor
from plantao.events.models import Event
from plantao.events.recording import record
from plantao.rules.clock_counts import Count, judge_count
from plantao.rules.service_level import State
from plantao.sla.history import Frozen, History, derive, waiting
from plantao.sla.reading import events_of, history_of, holds_of
from plantao.sla.verbs import Verb
from plantao.tickets.models import Entry, EntryKind, Ticket, Words
from plantao.tickets.models.entry import digest
from plantao.tickets.models.row import iso
from plantao.tickets.models.treating import NothingChanges, ReasonMissing


@dataclass(frozen=True, slots=True)
class Told:
    """What a clock came to under some versions; `due_at` is None while held or waiting."""

    state: State
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerated:
    """What a re-rate makes of one clock; None where it does not exist under those versions."""

    clock: str
    before: Told | None
    after: Told | None


def preview(
    ticket: Ticket, *, handbook: HandbookVersion, calendars: CalendarVersion, at: datetime, history: History | None = None
) -> tuple[Rerated, ...]:
    """
    Return what would become of each clock of a ticket, were it re-rated at `at`; nothing is written. `history` is the ticket's,
    where it is at hand.

    Raises NothingChanges where it is read under these versions already, and what `Ticket.check_readable_under` raises.
    """
    if (ticket.handbook_id, ticket.calendars_id) == (handbook.pk, calendars.pk):
        raise NothingChanges(act="rerate")
    document = handbook_of(handbook)
    if handbook.pk != ticket.handbook_id:
        ticket.check_readable_under(document)
    history = history or history_of(ticket, events=events_of(ticket), holds=holds_of(ticket))
    newer = Frozen(
        since=at,
        handbook_id=handbook.pk,
        calendars_id=calendars.pk,
        handbook=document,
        customer_calendar=document.calendar_for_customer((ticket.customer.country if ticket.customer else None) or None),
        hours=partial(frozen_hours, handbook_id=handbook.pk, calendars_id=calendars.pk),
    )
    before, after = _told(history, at), _told(replace(history, versions=(*history.versions, newer)), at)
    names = dict.fromkeys((*after, *before))
    return tuple(Rerated(clock=name, before=before.get(name), after=after.get(name)) for name in names)


def rerate(
    ticket: Ticket, *, by: Actor, at: datetime, handbook: HandbookVersion, calendars: CalendarVersion, reason: str
) -> tuple[Rerated, ...]:
    """
    Move a ticket to these versions, for a `reason` in words: what still runs is counted anew, what is over keeps its own.

    Records RERATED, internal, with before and after of each clock. Raises ReasonMissing, and as `preview` does.
    """
    ticket.lock()
    if not reason.strip():
        raise ReasonMissing(act="rerate")
    changes = preview(ticket, handbook=handbook, calendars=calendars, at=at)
    before = _versions(ticket)
    ticket.read_under(handbook=handbook, calendars=calendars)

    def write(event: Event) -> None:
        Entry.objects.write(Words(reason), kind=EntryKind.REASON, ticket_id=ticket.pk, event=event, is_public=False)

    facts: dict[str, Any] = {"before": before, "after": _versions(ticket), "clocks": {each.clock: _facts(each) for each in changes}}
    record(ticket, Verb.RERATED, by=by, at=at, public=False, rows=write, sha256=digest(reason), **facts)
    return changes


def _told(history: History, at: datetime) -> Mapping[str, Told]:
    seen_at = history.seen_from(at)
    derived = derive(history, at=seen_at)
    found = {name: _of([each.count for each in some], seen_at) for name, some in derived.items()}
    return {**found, **{name: Told(State.WAITING, None) for name in waiting(history, derived)}}


def _of(counts: Sequence[Count], at: datetime) -> Told:
    verdict = judge_count(counts, at=at)
    return Told(verdict.state, verdict.due_at)


def _versions(ticket: Ticket) -> dict[str, Any]:
    return {"handbook": ticket.handbook_id, "calendars": ticket.calendars_id, "calendar": ticket.customer_calendar}


def _facts(rerated: Rerated) -> dict[str, Any]:
    return {
        side: None if told is None else {"state": str(told.state), "due_at": iso(told.due_at)}
        for side, told in (("before", rerated.before), ("after", rerated.after))
    }
