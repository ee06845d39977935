"""link, unlink, merge, add-contact."""

from plantao.operate.ticket.acting import Desk
from plantao.operate.trouble import Trouble
from plantao.tickets.models import LinkKind, Ticket


def link(desk: Desk) -> Ticket:
    """Point at another ticket."""
    ticket = desk.ticket
    ticket.link(other=desk.numbered(desk.options.other), kind=LinkKind(desk.options.kind), **desk.how)
    return ticket


def unlink(desk: Desk) -> Ticket:
    """Undo a link."""
    ticket = desk.ticket
    ticket.unlink(other=desk.numbered(desk.options.other), kind=LinkKind(desk.options.kind), **desk.how)
    return ticket


def merge(desk: Desk) -> Ticket:
    """It is the same matter as another."""
    ticket, into = desk.ticket, desk.option("into")
    if into is None:
        raise Trouble("say into which ticket it is merged: its number")
    survivor = desk.numbered(into)
    ticket.merge(into=survivor, **desk.how)
    return survivor


def add_contact(desk: Desk) -> Ticket:
    """Give a further contact on the same matter its number."""
    ticket = desk.ticket
    ticket.add_contact(channel=desk.options.channel, words=None if desk.options.text is None else desk.words(), **desk.how)
    return ticket
