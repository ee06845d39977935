"""
The same service again soon after: the new ticket is a repeat of the fault before it.

It is marked by a link, made in a transaction of its own that locks both tickets in their order. The link is what ladders go on
by, and what figures add up downtime by; staff may undo it, or link by hand what no rule finds.
"""

from datetime import datetime
from typing import Any

from plantao.agreements.calendars import frozen_hours
from plantao.events.actor import DESK
from plantao.events.models import Event
from plantao.rules.deadline import deadline
from plantao.tickets.models import Link, LinkKind, Ticket
from plantao.tickets.models.joining import Joining
from plantao.work.tasks import queue_task

MARK = "ticket.mark_repeat"


def fault_before(ticket: Joining) -> Ticket | None:
    """Return the last fault of the same service, where it ended within the handbook's `repeat_within` of this ticket's opening."""
    if ticket.service_id is None:
        return None
    ended = Ticket.objects.filter(service_id=ticket.service_id, pk__lt=ticket.pk, restored_at__lte=ticket.opened_at)
    last = ended.exclude(status="cancelled").order_by("-restored_at", "-pk").first()
    return last if last is not None and ticket.opened_at < _repeats_until(last) else None


def look_for_a_fault_before(event: Event, ticket: Ticket) -> None:
    """A ticket has a service now (ticket.opened, ticket.service_set): have it marked where it repeats a fault of that service."""
    if fault_before(ticket) is not None:
        queue_task(MARK, {"ticket": ticket.pk}, at=event.recorded_at, key=str(ticket.pk))


def mark_repeat(payload: dict[str, Any], at: datetime) -> None:
    """Link a ticket (`ticket`: its id) to the fault that it repeats, unless it is over or linked by now."""
    ticket = Ticket.objects.get(pk=payload["ticket"])
    first = fault_before(ticket)
    if first is None:
        return
    first, ticket = Ticket.objects.all_locked([first.pk, ticket.pk])
    if ticket.is_open and not Link.objects.filter(ticket=ticket, kind=LinkKind.REPEAT).exists():
        ticket.link(by=DESK, at=at, public=ticket.customer_id == first.customer_id, other=first, kind=LinkKind.REPEAT)


def _repeats_until(ended: Ticket) -> datetime:
    assert ended.restored_at is not None
    hours = frozen_hours(ended.customer_calendar, handbook_id=ended.handbook_id, calendars_id=ended.calendars_id)
    within = ended.terms.resolution.repeat_within
    return deadline(ended.restored_at, within, hours) if within.is_days else ended.restored_at + within.wall
