"""A ticket in one object, and in one line."""

from datetime import UTC, datetime
from typing import Any

from plantao.handbook.problems import one_line
from plantao.people.models import Person
from plantao.tickets.models import Ticket


def summary(ticket: Ticket) -> dict[str, Any]:
    """
    Return a ticket as `list`, `open` and every verb print it: instants in UTC with `Z`, keys as the handbook writes them.

    `protocols` are its numbers, the first one first; a merged ticket has none left, and says `merged_into`. `holds` are
    the reasons for which it waits. `requester` is a mail address where there is one.
    """
    holds = [hold for hold in ticket.holds.all() if hold.is_open]
    return {
        "protocol": ticket.protocol,
        "protocols": [protocol.number for protocol in ticket.protocols.all()],
        "subject": ticket.subject,
        "status": ticket.status,
        "holds": [hold.reason for hold in holds],
        "criticality": ticket.criticality,
        "department": ticket.department,
        "item": ticket.item or None,
        "level": ticket.level or None,
        "customer": ticket.customer.name if ticket.customer else None,
        "requester": reached_at(ticket.requester),
        "requester_name": ticket.requester.name or None if ticket.requester else None,
        "service": ticket.service.service_id if ticket.service else None,
        "holder": reached_at(ticket.holder),
        "channel": ticket.channel,
        "language": ticket.language,
        "plan": ticket.plan or None,
        "missing": ticket.missing,
        "covered": ticket.is_covered,
        "contact": ticket.is_contact,
        "opened_at": instant(ticket.opened_at),
        "fault_started_at": instant(ticket.fault_started_at),
        "attended_at": instant(ticket.attended_at),
        "restored_at": instant(ticket.restored_at),
        "resolved_at": instant(ticket.resolved_at),
        "closed_at": instant(ticket.closed_at),
        "cancelled_at": instant(ticket.cancelled_at),
        "merged_into": ticket.merged_into.protocol if ticket.merged_into else None,
    }


def in_one_line(ticket: Ticket) -> str:
    """Return a ticket as people read it in a list."""
    said = summary(ticket)
    status = " ".join([said["status"], *(f"[{reason}]" for reason in said["holds"])])
    whose = said["customer"] or said["requester"] or "-"
    words = [said["protocol"], status, said["criticality"], said["department"], whose, said["subject"] or "-"]
    return "\t".join(one_line(word) for word in words)


def reached_at(person: Person | None) -> str | None:
    """Return how a list names somebody: a mail address, else whatever address there is, else the name."""
    if person is None:
        return None
    address = person.mail_address or next((each.value for each in person.addresses.all()), "")
    return address or person.name or None


def instant(at: datetime | None) -> str | None:
    """Return an instant in UTC, to the second."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
