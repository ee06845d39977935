"""restore, resolve, confirm, close, cancel, not-a-contact."""

from plantao.operate.ticket.acting import Desk
from plantao.tickets.models import Ticket


def restore(desk: Desk) -> Ticket:
    """Note that the service is back."""
    ticket = desk.ticket
    ticket.restore(fault_started_at=desk.instant("fault_started"), **desk.how)
    return ticket


def resolve(desk: Desk) -> Ticket:
    """Note that the work is done."""
    ticket, options = desk.ticket, desk.options
    done = desk.said_perhaps("done")
    ticket.resolve(cause=options.cause, responsible=options.responsible, done=done, restored_at=desk.instant("restored_at"), **desk.how)
    return ticket


def confirm(desk: Desk) -> Ticket:
    """Note that the requester finds it solved."""
    ticket = desk.ticket
    ticket.confirm(**desk.how)
    return ticket


def close(desk: Desk) -> Ticket:
    """File nothing more here."""
    ticket = desk.ticket
    ticket.close(**desk.how)
    return ticket


def cancel(desk: Desk) -> Ticket:
    """It is not wanted any more."""
    ticket = desk.ticket
    ticket.cancel(reason=desk.said("reason"), **desk.how)
    return ticket


def not_a_contact(desk: Desk) -> Ticket:
    """It was spam, or nobody's request; or it was one after all."""
    ticket = desk.ticket
    undo = desk.options.undo
    (ticket.a_contact_after_all if undo else ticket.not_a_contact)(**desk.how)
    return ticket
