"""A ticket as one row: in the queue, on the duty page, wherever several stand below each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from plantao.rules.ticket_lifecycle import Status
from plantao.sla.models import Clock
from plantao.sla.queries import due_next
from plantao.tickets.models import Ticket
from plantao.tickets.queue import Queued
from plantao.ui.clock_face import ClockFace, clock_label, running
from plantao.ui.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    What a row shows, in the reader's words. `waits` names the holds that lie over it. `clock` is what is due next: None where
    nothing is, which on an open ticket is a fault of ours (`lacks_a_step`).
    """

    ticket: Ticket
    criticality: str
    rank: int | None
    where: str
    waits: str
    clock: ClockFace | None
    lacks_a_step: bool


def rows_of(queued: Sequence[Queued], *, at: datetime) -> list[Row]:
    """Return tickets as rows: one query, for the clocks."""
    clocks = due_next([each.ticket for each in queued if each.ticket.is_open])
    return [_row(each.ticket, each.waits_for, clocks.get(each.ticket.pk), at=at) for each in queued]


def _row(ticket: Ticket, waits_for: Sequence[str], clock: Clock | None, *, at: datetime) -> Row:
    terms = Terms(ticket.terms)
    where = [terms.department(ticket.department), *([terms.level(ticket.level)] if ticket.level else [])]
    due_at = ticket.next_due_at if ticket.is_open else None
    return Row(
        ticket=ticket,
        criticality=terms.criticality(ticket.criticality),
        rank=terms.rank(ticket.criticality),
        where=" · ".join(where),
        waits=", ".join(terms.hold(reason) for reason in waits_for),
        clock=running(label=_label(clock), due_at=due_at, at=at) if due_at else None,
        lacks_a_step=due_at is None and ticket.status in {Status.NEW, Status.ATTENDED},
    )


def _label(clock: Clock | None) -> str:
    if clock is None:
        return gettext("Next step")
    return clock_label(clock.name, met_by=clock.met_by)
