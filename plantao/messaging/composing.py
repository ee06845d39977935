"""What a message says, fixed at its first try and the same at every later one."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from plantao.files.models import Blob
from plantao.messaging.channel import Outgoing, OutgoingFile
from plantao.messaging.content import Content, compose
from plantao.messaging.models import Inbound, Message, Notice, Outcome, ThreadId
from plantao.messaging.reply_tokens import reply_token
from plantao.people.addresses import key_of
from plantao.prepared import Gap, Prepared

REFERENCES_AT_MOST = 10
_HERE = {"thread": Gap("thread"), "channel": Gap("channel")}


def _before() -> QuerySet[Message]:
    return Message.objects.filter(**_HERE, id__lt=Gap("before")).order_by("id")


def _opened_by() -> QuerySet[ThreadId]:
    openers = Inbound.objects.filter(**_HERE, outcome=Outcome.OPENED).exclude(sender="")
    return ThreadId.objects.filter(**_HERE, is_ours=False, address__in=openers.values("sender")).order_by("id").only("outside_id")[:1]


def _passed() -> QuerySet[ThreadId]:
    ours = _before().order_by().filter(address=Gap("to"), is_public=Gap("is_public"))
    passed = Q(outside_id__in=ours.values("outside_id")) | Q(is_ours=False, address=Gap("address"))
    return ThreadId.objects.filter(passed, **_HERE).order_by("-id").only("outside_id")[:REFERENCES_AT_MOST]


_NOTICES = Prepared(
    lambda: Notice.objects.filter(message=Gap("message")).select_related("message__person", "message__thread").order_by("id")
)
_OPENED_BY = Prepared(_opened_by)
_FIRST_SAID = Prepared(lambda: _before().only("outside_id")[:1])
_PASSED = Prepared(_passed)


def outgoing(message: Message) -> Outgoing:
    """Return what the channel is to send. The message must have been composed."""
    content = dict(message.content or {})
    references, written_at = tuple(content.pop("references")), datetime.fromisoformat(content.pop("written_at"))
    files = tuple(_files(content.pop("files", ())))
    return Outgoing(
        outside_id=message.outside_id, address=message.address, references=references, written_at=written_at, files=files, **content
    )


def composed(message: Message, *, at: datetime) -> dict[str, Any]:
    """Return the content of a message that nobody has tried to send yet, JSON-able, made of its notices at `at`."""
    notices = _NOTICES.rows(message=message.pk)
    words = compose([Content.from_json(notice.content) for notice in notices])
    carried = notices[0].message  # with its person and its thread
    assert carried is not None
    return {
        "name": carried.person.name if carried.person else "",
        "language": notices[0].language,
        "subject": words.subject,
        "text": words.text,
        "html": words.html,
        "short": words.short,
        "is_automatic": words.is_automatic,
        "files": [asdict(file) for file in words.files],
        "references": _references(message),
        "reply_token": reply_token(carried.thread) if carried.thread else "",
        "written_at": at.isoformat(),
    }


def _files(enclosed: Iterable[Mapping[str, Any]]) -> Iterable[OutgoingFile]:
    """Yield the files with their bytes; one that was erased since is gone."""
    for file in enclosed:
        blob = Blob.objects.filter(sha256=file["sha256"], erased_at=None).first()
        if blob is not None:
            yield OutgoingFile(name=file["name"], type=file["type"], content=blob.read())


def _references(message: Message) -> list[str]:
    """
    Return what this message follows, oldest first: the root of the thread, then what passed between us and this address.

    The root is what opened the thread, else the first that we said there: everybody's messages share it, so that answers
    to all stay one conversation. Nothing else that others said is named: a vendor's mail is not for the customer to know of.
    """
    if message.thread_id is None:
        return []
    here = {"thread": message.thread_id, "channel": message.channel}
    root = _OPENED_BY.rows(**here) or _FIRST_SAID.rows(**here, before=message.pk)
    passed = _PASSED.rows(
        **here, before=message.pk, to=message.address, is_public=message.is_public, address=key_of(message.channel, message.address)
    )
    return list(dict.fromkeys(each.outside_id for each in [*root, *reversed(passed)]))
