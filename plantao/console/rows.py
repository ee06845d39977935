"""A ticket as one row: in the queue, on the duty page, wherever several stand below each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy

from plantao.rules.ticket_lifecycle import Status
from plantao.sla.agenda import What, next_steps
from plantao.sla.models import Clock
from plantao.sla.queries import due_next
from plantao.tickets.models import Ticket
from plantao.tickets.queue import Queued
from plantao.ui.clock_face import ClockFace, clock_label, running
from plantao.ui.terms import Terms

STEPS: Mapping[What, str | Promise] = {
    What.PROMISE: pgettext_lazy("next step", "Promised answer"),
    What.CHASE: pgettext_lazy("next step", "Chase the vendor"),
    What.FORECAST: pgettext_lazy("next step", "Vendor's forecast"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    What a row shows, in the reader's words. `waits` names the holds that lie over it. `clock` is what is due next: None where
    nothing is, which on an open ticket is a fault of ours (`lacks_a_step`).
    """

    ticket: Ticket
    criticality: str
    rank: int | None
    department: str
    level: str
    waits: str
    clock: ClockFace | None
    lacks_a_step: bool


def rows_of(queued: Sequence[Queued], *, at: datetime) -> list[Row]:
    """Return tickets as rows: a query for their clocks, and one for what else is due, where anything is."""
    still_open = [each.ticket for each in queued if each.ticket.is_open and each.ticket.next_due_at]
    clocks = due_next(still_open)
    steps = next_steps([ticket for ticket in still_open if ticket.pk not in clocks])
    return [_row(each, _label(clocks.get(each.ticket.pk), steps.get(each.ticket.pk), each), at=at) for each in queued]


def _row(queued: Queued, label: str, *, at: datetime) -> Row:
    ticket = queued.ticket
    terms = Terms(ticket.terms)
    due_at = ticket.next_due_at if ticket.is_open else None
    return Row(
        ticket=ticket,
        criticality=terms.criticality(ticket.criticality),
        rank=terms.rank(ticket.criticality),
        department=terms.department(ticket.department),
        level=terms.level(ticket.level) if ticket.level else "",
        waits=", ".join(terms.hold(reason) for reason in queued.waits_for),
        clock=running(label=label, due_at=due_at, at=at) if due_at else None,
        lacks_a_step=due_at is None and ticket.status in {Status.NEW, Status.ATTENDED},
    )


def _label(clock: Clock | None, step: What | None, queued: Queued) -> str:
    if clock is not None:
        return clock_label(clock.name, met_by=clock.met_by)
    if step is not None:
        return str(STEPS[step])
    return pgettext("next step", "End of the wait") if queued.waits_for else gettext("Next step")
