"""Questions to the post room: the ledger, what waits, and to which thread an incoming message points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from plantao.messaging.models import Inbound, Message, Notice, NoticeState, Outcome, Thread, ThreadId, stored_identity
from plantao.messaging.reply_tokens import token_in
from plantao.prepared import Gap, Prepared

COUNTED_AT_MOST = 100
"""More of a kind than any cap asks for, so that what a thousand mails an hour cost does not grow with them."""

_AUTOMATIC = Prepared(
    lambda: (
        Notice.objects.filter(channel=Gap("channel"), address=Gap("address"), created_at__gt=Gap("since"), content__is_by_a_person=False)
        .exclude(state=NoticeState.WITHHELD)
        .order_by("-created_at")
        .only("created_at")[:COUNTED_AT_MOST]
    )
)
_ALIKE = Prepared(
    lambda: (
        Inbound.objects.filter(sender=Gap("sender"), sameness=Gap("sameness"), received_at__gt=Gap("since"))
        .order_by("-received_at")
        .only("received_at")[:COUNTED_AT_MOST]
    )
)


@dataclass(frozen=True, slots=True)
class Traffic:
    """How one channel stands: how many messages wait, since when, how many were given up, and the newest trouble."""

    channel: str
    waiting: int
    waiting_since: datetime | None
    dead: int
    last_error: str
    last_sent_at: datetime | None


def ledger(*, subject_kind: str, subject_id: int) -> QuerySet[Notice]:
    """Return everything that was told, or not told, to anybody about this subject, oldest first."""
    return Notice.objects.filter(subject_kind=subject_kind, subject_id=subject_id).select_related("message", "person").order_by("id")


def dead_messages() -> QuerySet[Message]:
    """Return the messages that were given up, newest first; `last_error` says why."""
    return Message.objects.filter(dead_at__isnull=False).order_by("-dead_at", "-id")


def tray() -> QuerySet[Inbound]:
    """Return what was kept and answers no ticket, newest first."""
    return Inbound.objects.filter(outcome=Outcome.TRAY).order_by("-received_at", "-id")


def automatic_sent_at(*, channel: str, address: str, since: datetime) -> list[datetime]:
    """Return the instants after `since` at which notices that no person wrote were posted to this address; the newest COUNTED_AT_MOST."""
    return [notice.created_at for notice in reversed(_AUTOMATIC.rows(channel=channel, address=address, since=since))]


def received_alike_at(*, sender: str, sameness: str, since: datetime) -> list[datetime]:
    """Return the newest instants after `since` (as many) at which mail with an equal subject came from this sender, both as on Inbound."""
    return [inbound.received_at for inbound in reversed(_ALIKE.rows(sender=sender, sameness=sameness, since=since))]


def threads_of(outside_ids: Sequence[str], *, channel: str) -> list[Thread]:
    """Return the threads in which these identities were seen, in the order of the identities, each once."""
    wanted = [stored_identity(outside_id) for outside_id in outside_ids]
    found = ThreadId.objects.filter(channel=channel, outside_id__in=wanted).select_related("thread").order_by("-is_ours", "id")
    by_identity: dict[str, list[Thread]] = {}
    for row in found:
        by_identity.setdefault(row.outside_id, []).append(row.thread)
    return list(dict.fromkeys(thread for identity in wanted for thread in by_identity.get(identity, ())))


def thread_of_reply(reply_token: str) -> Thread | None:
    """Return the thread whose token this is (or ends a local part that carries it), if we signed it; None for any other."""
    token = token_in(reply_token)
    return Thread.objects.filter(token=token).first() if token else None


def traffic() -> list[Traffic]:
    """Return how each channel that ever sent stands, by name."""
    waiting = Q(done_at=None, dead_at=None)
    rows = Message.objects.values("channel").annotate(
        waiting=Count("pk", filter=waiting),
        waiting_since=Min("created_at", filter=waiting),
        dead=Count("pk", filter=Q(dead_at__isnull=False)),
        last_sent_at=Max("sent_at"),
    )
    return [Traffic(last_error=_last_error(row["channel"]), **row) for row in rows.order_by("channel")]


def in_trouble() -> list[Message]:
    """Return the newest message of each channel that was tried, failed, and waits to be tried again; `last_error` says why."""
    failed = Message.objects.filter(leased_by=None, done_at=None, dead_at=None, failures__gt=0)
    return list(failed.order_by("channel", "-id").distinct("channel"))


def _last_error(channel: str) -> str:
    troubled = Message.objects.filter(channel=channel, done_at=None, dead_at=None).exclude(last_error="")
    return troubled.order_by("-id").values_list("last_error", flat=True).first() or ""
