"""
What an edited day of a calendar does to tickets that are open: which deadlines it would move, and moving them when that is asked for.

Open tickets keep the calendars under which they were opened. To move one is a re-rate (plantao/sla/rating.py), each in a
transaction of its own, for the reason that was given for the edit; its handbook stays.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from plantao.agreements.models import CalendarVersion, HandbookVersion
from plantao.events.actor import Actor, ActorKind
from plantao.sla.history import History
from plantao.sla.models import Clock
from plantao.sla.rating import Rerated, preview, rerate
from plantao.sla.reading import histories_of
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.tickets.models.ticket import TicketQuerySet
from plantao.work.tasks import queue_task

RERATE = "calendar.rerate"
MOST = 500
"""How many tickets are looked at, those due first; each is judged under both versions, in a millisecond or so."""

_FURTHEST = timedelta(hours=26)
"""How far a day of any zone reaches around the same day in UTC, clocks that change included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A ticket, and those of its clocks that would stand otherwise."""

    ticket: Ticket
    clocks: tuple[Rerated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What an edit moves: of the tickets that were looked at; `more` were not, and may move too."""

    moved: tuple[Moved, ...]
    more: int


def touched(version: CalendarVersion) -> TicketQuerySet:
    """Return the open tickets under an earlier version with a clock that runs over the day which this one edits."""
    day = datetime.combine(date.fromisoformat(version.about["date"]), time(), tzinfo=UTC)
    running = Clock.objects.filter(
        Q(due_at=None) | Q(due_at__gt=day - _FURTHEST),
        calendar=version.about["calendar"],
        met_at=None,
        ended_at=None,
        started_at__lt=day + timedelta(days=1) + _FURTHEST,
    )
    return Ticket.objects.still_open().filter(pk__in=running.values("ticket"), calendars__number__lt=version.number)


def moves_of(version: CalendarVersion, *, at: datetime, tickets: TicketQuerySet) -> Moves:
    """
    Return what would become of those that an edit touches (`touched`, or some of them), were they re-rated at `at`. As many
    queries for few tickets as for many.
    """
    near = tickets.select_related("customer", "handbook", "calendars").defer("handbook__source")
    first = list(near.order_by("next_due_at", "pk")[:MOST])
    histories = histories_of(first)
    moved = ((ticket, _moved(ticket, version, at=at, handbook=ticket.handbook, history=histories[ticket.pk])) for ticket in first)
    found = tuple(Moved(ticket=ticket, clocks=clocks) for ticket, clocks in moved if clocks)
    return Moves(moved=found, more=tickets.count() - len(first) if len(first) == MOST else 0)


def ask_to_rerate(version: CalendarVersion, *, by: Actor, at: datetime) -> int:
    """Let every open ticket that an edit touches be re-rated, if it moves; return how many will be looked at. Raises NotYours."""
    Agent.objects.check_may(by, "ticket.rerate")
    tickets = list(touched(version).order_by("pk").values_list("pk", flat=True))
    for ticket in tickets:
        payload = {"ticket": ticket, "calendars": version.pk, "kind": by.kind, "person": by.person_id}
        queue_task(RERATE, payload, at=at, key=f"{version.pk}:{ticket}")
    return len(tickets)


def rerate_one(payload: dict[str, Any], at: datetime) -> None:
    """Re-rate a ticket (`ticket`) to a version of the calendars (`calendars`) where that moves a deadline, on behalf of `person`."""
    ticket = Ticket.objects.locked(payload["ticket"])
    version = CalendarVersion.objects.get(pk=payload["calendars"])
    if not ticket.is_open or ticket.calendars.number >= version.number:
        return
    handbook = HandbookVersion.objects.defer("source").get(pk=ticket.handbook_id)
    if _moved(ticket, version, at=at, handbook=handbook):
        by = Actor(ActorKind(payload["kind"]), payload["person"])
        rerate(ticket, by=by, at=at, handbook=handbook, calendars=version, reason=version.reason)


def _moved(
    ticket: Ticket, version: CalendarVersion, *, at: datetime, handbook: HandbookVersion, history: History | None = None
) -> tuple[Rerated, ...]:
    judged = preview(ticket, handbook=handbook, calendars=version, at=at, history=history)
    return tuple(each for each in judged if each.before != each.after)
