"""The post room's two queues, for wiring to register with the loop of work."""

from collections.abc import Callable, Mapping
from datetime import datetime

from plantao.messaging import binding, inbox
from plantao.messaging.delivery import deliver, lines
from plantao.messaging.models import Inbound, Message
from plantao.prepared import asking_once
from plantao.work.queue import Queue

Reader = Callable[[Inbound, datetime], None]
"""Makes something of one incoming message, in the transaction that settles it. What it raises is a failure: after three, quarantine."""


def outbox() -> Queue[Message]:
    """Return the queue that sends: batches over one connection, settled one by one."""
    return Queue(name=binding.LANE, model=Message, run=deliver, is_transactional=False, batch_size=50, around=lines)


def inbox_of(readers: Mapping[str, Reader]) -> Queue[Inbound]:
    """Return the queue of what came in; `readers` by channel."""

    def read(inbound: Inbound, at: datetime) -> None:
        with asking_once():
            readers[inbound.channel](inbound, at)

    return Queue(name=inbox.LANE, model=Inbound, run=read)
