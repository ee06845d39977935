"""What this room does about events of a ticket; wired in plantao/wiring/reactions.py, after the clocks and before the notices."""

from plantao.escalation.climbing import SUBJECT_KIND, look_at
from plantao.escalation.family import family_of
from plantao.escalation.ringing import STEPS
from plantao.events.models import Event
from plantao.rules.clock_rounds import OPENED
from plantao.sla.verbs import Verb as Promised
from plantao.tickets.models import Ticket
from plantao.tickets.verbs import Verb
from plantao.work.timers import set_timer

ENDS = frozenset({Verb.RESTORED, Verb.RESOLVED, Verb.CANCELLED, Verb.MERGED, Verb.NOT_A_CONTACT, Verb.A_CONTACT_AFTER_ALL})
MOVES = ENDS | {
    Verb.OPENED, Verb.CLASSIFIED, Verb.HANDED_OVER, Verb.HOLD_BEGAN, Verb.HELD, Verb.RESUMED, Verb.HOLD_CANCELLED,
    Verb.QUESTION_CAME_BACK, Verb.LINKED, Verb.UNLINKED, Verb.CUSTOMER_SET, Verb.SERVICE_SET, Verb.CORRECTED, Promised.BREACHED,
    Promised.BREACH_WITHDRAWN, Promised.RERATED,
}  # fmt: skip
"""The events that start, move, pause or end a ladder."""

BREACHES = frozenset({Promised.BREACHED, Promised.BREACH_WITHDRAWN})


def climb(event: Event, ticket: Ticket) -> None:
    """Look at the ticket's ladder anew; what has fallen due is left to the watch, so that all is done in order."""
    if event.verb in BREACHES and not _waits_for_a_breach(ticket):
        return
    at = event.recorded_at
    look_at(ticket, at=at, is_new=event.verb == Verb.OPENED)
    if event.verb in ENDS or event.verb == Verb.CORRECTED:
        _let_children_look(ticket, event)


def _waits_for_a_breach(ticket: Ticket) -> bool:
    """Whether a broken promise starts the ticket's ladder, under whichever criticality it has or had; else it moves nothing there."""
    terms = ticket.terms
    ladders = (terms.ladder_for(department=ticket.department, criticality=criticality) for criticality in terms.criticalities)
    return any(ladder is not None and ladder.starts != OPENED for ladder in ladders)


def _let_children_look(parent: Ticket, event: Event) -> None:
    """The parent of a mass incident may carry its children's steps no longer: the watch looks at each under its own lock."""
    for child in family_of(parent).children:
        set_timer(STEPS, subject_kind=SUBJECT_KIND, subject_id=child.pk, due_at=event.recorded_at, at=event.recorded_at)
