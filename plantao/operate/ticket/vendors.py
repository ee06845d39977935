"""vendor pass, chase, hear, forecast, forecast-broken, informed-restored, verify."""

from plantao.operate.ticket.acting import Desk
from plantao.operate.trouble import Trouble
from plantao.tickets.models import Ticket, VendorCase, Words


def pass_to_vendor(desk: Desk) -> Ticket:
    """Ask a manufacturer or supplier."""
    ticket, options = desk.ticket, desk.options
    ticket.pass_to_vendor(
        vendor=options.vendor,
        reference=options.reference,
        mail=options.mail,
        contacts=options.contact,
        chase_at=desk.instant("chase_at"),
        words=Words(options.text) if options.text else None,
        **desk.how,
    )
    return ticket


def chase(desk: Desk) -> Ticket:
    """Ask them again."""
    ticket, options = desk.ticket, desk.options
    words = Words(options.text) if options.text else None
    ticket.chase(case_id=_case(desk, ticket), chase_at=desk.instant("chase_at"), reference=options.reference, words=words, **desk.how)
    return ticket


def hear_from_vendor(desk: Desk) -> Ticket:
    """File what they said."""
    ticket = desk.ticket
    ticket.hear_from_vendor(case_id=_case(desk, ticket), words=desk.words(), **desk.how)
    return ticket


def forecast(desk: Desk) -> Ticket:
    """Note by when they say it is done."""
    ticket = desk.ticket
    ticket.forecast(case_id=_case(desk, ticket), due_at=desk.needed_instant("due"), **desk.how)
    return ticket


def forecast_broken(desk: Desk) -> Ticket:
    """Note that their last word was broken."""
    ticket = desk.ticket
    ticket.forecast_broken(case_id=_case(desk, ticket), **desk.how)
    return ticket


def informed_restored(desk: Desk) -> Ticket:
    """Note that they say it works."""
    ticket = desk.ticket
    ticket.informed_restored(case_id=_case(desk, ticket), **desk.how)
    return ticket


def verify(desk: Desk) -> Ticket:
    """Note that our check, or the customer's, found that it works."""
    ticket = desk.ticket
    ticket.verify(case_id=_case(desk, ticket), **desk.how)
    return ticket


def _case(desk: Desk, ticket: Ticket) -> int:
    """The case that was named; the latest where none was."""
    if desk.options.case is not None:
        return int(desk.options.case)
    latest = VendorCase.objects.filter(ticket=ticket).order_by("-id").first()
    if latest is None:
        raise Trouble("the ticket was never passed to a vendor")
    return latest.pk
