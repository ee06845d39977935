"""The only file that asks what time it is. Doors, channels and work's loop call `now()`; everyone else takes `at`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_frozen: ContextVar[datetime | None] = ContextVar("plantao_frozen_clock", default=None)


def now() -> datetime:
    """Return this instant, aware, in UTC; inside `frozen()` the instant that was given there."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251 - the one place


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let `now()` answer `at`, for tests and simulations; only in this thread or task."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
