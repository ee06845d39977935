"""How a ticket stands, as its page shows it: its clocks with their strips, its holds, who hears a reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plantao.console.agents import AgentRequest
from plantao.console.tickets.beside import ON_A_HOLD, OfferedBeside, offered_beside
from plantao.console.tickets.names import called
from plantao.people.models import Person
from plantao.sla.queries import Reading, readings
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.queries import children_of
from plantao.ui.clock_face import ClockFace, face_of, running
from plantao.ui.strip import Strip, strip_of
from plantao.ui.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A clock as a page shows it. `strip` is None while it has not begun; `says` what is published in place of a figure."""

    face: ClockFace
    strip: Strip | None
    is_published: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A hold as a page shows it; `clock` runs to where it is meant to end, `offers` are what may be done to it."""

    hold: Hold
    name: str
    asked: str
    clock: ClockFace | None
    offers: Sequence[OfferedBeside]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """
    Whom a reply goes to: whoever asks (None: nobody is known), who else follows the ticket from outside or within, and on how
    many open tickets it is said too, because this one is the parent of their mass incident.
    """

    requester: Person | None
    followers: Sequence[str]
    children: int


def promises_of(ticket: Ticket, *, at: datetime) -> list[Promised]:
    """Return the clocks of a ticket, in the handbook's order: two queries."""
    return [_promised(reading, ticket, at=at) for reading in readings(ticket, at=at)]


def holds_of(ticket: Ticket, request: AgentRequest) -> list[Held]:
    """Return all that a ticket ever waited for, what it waits for now first: one query."""
    terms = Terms(ticket.terms)
    holds = ticket.holds.select_related("asked_of", "question").defer("question__html", "question__quoted")
    return [_held(hold, terms, ticket, request) for hold in sorted(holds, key=lambda hold: (not hold.is_open, -hold.pk))]


def audience_of(ticket: Ticket) -> Audience:
    """Return who hears what is replied: two queries."""
    watchers = ticket.watchers.select_related("person").order_by("pk")
    followers = [called(watcher.person) for watcher in watchers]
    return Audience(requester=ticket.requester, followers=followers, children=len(children_of(ticket)))


def _promised(reading: Reading, ticket: Ticket, *, at: datetime) -> Promised:
    return Promised(
        face=face_of(reading, at=at),
        strip=strip_of(reading) if reading.verdict.segments() else None,
        is_published=reading.is_published,
        says=Terms(reading.handbook).says(reading.target.says),
    )


def _held(hold: Hold, terms: Terms, ticket: Ticket, request: AgentRequest) -> Held:
    ends = running(label="", due_at=hold.ends_at, at=request.at) if hold.is_open and hold.ends_at else None
    offers = offered_beside(ON_A_HOLD, hold, number=hold.pk, ticket=ticket, request=request)
    return Held(hold=hold, name=terms.hold(hold.reason), asked=called(hold.asked_of) if hold.asked_of else "", clock=ends, offers=offers)
