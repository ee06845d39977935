"""Counting a ticket's clocks anew: the rows follow the facts, and what passed unmet becomes an event, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from plantao.events.actor import DESK
from plantao.events.recording import record
from plantao.prepared import insert_all, update
from plantao.rules.clock_counts import BROKEN, Count, Passed, judge_count, passed, upcoming
from plantao.sla.history import Derived, History, derive
from plantao.sla.models import Clock, clocks_of
from plantao.sla.reading import Past
from plantao.sla.verbs import Verb
from plantao.tickets.models import Ticket
from plantao.tickets.models.row import iso

INDEXED = (
    "round", "criticality", "handbook_id", "calendars_id", "calendar", "within", "mark", "stopped_by", "is_published", "is_bound",
    "known_from", "started_at", "met_at", "ended_at", "due_at", "mark_at", "breached_at", "customer_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a ticket's clocks came to: the instants still to look at, and by when the next promise is due."""

    next_at: datetime | None
    due_at: datetime | None


def recount(ticket: Ticket, history: History, past: Past, *, upto: datetime, at: datetime, is_new: bool = False) -> Counted:
    """
    Let the rows say what follows from the facts at `at`, and record what was passed unmet by `upto`, in order.

    A breach that was recorded and that the facts, put right, no longer bear out is withdrawn by an event of its own. What
    lies between `upto` and `at` is left to the watch: `next_at` says when it must look, perhaps in the past. The ticket is
    locked, and new where `is_new`.
    """
    seen_at = history.seen_from(at)
    derived = derive(history, at=seen_at)
    found = {name: [each.count for each in some] for name, some in derived.items()}
    _store(ticket, derived, found, at=seen_at, is_new=is_new)
    missed = passed(found, at=seen_at)
    _withdraw(ticket, past, missed, at=at)
    new = [each for each in missed if not _is_recorded(each, past)]
    for each in new:
        if each.at <= min(upto, at):
            _record_passed(ticket, each, derived[each.clock], at=at)
    left = [each.at for each in new if each.at > min(upto, at)]
    ahead = [instant for some in found.values() for instant in upcoming(some, at=seen_at)]
    return Counted(next_at=min([*left, *ahead], default=None), due_at=_due_next(found, at=seen_at))


def _store(
    ticket: Ticket, derived: Mapping[str, Sequence[Derived]], found: Mapping[str, Sequence[Count]], *, at: datetime, is_new: bool
) -> None:
    wanted = {
        (name, place + 1): _row(ticket, name, place, each, found[name], at=at)
        for name, some in derived.items()
        for place, each in enumerate(some)
    }
    stored = {} if is_new else {(row.name, row.ordinal): row for row in clocks_of(ticket.pk)}
    insert_all([row for key, row in wanted.items() if key not in stored], key=["name", "ordinal"])
    for key, row in stored.items():
        if key not in wanted:
            row.delete()
        elif changed := [field for field in INDEXED if getattr(row, field) != getattr(wanted[key], field)]:
            wanted[key].pk = row.pk
            update(wanted[key], *changed)


def _row(ticket: Ticket, name: str, place: int, derived: Derived, counts: Sequence[Count], *, at: datetime) -> Clock:
    count, verdict = derived.count, judge_count(counts, at=at, which=place)
    assert count.facts.started_at is not None
    return Clock(
        ticket_id=ticket.pk,
        name=name,
        ordinal=place + 1,
        round=count.round,
        criticality=derived.criticality,
        handbook_id=derived.frozen.handbook_id,
        calendars_id=derived.frozen.calendars_id,
        calendar=derived.calendar,
        within=count.facts.target.within,
        mark=count.facts.target.mark,
        stopped_by=list(derived.stopped_by),
        is_published=derived.is_published,
        is_bound=count.is_bound,
        known_from=count.known_from,
        started_at=count.facts.started_at,
        met_at=count.facts.met_at,
        ended_at=count.facts.ended_at,
        due_at=verdict.due_at,
        mark_at=verdict.mark_at,
        breached_at=verdict.due_at if verdict.state in BROKEN else None,
        customer_id=ticket.customer_id,
    )


def _withdraw(ticket: Ticket, past: Past, missed: Sequence[Passed], *, at: datetime) -> None:
    borne_out = {(each.clock, each.at) for each in missed if each.is_breach}
    for (clock, due_at), breach in past.breaches.items():
        if (clock, due_at) not in borne_out:
            facts: dict[str, Any] = {"clock": clock, "round": breach.facts["round"], "due_at": iso(due_at), "breach": breach.pk}
            record(ticket, Verb.BREACH_WITHDRAWN, by=DESK, at=at, public=breach.is_public, **facts)


def _is_recorded(each: Passed, past: Past) -> bool:
    return (each.clock, each.at) in (past.breaches if each.is_breach else past.marks)


def _record_passed(ticket: Ticket, each: Passed, derived: Sequence[Derived], *, at: datetime) -> None:
    place = _place_of(each, derived)
    counted, due_at = derived[place], judge_count([one.count for one in derived], at=at, which=place).due_at
    facts: dict[str, Any] = {
        "clock": each.clock,
        "round": each.round,
        "due_at": iso(due_at),
        "criticality": counted.criticality,
        "late_by": late_by(each.at, at),
    }
    if each.is_breach:
        facts["due_at"] = iso(each.at)
        record(ticket, Verb.BREACHED, by=DESK, at=each.at, recorded_at=at, public=counted.is_published, **facts)
    else:
        record(ticket, Verb.MARKED, by=DESK, at=each.at, recorded_at=at, public=False, mark_at=iso(each.at), **facts)


def _place_of(each: Passed, derived: Sequence[Derived]) -> int:
    """Return the place of the count that held at that instant, in that round."""
    of_round = [place for place, one in enumerate(derived) if one.count.round == each.round]
    return max((place for place in of_round if derived[place].count.known_from <= each.at), default=of_round[0])


def _due_next(found: Mapping[str, Sequence[Count]], *, at: datetime) -> datetime | None:
    """Return by when the next promise that still waits is, or was, due."""
    waiting = [counts for counts in found.values() if counts[-1].over_at is None]
    due = [judge_count(counts, at=at).due_at for counts in waiting]
    return min((instant for instant in due if instant is not None), default=None)


def late_by(due_at: datetime, at: datetime) -> int:
    """Return how late something is noticed, in whole seconds."""
    return max(0, (at - due_at) // timedelta(seconds=1))
