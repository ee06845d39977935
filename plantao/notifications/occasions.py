"""
Who is told of which event, on one page.

What is internal reaches staff only, whatever stands here: see `plantao.notifications.reactions`. Every verb of a ticket
is either in TOLD or in UNTOLD, with the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from plantao.escalation.models.step import MESSAGE
from plantao.escalation.verbs import Verb as Escalation
from plantao.events.models import Event
from plantao.messaging.models import Notice, NoticeState
from plantao.rules.criticality import Change, is_told_to_register
from plantao.rules.ticket_lifecycle import Status
from plantao.sla.verbs import Verb as Promised
from plantao.tickets.models import Hold, LinkKind, Ticket
from plantao.tickets.models.resolution import UNANSWERED
from plantao.tickets.verbs import Verb


class Whom(Enum):
    """Who is meant. Those who watch are told what the requester is told; a ticket without one tells the service's technical contacts."""

    ALL = auto()
    ALL_BUT_AUTHOR = auto()  # whoever did it knows
    ALL_AND_ASKED = auto()  # and whom the hold's question asks
    ASKED = auto()  # nobody but whom the hold's question asked
    INTRODUCED = auto()  # who asks or watches from now on, unless they did it themselves
    AUTHOR = auto()  # whoever did it, where that is somebody outside; the requester where staff did it for them
    STAFF = auto()  # those of our own who watch
    CALLED = auto()  # those of our own whom the step of a ladder is for
    TREATING = auto()  # who holds the ticket, and the holder of the ladder's first role: the coordinator
    ADMINISTRATORS = auto()


OF_OUR_OWN = frozenset({Whom.STAFF, Whom.CALLED, Whom.TREATING, Whom.ADMINISTRATORS})


When = Callable[[Event, Ticket], bool]


def always(event: Event, ticket: Ticket) -> bool:
    """Whatever it is."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """
    One line of the table: these people read this occasion's text, `when` so. `immediate`: it never waits for a burst's end.

    `is_by_a_person` where a person's words are what is told: those are never held back, and are no automatic mail.
    """

    occasion: str
    to: Whom = Whom.ALL
    when: When = always
    immediate: bool = False
    is_by_a_person: bool = False


def is_to_call(event: Event, ticket: Ticket) -> bool:
    """Whether it is now of a criticality that is registered by another channel than it came by, and nobody of us is on the line."""
    if event.facts.get("change", Change.RAISED) != Change.RAISED:
        return False
    register_by = ticket.terms.criticalities[ticket.criticality].register_by
    return not event.facts.get("live", False) and is_told_to_register(register_by=register_by, channel=ticket.channel)


def is_introduced(event: Event, ticket: Ticket) -> bool:
    """Whether somebody has something to do with an open ticket from now on."""
    return ticket.is_open and introduced_by(event) is not None


def introduced_by(event: Event) -> int | None:
    """Return the person who asks (ticket.requester_set) or watches (ticket.watched) from now on; None where nobody does."""
    person: int | None = event.facts["person"] if event.verb == Verb.WATCHED else event.facts["after"]
    return person


def lacks_something(event: Event, ticket: Ticket) -> bool:
    """Whether the handbook asks for something that nobody said."""
    return bool(event.facts["missing"] or event.facts.get("asks_for"))


def is_outside_the_plan(event: Event, ticket: Ticket) -> bool:
    """Whether the contract leaves it out."""
    return not event.facts["covered"]


def is_another_item(event: Event, ticket: Ticket) -> bool:
    """Whether it was found to be about something else."""
    return bool(event.facts["before"]["item"] != event.facts["after"]["item"])


def is_other_criticality(event: Event, ticket: Ticket) -> bool:
    """Whether the criticality went up or down."""
    return bool(event.facts["change"] != Change.SAME)


def is_contacts_while_resolved(event: Event, ticket: Ticket) -> bool:
    """Whether somebody outside, not a machine, wrote on what we take for done."""
    return ticket.status == Status.RESOLVED and event.by.is_customers and not event.facts["automatic"]


def was_asked(event: Event, ticket: Ticket) -> bool:
    """Whether a hold waits for somebody who was asked, and not for an hour or for us."""
    return event.facts["asked_of"] is not None


def was_heard_of(event: Event, ticket: Ticket) -> bool:
    """Whether a hold counted, or its question is on its way to somebody; of any other nobody outside knows."""
    if event.facts["since"] is not None:
        return True
    asked = Hold.objects.filter(pk=event.facts["hold"]).values("question__event")
    return Notice.objects.filter(event__in=asked, occasion="held").exclude(state=NoticeState.WITHHELD).exists()


def is_unanswered(event: Event, ticket: Ticket) -> bool:
    """Whether a ticket ended because nobody answered."""
    return bool(event.facts["cause"] == UNANSWERED)


def is_called(event: Event, ticket: Ticket) -> bool:
    """Whether a step tells its role once, and the ladder had not ended meanwhile; one that rings is told by the ring."""
    return event.facts["how"] == MESSAGE and not event.facts["over"]


def goes_on(event: Event, ticket: Ticket) -> bool:
    """Whether the ladder had not ended when the step was found to be due, and the customer may know of it."""
    return event.is_public and not event.facts["over"]


TOLD: Mapping[str, tuple[Telling, ...]] = {
    Verb.OPENED: (
        Telling(occasion="call_us", when=is_to_call, immediate=True),
        Telling(occasion="registered", immediate=True),
        Telling(occasion="not_covered", when=is_outside_the_plan, immediate=True),
        Telling(occasion="incomplete", when=lacks_something, immediate=True),
    ),
    Verb.LINKED: (
        Telling(
            occasion="disagreement_registered",
            when=lambda event, _: event.facts["link"] == LinkKind.DISAGREEMENT and event.facts["is_from"],
            immediate=True,
        ),
    ),
    Verb.CONTACTED_AGAIN: (
        Telling(occasion="contacted_again", to=Whom.AUTHOR, when=lambda event, _: "merged" not in event.facts, immediate=True),
    ),
    Verb.ATTENDED: (Telling(occasion="attended", when=lambda event, _: event.facts["how"] == "call"),),
    Verb.REPLIED: (
        Telling(occasion="reply", to=Whom.ALL_BUT_AUTHOR, when=lambda event, _: not event.facts["automatic"], is_by_a_person=True),
        Telling(occasion="answered_when_resolved", to=Whom.AUTHOR, when=is_contacts_while_resolved),
    ),
    Verb.HELD: (Telling(occasion="held", to=Whom.ALL_AND_ASKED, is_by_a_person=True),),
    Verb.PASSED_TO_VENDOR: (Telling(occasion="passed_to_vendor"),),
    Verb.HANDED_OVER: (Telling(occasion="handed_over"),),
    Verb.CLASSIFIED: (
        Telling(occasion="call_us", when=is_to_call, immediate=True),
        Telling(occasion="criticality_changed", when=is_other_criticality),
        Telling(occasion="not_covered", when=lambda event, ticket: is_another_item(event, ticket) and is_outside_the_plan(event, ticket)),
        Telling(occasion="incomplete", when=lambda event, ticket: is_another_item(event, ticket) and lacks_something(event, ticket)),
    ),
    Verb.REQUESTER_SET: (Telling(occasion="introduced", to=Whom.INTRODUCED, when=is_introduced),),
    Verb.WATCHED: (Telling(occasion="introduced", to=Whom.INTRODUCED, when=is_introduced),),
    Verb.PROMISED: (Telling(occasion="promised"),),
    Verb.RESTORED: (Telling(occasion="restored", when=lambda event, _: not event.facts.get("resolving", False)),),
    Verb.PARENT_RESTORED: (Telling(occasion="parent_restored"),),
    Verb.RESOLVED: (
        Telling(occasion="resolved", when=lambda event, ticket: not is_unanswered(event, ticket), is_by_a_person=True),
        Telling(occasion="ended_unanswered", when=is_unanswered),
    ),
    Verb.CANCELLED: (Telling(occasion="cancelled"),),
    Verb.MERGED: (Telling(occasion="merged"),),
    Verb.CORRECTED: (Telling(occasion="corrected"),),
    Verb.HOLD_CANCELLED: (Telling(occasion="corrected", when=was_heard_of),),
    Escalation.STEP_HAPPENED: (
        Telling(occasion="called", to=Whom.CALLED, when=is_called, immediate=True),
        Telling(occasion="escalated", when=goes_on, immediate=True),
        Telling(occasion="vacant", to=Whom.ADMINISTRATORS, when=lambda event, _: bool(event.facts["gaps"]), immediate=True),
    ),
    Escalation.OFFERED: (
        Telling(occasion="step_offered", when=goes_on, immediate=True),
        Telling(occasion="step_offered", to=Whom.TREATING, when=lambda event, _: not event.facts["over"], immediate=True),
    ),
    Promised.BREACHED: (Telling(occasion="breached", to=Whom.TREATING),),
    Promised.REMINDED: (
        Telling(occasion="reminded", to=Whom.ASKED, when=was_asked),
        Telling(occasion="still_held", to=Whom.TREATING, when=lambda event, ticket: not was_asked(event, ticket)),
    ),
    Promised.LEFT_UNANSWERED: (Telling(occasion="left_unanswered", to=Whom.TREATING),),
    Promised.PROMISE_BROKEN: (Telling(occasion="promise_broken", to=Whom.TREATING),),
    Promised.CHASE_DUE: (Telling(occasion="chase_due", to=Whom.TREATING),),
    Verb.NOTED: (Telling(occasion="noted", to=Whom.STAFF, is_by_a_person=True),),
}

UNTOLD: Mapping[str, str] = {
    Promised.MARKED: "our own mark: it shows on the page of the ticket, and the promise is not broken",
    Promised.BREACH_WITHDRAWN: "the correction that it follows from is told",
    Promised.RERATED: "internal; what is promised from then on shows on the page of the ticket",
    Escalation.ASKED: "the step happens at once, and that is told",
    Escalation.ACKNOWLEDGED: "internal: between those on duty",
    Verb.COMPLETED: "the requester said it",
    Verb.DESCRIBED: "the requester said it",
    Verb.ASSIGNED: "who holds it is our matter",
    Verb.HOLD_BEGAN: "the question itself was told",
    Verb.QUESTION_CAME_BACK: "nothing arrives there; staff see it",
    Verb.RESUMED: "the answer, or the reply that follows, says so",
    Verb.HOLD_CONTESTED: "the customer did it",
    Verb.CONFIRMED: "the requester did it, and the page said so",
    Verb.DISAGREED: "the new ticket's registration tells it",
    Verb.CLOSED: "the resolution said that it would be",
    Verb.NOT_A_CONTACT: "nobody is to be told",
    Verb.A_CONTACT_AFTER_ALL: "nobody was told of the mistake",
    Verb.UNLINKED: "what two tickets have to do with each other shows on their pages",
    Verb.SPLIT: "the new ticket's registration tells it",
    Verb.UNWATCHED: "what is not told any more shows it",
    Verb.CUSTOMER_SET: "internal",
    Verb.PASSED_DOWN: "what came down is told as what it is",
    Verb.CONTACT_LOST: "internal",
    Verb.SERVICE_SET: "it shows on the page of the ticket",
    Verb.CHASED: "internal: between the vendor and us",
    Verb.HEARD_FROM_VENDOR: "internal: between the vendor and us",
    Verb.FORECAST: "internal: between the vendor and us",
    Verb.FORECAST_BROKEN: "internal: between the vendor and us",
    Verb.INFORMED_RESTORED: "the vendor's word, which nobody checked",
    Verb.VERIFIED: "restored tells it",
}
