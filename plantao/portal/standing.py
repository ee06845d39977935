"""How a ticket stands for somebody who opened a link under its resolution: whether the act is still to be done."""

from datetime import datetime
from enum import StrEnum

from plantao.notifications.links import LinkedAct
from plantao.rules.ticket_lifecycle import Act, Status, may
from plantao.tickets.models import Link, LinkKind, Ticket


class Standing(StrEnum):
    """What the page says."""

    ASKS = "asks"
    CONFIRMED = "confirmed"
    DISAGREED = "disagreed"
    CLOSED = "closed"
    TOO_LATE = "too_late"


def standing(ticket: Ticket, act: LinkedAct, *, at: datetime) -> Standing:
    """Return how it stands at `at`. What was done before is said, whatever else holds."""
    if disagreement_with(ticket) is not None:
        return Standing.DISAGREED
    if act is LinkedAct.CONFIRM and ticket.resolution.confirmed_at is not None:
        return Standing.CONFIRMED
    if act is LinkedAct.CONFIRM and not may(Act.CONFIRM, Status(ticket.status)):
        return Standing.CLOSED
    return Standing.ASKS if at < ticket.may_disagree_until else Standing.TOO_LATE


def disagreement_with(ticket: Ticket) -> Ticket | None:
    """Return the ticket that was opened because somebody did not find this one solved; the first where there are more."""
    link = Link.objects.filter(other=ticket, kind=LinkKind.DISAGREEMENT).select_related("ticket").order_by("id").first()
    return link.ticket if link else None
