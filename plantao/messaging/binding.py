"""
Which message carries a notice, and when it may go.

Notices to the same address, in the same thread, share a message as long as nobody has begun to send it. The first of a
burst goes at once and later ones wait for the burst's end, where they go together: so nobody gets more than two
messages a minute about one ticket, however busy it is, and the first of them without delay. In no thread only those are
gathered that are held back until the same instant. A message carries the files of one notice: those of two might be more
than a mail server takes.
"""

import secrets
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from plantao.messaging import registry
from plantao.messaging.models import Message, Notice, NoticeState
from plantao.prepared import Gap, Prepared, insert
from plantao.work.listening import CAP, wake

LANE = "outbox"
BURST = timedelta(seconds=60)

_NOT_BEGUN = Prepared(
    lambda: Message.objects.filter(
        thread=Gap("thread"), channel=Gap("channel"), address=Gap("address"), attempts=0, done_at=None, dead_at=None
    ).only("id")
)

_FIRSTS = Prepared(
    lambda: (
        Notice.objects.filter(
            thread=Gap("thread"),
            channel=Gap("channel"),
            address=Gap("address"),
            send_after=None,
            created_at__gt=Gap("since"),
            created_at__lte=Gap("at"),
        )
        .exclude(state=NoticeState.WITHHELD)
        .order_by("-created_at")
        .only("created_at")[:1]
    )
)


def bind(notice: Notice, *, immediate: bool, send_after: datetime | None, at: datetime) -> None:
    """Give an unsaved notice the message that will carry it, joined or new, and note until when it is held back."""
    message = held_until = None
    if send_after is not None and send_after > at:
        held_until = send_after
        message = _waiting(notice, Q(run_at=held_until))
    elif notice.thread is not None:
        message = _waiting(notice, Q(run_at=None) | Q(run_at__lte=at))
        if message is None and not immediate and (held_until := _end_of_burst(notice, at)):
            message = _waiting(notice, Q(run_at__lte=held_until))
    if message is None:
        message = _begin(notice, run_at=held_until, at=at)
    notice.message, notice.send_after = message, message.run_at
    if message.run_at is None or message.run_at <= at + CAP:
        wake(LANE)


def _waiting(notice: Notice, goes: Q) -> Message | None:
    """
    Return the message to the same address in the same thread, or in none, that `goes` then, if nobody has begun it; locked.

    One that a worker is taking at this moment is locked, and passed over: it goes without this notice.
    """
    if notice.thread is not None and not _NOT_BEGUN.rows(thread=notice.thread.pk, channel=notice.channel, address=notice.address):
        return None
    subject_kind, subject_id = _subject(notice)
    has_files = Notice.objects.filter(message=OuterRef("pk"), content__files__0__isnull=False)
    waiting = Message.objects.filter(
        ~Exists(has_files) if notice.content.get("files") else Q(),
        goes,
        thread=notice.thread, channel=notice.channel, address=notice.address, is_public=notice.is_public,
        subject_kind=subject_kind, subject_id=subject_id,
        attempts=0, leased_by=None, done_at=None, dead_at=None,
    )  # fmt: skip
    return waiting.order_by(F("run_at").asc(nulls_first=True), "id").select_for_update(skip_locked=True, of=("self",)).first()


def _end_of_burst(notice: Notice, at: datetime) -> datetime | None:
    """Return when the burst that is going on ends; None where this notice is the first of one."""
    assert notice.thread is not None
    first = _FIRSTS.first(thread=notice.thread.pk, channel=notice.channel, address=notice.address, since=at - BURST, at=at)
    return first.created_at + BURST if first else None


def _subject(notice: Notice) -> tuple[str, int | None]:
    """Return what a message is about that carries this notice: in no thread it may carry those of several subjects, and is about none."""
    return (notice.subject_kind, notice.subject_id) if notice.thread is not None else ("", None)


def _begin(notice: Notice, *, run_at: datetime | None, at: datetime) -> Message:
    subject_kind, subject_id = _subject(notice)
    message = Message(
        channel=notice.channel, address=notice.address, person=notice.person, thread=notice.thread,
        subject_kind=subject_kind, subject_id=subject_id, is_public=notice.is_public, customer_id=notice.customer_id,
        outside_id=registry.channel(notice.channel).identity(secrets.token_hex(10)), run_at=run_at, created_at=at,
    )  # fmt: skip
    insert(message)
    if notice.thread is not None:
        notice.thread.note_identity(message.outside_id, channel=message.channel, is_ours=True)
    return message
