"""watch, unwatch, set-customer, set-requester, set-service."""

from plantao.operate.customer import found
from plantao.operate.ticket.acting import Desk
from plantao.tickets.models import Ticket


def watch(desk: Desk) -> Ticket:
    """Let somebody be told."""
    ticket = desk.ticket
    ticket.watch(person=desk.person(desk.options.mail, name=""), **desk.how)
    return ticket


def unwatch(desk: Desk) -> Ticket:
    """Let somebody be told no more."""
    ticket = desk.ticket
    ticket.unwatch(person=desk.person(desk.options.mail), **desk.how)
    return ticket


def set_customer(desk: Desk) -> Ticket:
    """Say whose it is."""
    ticket = desk.ticket
    ticket.set_customer(customer=found(desk.options.customer), **desk.how)
    return ticket


def set_requester(desk: Desk) -> Ticket:
    """Say who asks."""
    ticket = desk.ticket
    ticket.set_requester(requester=desk.person(desk.options.requester, name=desk.options.requester_name), **desk.how)
    return ticket


def set_service(desk: Desk) -> Ticket:
    """Say what it is about."""
    ticket = desk.ticket
    ticket.set_service(service=desk.service(desk.options.service), **desk.how)
    return ticket
