"""What became of a mail that came in: waited for, worked on here where nobody else does, and told."""

import time
from threading import Event
from typing import Any

from plantao import clock
from plantao.handbook.problems import one_line
from plantao.mail.reading import safely_read
from plantao.messaging.inbox import LANE
from plantao.messaging.models import Inbound
from plantao.operate.ticket.summary import instant
from plantao.operate.trouble import Trouble
from plantao.tickets.models import Ticket
from plantao.work import attendance
from plantao.work.queue_lane import QueueLane
from plantao.work.registry import registered

LOOK_AGAIN = 0.05
LARGEST_ID = 2**63 - 1

IN_WORDS = {
    "opened": "opened {protocol}",
    "filed": "filed on {protocol}",
    "bounce": "booked as a mail of ours that came back",
    "tray": "kept in the tray, answering no ticket",
    "discarded": "was put away",
    "quarantined": "in quarantine: {reason}",
    "waiting": "kept, not worked on yet",
}


def settle(inbound: Inbound, *, within: float) -> None:
    """
    Wait at most `within` seconds until a mail is settled or in quarantine. Where no worker is alive its lane runs here:
    what came in before it goes first, as it would there.
    """
    deadline = time.monotonic() + within
    lane = None if attendance.present() else _lane()
    while inbound.done_at is None and inbound.dead_at is None:
        if lane is not None:
            lane.turn(now=clock.now, stopping=lambda: time.monotonic() > deadline)
        inbound.refresh_from_db()
        if time.monotonic() > deadline:
            return
        if inbound.done_at is None:
            Event().wait(LOOK_AGAIN)


def arrived(wanted: int) -> Inbound:
    """Return the mail of that number. Raises Trouble where none ever came in."""
    inbound = Inbound.objects.filter(pk=wanted).first() if 0 < wanted <= LARGEST_ID else None
    if inbound is None:
        raise Trouble(f"no message {wanted} ever came in; `plantao mail quarantine` and `plantao mail tray` name those on no ticket")
    return inbound


def fate(inbound: Inbound) -> dict[str, Any]:
    """
    Return what became of a mail: `result` is opened, filed, bounce, tray, discarded, quarantined or waiting; `protocol`
    that of the ticket on which it is; `why` the rule's word for it; `reason` what went wrong, the last time it did.
    """
    ticket = Ticket.objects.filter(thread=inbound.thread_id).first() if inbound.thread_id else None
    result = "quarantined" if inbound.dead_at else inbound.outcome if inbound.done_at else "waiting"
    return {
        "id": inbound.pk,
        "result": result,
        "protocol": ticket.survivor.protocol if ticket else None,
        "why": inbound.why or None,
        "reason": None if inbound.done_at else inbound.last_error or None,
    }


def in_words(told: dict[str, Any]) -> str:
    """Return a fate as the end of a line."""
    said = IN_WORDS[told["result"]].format(protocol=told["protocol"], reason=told["reason"])
    if told["result"] == "waiting" and told["reason"]:
        return f"{said}; it failed, and is tried again: {told['reason']}"
    return f"{said} ({told['why']})" if told["why"] else said


def looked_at(inbound: Inbound) -> dict[str, Any]:
    """Return what is known of a mail beside its fate: its beginning is read again, whatever made it fail."""
    mail = safely_read(inbound.original.read())
    return {
        "id": inbound.pk,
        "received_at": instant(inbound.received_at),
        "from": mail.from_.address if mail.from_ else None,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "size": inbound.original.size,
        "via": inbound.envelope.get("via"),
    }


def in_one_line(told: dict[str, Any]) -> str:
    """Return what `looked_at` says as people read it in a list."""
    return one_line(f"{told['id']}  {told['received_at']}  {told['from'] or 'nobody'}  {told['subject'] or '(no subject)'}")


def _lane() -> QueueLane[Any]:
    (queue,) = (queue for queue in registered().all_queues() if queue.name == LANE)
    return QueueLane(queue, worker=attendance.new_number())
