"""What this room does about events of a ticket; wired in plantao/wiring/reactions.py, before escalation and notices."""

from plantao.events.actor import DESK
from plantao.events.models import Event
from plantao.sla.models import Clock
from plantao.sla.next_step import look_at
from plantao.sla.verbs import Verb as Promised
from plantao.tickets.models import Ticket
from plantao.tickets.verbs import Verb

COUNTS: frozenset[str] = frozenset({*Verb, Promised.RERATED}) - {
    Verb.NOTED, Verb.COMPLETED, Verb.DESCRIBED, Verb.ASSIGNED, Verb.CONFIRMED, Verb.DISAGREED, Verb.LINKED, Verb.UNLINKED,
    Verb.SPLIT, Verb.WATCHED, Verb.UNWATCHED, Verb.REQUESTER_SET, Verb.SERVICE_SET, Verb.HEARD_FROM_VENDOR, Verb.INFORMED_RESTORED,
    Verb.PASSED_DOWN, Verb.PARENT_RESTORED, Verb.CONTACT_LOST,
}  # fmt: skip
"""
The events that start, meet, hold, move or end something that is counted; all but those that change no fact of a promise.
With a ticket that is merged in, its vendor cases come along.
"""


def count(event: Event, ticket: Ticket) -> None:
    """
    Count the ticket's clocks anew, and wait for what falls due next.

    What the desk does by itself, late, leaves to the watch whatever fell due after it, so that all is done in order.
    """
    if event.verb == Verb.REPLIED and not event.by.is_staff:
        return  # what their answer ends is an event of its own
    if event.verb == Verb.CUSTOMER_SET:
        Clock.objects.filter(ticket__merged_into=ticket).update(customer_id=ticket.customer_id)
    upto = event.at if event.by == DESK else event.recorded_at
    look_at(ticket, upto=upto, at=event.recorded_at, is_new=event.verb == Verb.OPENED)
