"""Who locks what has a timeline: waiting for it, or only where nobody else holds it just now."""

from plantao.prepared import Gap, Prepared
from plantao.tickets.models import Ticket
from plantao.work.registry import lock_row

TICKET = "ticket"
_lock_free = lock_row(Ticket, only=("pk",))
_WAITED_FOR = Prepared(lambda: Ticket._base_manager.filter(pk=Gap("pk")).only("pk").select_for_update(of=("self",)))
_LOCKED = Prepared(
    lambda: Ticket.objects.filter(pk=Gap("pk")).select_related(
        "timeline", "thread", "customer", "requester__agent", "holder__agent", "service"
    )
)
"""With those around it that nearly everything asks for. Read under the lock, so that they are as the ticket says."""


def lock_ticket(ticket_id: int) -> Ticket:
    """Lock a ticket, however long somebody else holds it. Raises DoesNotExist."""
    if _WAITED_FOR.first(pk=ticket_id) is None:
        raise Ticket.DoesNotExist
    return _read(ticket_id)


def lock_free_ticket(ticket_id: int) -> Ticket | None:
    """Lock a ticket that nobody holds; None where somebody does. Raises Gone where there is none."""
    if _lock_free(ticket_id) is None:
        return None
    return _read(ticket_id)


def _read(ticket_id: int) -> Ticket:
    """Return a ticket whose row is locked."""
    ticket = _LOCKED.first(pk=ticket_id)
    assert ticket is not None
    ticket.mark_locked()
    return ticket
