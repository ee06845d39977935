"""What the ledger says, for tests."""

from plantao.messaging.models import Notice
from plantao.people.models import Person
from plantao.tickets.models import Ticket
from plantao.tickets.testing import a_requester


def told(ticket: Ticket, person: Person | None = None) -> list[str]:
    """Return the occasions of which somebody (by default the requester) was told, in order."""
    notices = Notice.objects.filter(thread=ticket.thread, person=person or ticket.requester).exclude(state="withheld")
    return [notice.occasion for notice in notices]


def withheld(ticket: Ticket) -> list[tuple[str, str]]:
    """Return what was held back, and why."""
    return [(notice.occasion, notice.why) for notice in Notice.objects.filter(thread=ticket.thread, state="withheld")]


def part(ticket: Ticket, occasion: str) -> str:
    """Return the words of a notice."""
    return str(Notice.objects.filter(thread=ticket.thread, occasion=occasion).latest("id").content["text"])


def a_told_requester() -> Person:
    return a_requester(mail="ana@provedor.example")
