"""hold, resume, contest-hold, cancel-hold."""

from plantao.operate.ticket.acting import Desk
from plantao.operate.trouble import Trouble
from plantao.tickets.models import Hold, Ticket


def hold(desk: Desk) -> Ticket:
    """Wait for somebody else."""
    ticket, options, reason = desk.ticket, desk.options, desk.option("reason")
    if reason is None:
        raise Trouble("say for what the ticket waits: a hold of the handbook, such as awaiting_customer")
    ticket.hold(
        reason=reason,
        question=desk.said_perhaps("question"),
        files=desk.files,
        asked_of=desk.person(options.asked_of) if options.asked_of else None,
        ends_at=desk.instant("until"),
        approved_by=desk.approver(),
        **desk.how,
    )
    return ticket


def resume(desk: Desk) -> Ticket:
    """End a hold; where only one is open, that one."""
    ticket, reason = desk.ticket, desk.option("reason")
    if reason is None:
        reasons = list(Hold.objects.filter(ticket=ticket, ended_by="").values_list("reason", flat=True))
        if len(reasons) != 1:
            raise Trouble(f"say which hold ends; the open ones are: {', '.join(reasons) or 'none'}")
        reason = reasons[0]
    ticket.resume(reason=reason, **desk.how)
    return ticket


def contest_hold(desk: Desk) -> Ticket:
    """Note that the customer contests a hold."""
    ticket = desk.ticket
    ticket.contest_hold(hold_id=desk.hold_id(desk.options.hold), reason=desk.said("reason"), **desk.how)
    return ticket


def cancel_hold(desk: Desk) -> Ticket:
    """Correct that a hold ever was."""
    ticket = desk.ticket
    ticket.cancel_hold(hold_id=desk.hold_id(desk.options.hold), reason=desk.said("reason"), approved_by=desk.approver(), **desk.how)
    return ticket
