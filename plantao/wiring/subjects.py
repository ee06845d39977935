"""Who locks what has a timeline: waiting for it, or only where nobody else holds it just now."""

from plantao.tickets.models import Ticket
from plantao.work.registry import lock_row

TICKET = "ticket"
_lock_free = lock_row(Ticket)


def lock_ticket(ticket_id: int) -> Ticket:
    """Lock a ticket, however long somebody else holds it."""
    ticket = Ticket.objects.get(pk=ticket_id)
    ticket.lock()
    return ticket


def lock_free_ticket(ticket_id: int) -> Ticket | None:
    """Lock a ticket that nobody holds; None where somebody does. Raises Gone where there is none."""
    ticket: Ticket | None = _lock_free(ticket_id)
    if ticket is not None:
        ticket.mark_locked()
    return ticket
