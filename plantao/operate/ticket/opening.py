"""open, disagree, split."""

from plantao.directory.models import Contact, Customer
from plantao.operate.customer import found
from plantao.operate.ticket.acting import Desk
from plantao.operate.trouble import Trouble
from plantao.people.models import Person
from plantao.tickets.models import Entry, Ticket
from plantao.tickets.models.opening import Asked


def open(desk: Desk) -> Ticket:
    """Open a ticket on somebody's behalf."""
    options = desk.options
    requester = None if options.requester is None else desk.person(options.requester, name=options.requester_name)
    customer = _customer(desk, requester)
    asked = Asked(
        customer=customer,
        requester=requester,
        service=desk.service(options.service) if options.service else None,
        department=options.department or "",
        item=options.item or "",
        criticality=options.criticality or "",
        fault_started_at=desk.instant("fault_started"),
        given=desk.fields(options.given),
    )
    return Ticket.open(channel=options.channel, subject=options.subject, words=desk.words(), asked=asked, is_live=options.live, **desk.how)


def disagree(desk: Desk) -> Ticket:
    """Open the new ticket of somebody who does not find it solved."""
    return desk.ticket.disagree(channel=desk.options.channel, words=desk.words(), **desk.how)


def split(desk: Desk) -> Ticket:
    """Open the new ticket of what is another matter."""
    wanted = desk.options.entries
    entries = list(Entry.objects.filter(pk__in=wanted).order_by("id"))
    if len(entries) != len(set(wanted)):
        raise Trouble("there is no such entry; `plantao ticket show --json` numbers them")
    return desk.ticket.split(entries=entries, subject=desk.options.subject, **desk.how)


def _customer(desk: Desk, requester: Person | None) -> Customer | None:
    """Whose it is: as named; else the one customer that the requester speaks for, or whose mail domain theirs is."""
    if desk.options.customer is not None:
        return found(desk.options.customer)
    if requester is None or desk.options.service is not None:
        return None
    speaks_for = Contact.objects.live().filter(person=requester).select_related("customer")[:2]
    if speaks_for:
        return speaks_for[0].customer if len(speaks_for) == 1 else None
    return Customer.objects.of_mail_domain(desk.options.requester)
