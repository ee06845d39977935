"""The only way to say anything to anyone: a notice in the ledger, in the transaction of the event that it tells of."""

from datetime import datetime

from django.db import transaction

from plantao.events.models import Event
from plantao.messaging.binding import bind
from plantao.messaging.content import Content
from plantao.messaging.models import Message, Notice, NoticeState, Thread
from plantao.people.models import Person
from plantao.prepared import Gap, Prepared, insert

_POSTED = Prepared(
    lambda: Notice.objects.filter(
        event=Gap("event"), address=Gap("address"), occasion=Gap("occasion"), channel=Gap("channel"), ordinal=Gap("ordinal")
    )
)


def post(
    *,
    event: Event,
    occasion: str,
    channel: str,
    address: str,
    person: Person | None = None,
    thread: Thread | None,
    subject_kind: str = "",
    subject_id: int | None = None,
    public: bool,
    language: str,
    content: Content,
    ordinal: int = 0,
    immediate: bool = False,
    send_after: datetime | None = None,
    at: datetime,
) -> Notice:
    """
    Tell somebody of `event`. Must be called in the event's transaction, with the subject locked.

    The first of a burst goes at once, later ones to the same address in the same thread go together (see
    `plantao.messaging.binding`); `immediate` never waits. `send_after` holds it back until then (quiet hours).
    `subject_kind` and `subject_id` name what has the timeline, "" where nothing has. `public` False is for staff and
    vendors only. The same event, address, occasion, channel and ordinal again return the notice that is there.
    Raises KeyError where the channel is not registered.
    """
    _must_be_in_a_transaction()
    found = _POSTED.first(event=event.pk, address=address, occasion=occasion, channel=channel, ordinal=ordinal)
    if found:
        return found
    notice = Notice(
        event=event, address=address, occasion=occasion, channel=channel, ordinal=ordinal, person=person, thread=thread,
        subject_kind=subject_kind, subject_id=subject_id, customer_id=event.customer_id, is_public=public,
        language=language, content=content.as_json(), created_at=at,
    )  # fmt: skip
    bind(notice, immediate=immediate, send_after=send_after, at=at)
    insert(notice)
    return notice


def withhold(
    *,
    event: Event,
    occasion: str,
    channel: str,
    address: str = "",
    person: Person | None = None,
    thread: Thread | None,
    subject_kind: str = "",
    subject_id: int | None = None,
    public: bool,
    language: str,
    content: Content | None = None,
    ordinal: int = 0,
    why: str,
    at: datetime,
) -> Notice:
    """
    Write down that somebody was not told of `event`, and why (a code of at most 300 characters). `address` is "" where
    there is none; `content` is what they would have read, where it was rendered. Otherwise as `post`.
    """
    _must_be_in_a_transaction()
    where = {"address": address} if address else {"address": "", "person": person}
    return Notice.objects.get_or_create(
        event=event, occasion=occasion, channel=channel, ordinal=ordinal, **where,
        defaults={
            "person": person, "thread": thread, "subject_kind": subject_kind, "subject_id": subject_id, "customer_id": event.customer_id,
            "is_public": public, "language": language, "content": content.as_json() if content else {}, "created_at": at,
            "state": NoticeState.WITHHELD, "why": why[:300],
        },
    )[0]  # fmt: skip


def take_back(*, event: Event, occasion: str, why: str, at: datetime) -> None:
    """
    Withhold, for `why`, what was posted of `event` for `occasion` and nobody has begun to send. A message that carried
    nothing else is over at `at`. What a worker has in hand goes all the same. Must be called with the subject locked.
    """
    _must_be_in_a_transaction()
    notices = Notice.objects.filter(event=event, occasion=occasion, state=NoticeState.WAITING)
    not_begun = Message.objects.filter(pk__in=notices.values("message"), attempts=0, leased_by=None, done_at=None, dead_at=None)
    for message in not_begun.select_for_update(skip_locked=True, of=("self",)):
        notices.filter(message=message).update(state=NoticeState.WITHHELD, message=None, why=why)
        if not message.notices.exists():
            message.done_at = at
            message.save(update_fields=["done_at"])


def _must_be_in_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a notice is posted in the transaction of its event")
