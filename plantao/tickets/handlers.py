"""What a worker does to one ticket, in a transaction of its own, after something happened elsewhere; see plantao/wiring/work.py."""

from datetime import datetime
from typing import Any

from plantao.directory.models import Contact
from plantao.events.actor import DESK
from plantao.events.models import Event
from plantao.people.models import Person
from plantao.tickets.models import Late, Ticket
from plantao.tickets.queries import parent_of, unheard

PASS_DOWN = "ticket.pass_down"  # noqa: S105 - a kind of task, not a password
ATTEND_PARENT = "ticket.attend_parent"
LOSE_CONTACT = "ticket.lose_contact"


def pass_down(payload: dict[str, Any], at: datetime) -> None:
    """Let a child (`child`: its id) of a mass incident hear, in order, what its parent said since it last heard."""
    child = Ticket.objects.locked(payload["child"])
    parent = parent_of(child)
    if parent is None:
        return
    for said in unheard(child, parent, at=at):
        if child.is_open:
            child.hear_from_parent(by=DESK, at=at, said=said, parent=parent)


def attend_parent(payload: dict[str, Any], at: datetime) -> None:
    """A mass incident (`parent`) is attended: `said`, carried by `message`, reached who asks on a child of it, at `at`."""
    parent, said = Ticket.objects.locked(payload["parent"]), Event.objects.get(pk=payload["said"])
    reached_at = datetime.fromisoformat(payload["at"])
    if reached_at >= parent.opened_at:
        parent.attended_by_message(by=said.by, at=reached_at, said=said, message=payload["message"], late=Late(at))


def lose_contact(payload: dict[str, Any], at: datetime) -> None:
    """Let an open ticket (`ticket`) go on without somebody (`person`) who left its customer, unless they are back."""
    ticket, person = Ticket.objects.locked(payload["ticket"]), Person.objects.get(pk=payload["person"])
    if ticket.is_open and not Contact.objects.filter(customer=ticket.customer_id, person=person, until=None).exists():
        ticket.lose_contact(by=DESK, at=at, person=person)
