"""What becomes of a message that was tried: its receipt, its delay or its end, each booked with the subject locked first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from plantao.events.actor import DESK
from plantao.events.recording import Subject, record
from plantao.messaging import registry
from plantao.messaging.channel import Receipt, TryLater
from plantao.messaging.models import Message, NoticeState
from plantao.messaging.verbs import Verb
from plantao.people.addresses import key_of
from plantao.people.models import Address
from plantao.prepared import Gap, Prepared, changed, update
from plantao.work import leases
from plantao.work.acting import run_retrying

CHANNEL_PAUSE = timedelta(seconds=30)
"""How long messages wait for a channel that is down: that says nothing of the message, so it is no failure of its."""

GIVE_UP_AFTER = timedelta(days=5)
"""How long a message is tried while its channel is down (RFC 5321, 4.5.4.1, asks for four or five days)."""

TRIES_BEFORE_GIVING_UP = 100
"""How often it was tried then at the least: a clock that jumps makes five days of a minute."""

_TAKEN = Prepared(lambda: Message.objects.filter(pk=Gap("pk")).select_for_update(of=("self",)))
GOING = [NoticeState.WAITING.value, NoticeState.BOUND.value]
FAILED, SENT = [NoticeState.FAILED.value], [NoticeState.SENT.value]
_MARK = """
    UPDATE messaging_notice SET state = coalesce(%s, state), why = %s WHERE message_id = %s AND state = ANY (%s) RETURNING id, occasion
"""
Told = Sequence[tuple[int, str]]
"""Notices, by key and occasion; ascending."""


def book_receipt(message: Message, receipt: Receipt) -> None:
    """
    Write down that the network took this message, on the timeline of what it was about.

    Whoever holds the lease by now: it was sent. Booked before by another worker, it went out twice, and is marked so.
    """

    def book() -> None:
        subject = registry.locked_subject(message.subject_kind, message.subject_id)
        (taken,) = _TAKEN.rows(pk=message.pk)
        if taken.sent_at is not None:
            Message.objects.filter(pk=taken.pk).update(is_perhaps_twice=True)
            return
        taken.sent_at = taken.done_at = receipt.at
        taken.leased_by = taken.leased_until = taken.dead_at = taken.on_wire_at = None
        taken.last_error = ""
        update(taken, "sent_at", "done_at", "leased_by", "leased_until", "dead_at", "on_wire_at", "last_error")
        if receipt.outside_id and taken.thread is not None:
            taken.thread.note_identity(receipt.outside_id, channel=taken.channel, is_ours=True)
        told = _mark(taken, GOING + FAILED, state=NoticeState.SENT, why="")
        _record(subject, Verb.DELIVERED, taken, told, at=receipt.at, perhaps_twice=taken.is_perhaps_twice)

    run_retrying(book)


def put_off(message: Message, trouble: TryLater, *, at: datetime) -> None:
    """
    Let this message be tried again: after a pause where its channel is down, else as its failures say; after too many,
    or too long, it is given up. What may have been sent all the same is marked so.
    """
    is_late = at - message.created_at > GIVE_UP_AFTER and message.attempts >= TRIES_BEFORE_GIVING_UP
    if is_late or (not trouble.is_the_channel and message.failures >= len(message.BACK_OFF)):
        give_up(message, trouble.reason, at=at)
        return
    with transaction.atomic():
        held = leases.hold(message)
        if held is None:
            return
        changes: dict[str, Any] = {"on_wire_at": None, "last_error": leases.clipped(trouble.reason)}
        if trouble.is_perhaps_sent:
            changes["is_perhaps_twice"] = True
        wait = CHANNEL_PAUSE
        if not trouble.is_the_channel:
            wait = held.BACK_OFF[held.failures]
            changes["failures"] = held.failures + 1
        leases.postpone(held, until=at + max(wait, trouble.wait or wait))
        Message.objects.filter(pk=held.pk).update(**changes)


def give_up(message: Message, reason: str, *, is_address_dead: bool = False, at: datetime) -> None:
    """Write down, where staff see it, that this message will never arrive, and why."""

    def bury() -> None:
        subject = registry.locked_subject(message.subject_kind, message.subject_id)
        held = leases.hold(message)
        if held is None:
            return
        leases.bury(held, at=at, reason=reason)
        Message.objects.filter(pk=held.pk).update(on_wire_at=None)
        if is_address_dead:
            mark_address_dead(held, at=at)
        _book_end(subject, held, reason, at=at)

    run_retrying(bury)


def book_deaths(at: datetime) -> None:
    """
    Tell of the messages that the loop of work gave up by itself: whose sending failed by a bug again and again, or that
    killed the workers that had them. To be called now and then, in a transaction.
    """
    dead = Message.objects.filter(dead_at__isnull=False, notices__state__in=GOING)
    for message in dead.distinct().order_by("subject_kind", "subject_id", "id")[:100]:
        subject = registry.locked_subject(message.subject_kind, message.subject_id)
        still_dead = Message.objects.select_for_update(of=("self",)).filter(pk=message.pk, dead_at__isnull=False).first()
        if still_dead is not None:
            _book_end(subject, still_dead, still_dead.last_error, at=at)


def book_bounce(*, channel: str, outside_id: str, permanent: bool, status: str, at: datetime) -> Message | None:
    """
    Write down that a message of ours came back (`permanent`), or is late. `status` is what the network said (for mail
    an enhanced status code and words); `at` our hour. Returns the message, None where it is none of ours.

    Must be called before anything else is locked: it locks the subject first.
    """
    sent = Message.objects.filter(channel=channel, outside_id=outside_id).first()
    if sent is None:
        return None

    def book() -> None:
        subject = registry.locked_subject(sent.subject_kind, sent.subject_id)
        (message,) = _TAKEN.rows(pk=sent.pk)
        if not permanent:
            _mark(message, SENT, state=None, why=f"delayed: {status}"[:300])
            return
        told = _mark(message, GOING + SENT, state=NoticeState.BOUNCED, why=status[:300])
        mark_address_dead(message, at=at)
        _record(subject, Verb.BOUNCED, message, told, at=at, status=status[:300])

    run_retrying(book)
    return sent


def retry(message: Message) -> bool:
    """Let a message that was given up be tried again at once, with all its chances; False where it was not."""
    with transaction.atomic():
        if not leases.revive(Message, ids=[message.pk]):
            return False
        _mark(message, FAILED, state=NoticeState.BOUND, why="")
    return True


def mark_address_dead(message: Message, *, at: datetime) -> None:
    """Note that nothing arrives where this message went, for whoever has that address."""
    address = Address.objects.filter(kind=message.channel, key=key_of(message.channel, message.address), bounced_at=None)
    address.update(bounced_at=at)


def _book_end(subject: Subject | None, message: Message, reason: str, *, at: datetime) -> None:
    told = _mark(message, GOING, state=NoticeState.FAILED, why=reason[:300])
    _record(subject, Verb.FAILED, message, told, at=at, why=reason[:300])


def _mark(message: Message, states: list[str], *, state: NoticeState | None, why: str) -> Told:
    """Note `why` of those of the message's notices that are in one of these states, and `state` where it changes; return them."""
    return sorted(changed(_MARK, state and state.value, why, message.pk, states))


def _record(subject: Subject | None, verb: Verb, message: Message, told: Told, *, at: datetime, **facts: Any) -> None:
    if subject is None or not told:
        return
    record(
        subject, verb, by=DESK, at=at, public=False, message=message.pk, notices=[pk for pk, _ in told],
        occasions=sorted({occasion for _, occasion in told}), **facts,
    )  # fmt: skip
