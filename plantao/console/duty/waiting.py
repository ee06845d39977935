"""What waits for a person: rings that nobody acknowledged, holds about to end, mails that nobody filed, networks that are down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value
from django.utils.translation import gettext

from plantao.escalation.models import Step
from plantao.escalation.ringing import unacknowledged
from plantao.messaging.models import Inbound
from plantao.messaging.quarantine import quarantined
from plantao.messaging.queries import in_trouble, tray
from plantao.sla.agenda import ends_unanswered_at
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.models.ticket import TicketQuerySet
from plantao.ui.clock_face import ClockFace, running
from plantao.ui.terms import Terms
from plantao.work.attendance import present

SOON = timedelta(hours=24)
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """A ticket that rings: whom it rings in which roles, and since when."""

    ticket: Ticket
    criticality: str
    rank: int | None
    roles: str
    persons: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A hold about to end: its clock is called by what the ticket waits for."""

    ticket: Ticket
    clock: ClockFace


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Mails that are on no ticket: in quarantine, and in the tray; the newest of them."""

    quarantined: Sequence[Inbound]
    tray: Sequence[Inbound]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that does not work, and what that means."""

    title: str
    text: str
    since: datetime | None


def ringing(tickets: TicketQuerySet, *, at: datetime) -> list[Ringing]:
    """Return the tickets that ring, the longest first: one query."""
    steps = unacknowledged(at=at).filter(ticket__in=tickets).select_related("ticket__customer")
    named = ArrayAgg("whom__person__name", filter=Q(whom__isnull=False), default=Value([]))
    by_ticket: dict[int, list[Step]] = {}
    for step in steps.annotate(named=named).order_by("happened_at", "pk"):
        by_ticket.setdefault(step.ticket_id, []).append(step)
    return [_ringing(of_one) for of_one in by_ticket.values()]


def holds_about_to_end(tickets: TicketQuerySet, *, at: datetime) -> list[Ending]:
    """Return the holds that end within a day, the nearest first, those of the tickets that are due soonest: one query."""
    waits = Hold.objects.filter(ended_by="", ticket__in=tickets.still_open(), ticket__next_due_at__lte=at + SOON)
    holds = waits.select_related("ticket__customer").order_by("ticket__next_due_at", "pk")[: MOST * 4]
    ends = [(ends_at, hold) for hold in holds if (ends_at := _ends_at(hold)) is not None and ends_at <= at + SOON]
    return [_ending(hold, ends_at, at=at) for ends_at, hold in sorted(ends, key=lambda each: (each[0], each[1].pk))[:MOST]]


def unfiled(tickets: TicketQuerySet) -> list[Ticket]:
    """Return the newest open tickets whose customer nobody knows yet."""
    return list(tickets.unfiled().select_related("requester")[:MOST])


def kept() -> Kept:
    """Return what came in and is on no ticket: one query."""
    found = list(quarantined().order_by("-received_at", "-id")[:MOST].union(tray()[:MOST], all=True).order_by("-received_at"))
    return Kept(quarantined=[mail for mail in found if mail.dead_at], tray=[mail for mail in found if not mail.dead_at])


def trouble() -> list[Trouble]:
    """Return what is down: networks that take no message, and workers if none is alive. Two queries."""
    found = [
        Trouble(
            title=gettext("Messages by {} do not go out").format(message.channel),
            text=gettext("They wait and are tried again. The network said: {}").format(message.last_error),
            since=message.created_at,
        )
        for message in in_trouble()
    ]
    if not present():
        idle = gettext("Nobody is told, rung or answered until a worker runs. What comes in is kept.")
        found.insert(0, Trouble(title=gettext("No worker is running"), text=idle, since=None))
    return found


def _ringing(steps: Sequence[Step]) -> Ringing:
    ticket = steps[0].ticket
    terms = Terms(ticket.terms)
    persons = dict.fromkeys(name for step in steps for name in vars(step)["named"])
    return Ringing(
        ticket=ticket,
        criticality=terms.criticality(ticket.criticality),
        rank=terms.rank(ticket.criticality),
        roles=", ".join(dict.fromkeys(terms.role(step.role) for step in steps)),
        persons=", ".join(persons),
        since=min(step.happened_at or step.recorded_at for step in steps),
    )


def _ends_at(hold: Hold) -> datetime | None:
    return min((each for each in (hold.ends_at, ends_unanswered_at(hold.ticket, hold)) if each is not None), default=None)


def _ending(hold: Hold, ends_at: datetime, *, at: datetime) -> Ending:
    waits = Terms(hold.ticket.terms).hold(hold.reason)
    return Ending(ticket=hold.ticket, clock=running(label=waits, due_at=ends_at, at=at))
