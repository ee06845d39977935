"""
Sending: each message is begun in one transaction, handed to its channel, and its receipt booked in another.

What is on the wire is written down before it goes there, so that after a crash exactly the messages whose fate nobody
can know are sent again, under the same identity, and marked. `lines()` is entered once for a batch, `deliver()` called
for each of its messages.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction

from plantao.messaging import registry, settling
from plantao.messaging.channel import Line, Outgoing, Receipt, TryLater, Undeliverable
from plantao.messaging.composing import composed, outgoing
from plantao.messaging.models import Message, NoticeState
from plantao.prepared import run, update
from plantao.work import leases

_BIND = "UPDATE messaging_notice SET state = %s WHERE message_id = %s AND state = %s"


class Lines:
    """The lines that stand open for a batch, one a channel, opened when first asked for. A channel without one is asked once."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[str, Line | TryLater] = {}

    def to(self, channel: str) -> Line:
        """Return the line of this channel; raises TryLater, for the whole batch, where there is none."""
        if channel not in self._open:
            try:
                self._open[channel] = self._stack.enter_context(registry.channel(channel).line())
            except TryLater as trouble:
                self._open[channel] = trouble
        line = self._open[channel]
        if isinstance(line, TryLater):
            raise line
        return line

    def give_up(self, channel: str, trouble: TryLater) -> None:
        """Let the rest of the batch wait as well: of those nothing was handed over."""
        self._open[channel] = TryLater(trouble.reason, wait=trouble.wait, is_the_channel=True)


_lines: ContextVar[Lines] = ContextVar("plantao_open_lines")
_not_booked: dict[int, Receipt] = {}


@contextmanager
def lines() -> Iterator[None]:
    """Share lines among the messages that are delivered inside."""
    with ExitStack() as stack:
        token = _lines.set(Lines(stack))
        try:
            yield
        finally:
            _lines.reset(token)


def deliver(message: Message, at: datetime) -> None:
    """
    Send a message that was claimed, and settle it: sent, to be tried again, or given up.

    A receipt that the database was not there to book is remembered here, and booked when it is back: the message does
    not go out again for that. Raises the database's errors.
    """
    receipt = _not_booked.get(message.pk)
    if receipt is None:
        receipt = _send(message, at)
    if receipt is not None:
        _not_booked[message.pk] = receipt
        settling.book_receipt(message, receipt)
        del _not_booked[message.pk]


def _send(message: Message, at: datetime) -> Receipt | None:
    open_lines = _lines.get()
    try:
        line = open_lines.to(message.channel)
    except TryLater as trouble:
        settling.put_off(message, trouble, at=at)
        return None
    words = _begin(message, at)
    if words is None:
        return None
    try:
        return line.send(words)
    except TryLater as trouble:
        if trouble.is_the_channel:
            open_lines.give_up(message.channel, trouble)
        settling.put_off(message, trouble, at=at)
    except Undeliverable as trouble:
        settling.give_up(message, trouble.reason, is_address_dead=trouble.is_address_dead, at=at)
    return None


@transaction.atomic
def _begin(message: Message, at: datetime) -> Outgoing | None:
    """Write down that this message is about to be on the wire, and return what is sent; None where our lease is over."""
    held = leases.hold(message)
    if held is None:
        return None
    if held.on_wire_at is not None:
        held.is_perhaps_twice = True
    if held.content is None:
        held.content = composed(held, at=at)
    held.on_wire_at = at
    update(held, "content", "on_wire_at", "is_perhaps_twice")
    run(_BIND, NoticeState.BOUND, held.pk, NoticeState.WAITING)
    return outgoing(held)
