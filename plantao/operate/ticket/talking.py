"""reply, note, attend, complete, describe, promise."""

from plantao.operate.ticket.acting import Desk
from plantao.tickets.models import Ticket


def reply(desk: Desk) -> Ticket:
    """Say something to the requester, or file what they said."""
    ticket = desk.ticket
    how = {**desk.how, "by": desk.as_requester(ticket)} if desk.options.as_requester else desk.how
    if how["by"].is_staff and desk.options.internal:
        ticket.note(words=desk.words(), **{key: value for key, value in how.items() if key != "public"})
    else:
        ticket.reply(words=desk.words(), **how)
    return ticket


def note(desk: Desk) -> Ticket:
    """Write something down for staff only."""
    ticket = desk.ticket
    ticket.note(words=desk.words(), **desk.how)
    return ticket


def attend(desk: Desk) -> Ticket:
    """Note that a call reached the requester."""
    ticket = desk.ticket
    ticket.attend(**desk.how)
    return ticket


def complete(desk: Desk) -> Ticket:
    """Note what the handbook asks for."""
    ticket = desk.ticket
    ticket.complete(given=desk.fields(desk.options.given), **desk.how)
    return ticket


def describe(desk: Desk) -> Ticket:
    """Write down what the requester says on the phone."""
    ticket = desk.ticket
    ticket.describe(words=desk.words(), subject=desk.options.subject, **desk.how)
    return ticket


def promise(desk: Desk) -> Ticket:
    """Promise to be back by an instant."""
    ticket = desk.ticket
    ticket.promise(due_at=desk.needed_instant("due"), **desk.how)
    return ticket
