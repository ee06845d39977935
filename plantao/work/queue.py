"""Queue: a table of leased rows, and what is done with each."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic

from plantao.work.leases import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Generic[Row]):
    """
    A lane of its own: a thread in each worker takes rows of `model` and calls `run(row, at)` on one after the other.

    Transactional (the default): `run` is called in a transaction that holds the row, and when it returns the row is
    done in the same one: the effect happens exactly once. A deadlock runs it again.

    Not transactional, for what talks to networks: `run` is called outside of any transaction, with a lease that has
    just been renewed, and settles the row itself in the transaction that books the outcome:

        receipt = channel.send(...)
        with transaction.atomic():
            ...lock the subject...
            if leases.hold(row):
                ...book the receipt...
                leases.done(row, at=at)

    A row that it left unsettled counts as failed. Either may raise `leases.Later(until)` or `leases.GiveUp(reason)`;
    anything else that it raises is a failure, and the row waits as its BACK_OFF says. `around` is entered once for each
    batch, for what its rows share (a connection to a server); it should open that lazily. `lease` must be longer than
    one row can take. `wake(name)` wakes the lane.
    """

    name: str
    model: type[Row]
    run: Callable[[Row, datetime], None]
    is_transactional: bool = True
    batch_size: int = 20
    lease: timedelta = timedelta(minutes=10)
    around: Callable[[], AbstractContextManager[object]] = nullcontext
