"""Rows and wirings for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from plantao.work import registry
from plantao.work.models import Task, Timer


def a_task(kind: str = "sweep", *, at: datetime, **fields: Any) -> Task:
    """Make a task that waits, as `queue_task` does, without waking anybody."""
    return Task.objects.create(kind=kind, created_at=at, **fields)


def a_timer(kind: str = "look", *, due_at: datetime, subject_kind: str = "lamp", subject_id: int = 1, **fields: Any) -> Timer:
    """Make a timer, as `set_timer` does, without waking anybody."""
    return Timer.objects.create(kind=kind, due_at=due_at, subject_kind=subject_kind, subject_id=subject_id, **fields)


@contextmanager
def wired(**parts: Any) -> Iterator[None]:
    """Let the loop work with these parts of a Registry, and with what was registered before afterwards."""
    before = registry.registered()
    registry.register(registry.Registry(**parts))
    try:
        yield
    finally:
        registry.register(before)
