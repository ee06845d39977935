"""Asking the rules whether something may go out by itself (plantao/rules/automatic_mail.py), with the facts of the post room."""

from datetime import datetime

from plantao.events.models import Event
from plantao.messaging import queries
from plantao.messaging.models import Inbound
from plantao.notifications.recipients import Recipient
from plantao.prepared import Gap, Prepared
from plantao.rules.automatic_mail import Answered, Caps, HeldBack, held_back_as_answer, held_back_by_caps
from plantao.tickets.models import Entry

CAPS = Caps()

_CAME_IN = Prepared(lambda: Entry.objects.filter(event=Gap("event"), inbound__isnull=False).select_related("inbound")[:1])


def held_back(event: Event, recipient: Recipient, *, at: datetime) -> HeldBack | None:
    """Return why no automatic message about `event` goes to this recipient now; None where it may."""
    entry = _answered_by(event, recipient)
    inbound = entry.inbound if entry else None
    if entry is not None and inbound is not None:
        held = held_back_as_answer(_as_answered(entry, inbound), caps=CAPS)
        if held is not None:
            return held
    since = at - CAPS.period
    sent_at = queries.automatic_sent_at(channel=recipient.channel, address=recipient.address, since=since)
    alike_at: list[datetime] = []
    if inbound is not None and inbound.sameness:
        alike_at = queries.received_alike_at(sender=inbound.sender, sameness=inbound.sameness, since=since)
    return held_back_by_caps(at=at, sent_at=sent_at, same_subject_at=alike_at, caps=CAPS)


def _answered_by(event: Event, recipient: Recipient) -> Entry | None:
    """Return what came in from this very recipient and made the event; others who are told did not send it."""
    if event.person_id != recipient.person.pk:
        return None
    return _CAME_IN.first(event=event.pk)


def _as_answered(entry: Entry, inbound: Inbound) -> Answered:
    """`mail_from` is "" where the envelope's sender was empty, absent where nobody noted it; `hops` is noted when the mail is read."""
    return Answered(
        is_automatic=entry.is_automatic,
        has_return_path=inbound.envelope.get("mail_from") != "",
        hops=int(inbound.envelope.get("hops", 0)),
    )
