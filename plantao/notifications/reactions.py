"""What is told about an event of a ticket; wired for every verb in TOLD, after all that may change the ticket."""

from datetime import datetime, timedelta
from typing import Any

from plantao.events.actor import DESK
from plantao.events.models import Event
from plantao.messaging import outbox
from plantao.notifications import vocabulary
from plantao.notifications.enclosing import files_told_of
from plantao.notifications.occasions import OF_OUR_OWN, TOLD, Telling, Whom
from plantao.notifications.recipients import Recipient, language_of, recipients
from plantao.notifications.rendering import render, subject_line
from plantao.notifications.told import NOTICEABLY
from plantao.notifications.values import values_of
from plantao.notifications.withholding import held_back
from plantao.people.addresses import Kind
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.verbs import Verb

SUBJECT_KIND = "ticket"
SAID_WITH_FILES = frozenset({"reply", "held"})
ENDS_WAITING = frozenset({Verb.HOLD_CANCELLED, Verb.RESUMED, Verb.RESOLVED, Verb.CANCELLED, Verb.NOT_A_CONTACT, Verb.MERGED})
KNOW_IT_ALREADY = frozenset({Whom.ALL_BUT_AUTHOR, Whom.INTRODUCED})
"""Whom nobody misses where nobody is left: they did it themselves."""


def tell(event: Event, ticket: Ticket) -> None:
    """Post what is to be told of this event to whom it concerns, or write down why it was not; a question that is moot is asked no more."""
    _ask_no_more(event)
    for telling in TOLD.get(event.verb, ()):
        if telling.when(event, ticket):
            _tell(telling, event, ticket)


def _ask_no_more(event: Event) -> None:
    """Withhold the questions of the holds that ended with this event, as far as they still wait to go out."""
    if event.verb not in ENDS_WAITING:
        return
    ended = event.facts["holds"] if "holds" in event.facts else [event.facts["hold"]]
    moot = Hold.objects.filter(pk__in=ended, since=None, question__isnull=False) if ended else ()
    for asked in Event.objects.filter(pk__in=[hold.question.event_id for hold in moot if hold.question]) if moot else ():
        outbox.take_back(event=asked, occasion="held", why="hold_over", at=event.recorded_at)


def _tell(telling: Telling, event: Event, ticket: Ticket) -> None:
    told = recipients(event, ticket, telling.to)
    for recipient in told:
        _tell_one(telling, event, ticket, recipient)
    if not told and event.is_public and telling.to not in KNOW_IT_ALREADY and telling.to not in OF_OUR_OWN:
        _note_that_nobody_was_there(telling, event, ticket)


def _tell_one(telling: Telling, event: Event, ticket: Ticket, recipient: Recipient) -> None:
    at, is_gathered = event.recorded_at, _is_gathered(telling, event, ticket)
    values = values_of(telling.occasion, event=event, ticket=ticket, recipient=recipient)
    subject = subject_line(ticket.protocol, ticket.subject, fallback=str(values["provider"]))
    is_by_a_person = telling.is_by_a_person and event.by != DESK
    content = render(
        telling.occasion, language=recipient.language, values=values,
        subject=vocabulary.said_alone("caught_up", language=recipient.language) if is_gathered else subject,
        is_by_a_person=is_by_a_person, of_a_ticket=not is_gathered,
        files=files_told_of(event, ticket).sent if telling.occasion in SAID_WITH_FILES else (),
    )  # fmt: skip
    told: dict[str, Any] = {
        "event": event, "occasion": telling.occasion, "channel": recipient.channel, "address": recipient.address,
        "person": recipient.person, "thread": None if is_gathered else ticket.thread, "subject_kind": SUBJECT_KIND,
        "subject_id": ticket.pk, "public": event.is_public and telling.to not in OF_OUR_OWN, "language": recipient.language,
        "content": content, "at": at,
    }  # fmt: skip
    is_held_back = not is_by_a_person and not is_gathered and telling.to is not Whom.CALLED  # on duty one is told of every step
    if why := recipient.why_not or (is_held_back and held_back(event, recipient, at=at)):
        outbox.withhold(**told, why=why)
        return
    earliest = _next_minute(at) if is_gathered else at
    outbox.post(**told, immediate=telling.immediate or _is_gravest(ticket), send_after=_send_after(telling, ticket, recipient, at=earliest))


def _is_gathered(telling: Telling, event: Event, ticket: Ticket) -> bool:
    """
    Whether this is for those who treat the ticket, and was found late: the watch stood still, so there is more of it, on many
    tickets. Nobody wants a mail of each: what is found within a minute goes as one.
    """
    is_late = event.facts.get("late_by", 0) >= NOTICEABLY.total_seconds()
    return telling.to is Whom.TREATING and is_late and not telling.immediate and not _is_gravest(ticket)


def _next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _send_after(telling: Telling, ticket: Ticket, recipient: Recipient, *, at: datetime) -> datetime:
    """Return when something may go that could go `at`: later where the recipient's quiet hours hold it back, unless it is urgent."""
    is_urgent = telling.immediate or _is_urgent(ticket)
    return at if is_urgent else recipient.person.survivor.quiet_until(zone=recipient.zone, at=at)


def _is_gravest(ticket: Ticket) -> bool:
    """What is told of a ticket of the most severe criticality never waits."""
    return ticket.criticality == next(iter(ticket.terms.criticalities))


def _is_urgent(ticket: Ticket) -> bool:
    """Whether it is of the most severe criticality, or of one for which the handbook has somebody called unasked: no night is too quiet."""
    ladder = ticket.terms.ladder_for(department=ticket.department, criticality=ticket.criticality)
    return _is_gravest(ticket) or (ladder is not None and ticket.criticality in ladder.automatic_for)


def _note_that_nobody_was_there(telling: Telling, event: Event, ticket: Ticket) -> None:
    outbox.withhold(
        event=event, occasion=telling.occasion, channel=Kind.MAIL.value, thread=ticket.thread, subject_kind=SUBJECT_KIND,
        subject_id=ticket.pk, public=event.is_public, language=language_of(None, ticket), why="nobody_to_tell", at=event.recorded_at,
    )  # fmt: skip
