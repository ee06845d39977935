"""classify, assign, hand-over, correct."""

from datetime import datetime

from plantao.operate.ticket.acting import Desk
from plantao.tickets.models import Ticket


def classify(desk: Desk) -> Ticket:
    """Say what it is."""
    ticket, options = desk.ticket, desk.options
    ticket.classify(
        department=options.department,
        item=options.item,
        criticality=options.criticality,
        reason=options.reason,
        has_consent=options.consent,
        approved_by=desk.approver(),
        **desk.how,
    )
    return ticket


def assign(desk: Desk) -> Ticket:
    """Let a member of staff hold it, or nobody."""
    ticket, mail = desk.ticket, desk.option("mail")
    ticket.assign(to=None if mail is None else desk.person(mail), **desk.how)
    return ticket


def hand_over(desk: Desk) -> Ticket:
    """Give it to another level or department."""
    ticket = desk.ticket
    ticket.hand_over(reason=desk.said("reason"), level=desk.options.level, department=desk.options.department, **desk.how)
    return ticket


def correct(desk: Desk) -> Ticket:
    """Put a wrong fact right."""
    ticket, fact = desk.ticket, desk.options.fact
    after: str | datetime = desk.options.after if fact in ("cause", "responsible") else desk.needed_instant("after")
    hold_id = desk.hold_id(desk.options.hold) if fact.startswith("hold.") else None
    ticket.correct(fact=fact, after=after, reason=desk.said("reason"), hold_id=hold_id, approved_by=desk.approver(), **desk.how)
    return ticket
