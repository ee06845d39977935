"""
Writing down what happened, and letting the house react.

`record()` writes the event and then runs the reactions that wiring registered for its verb, in the order in which they
are listed, in the same transaction. Events that a reaction records run after it: first come, first served.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from plantao.events.actor import Actor
from plantao.events.models import Event, Timeline
from plantao.prepared import insert
from plantao.rules.refused import Refused


class Subject(Protocol):
    """What has a timeline: a ticket, a maintenance window."""

    @property
    def timeline(self) -> Timeline: ...


Reaction = Callable[[Event, Any], None]

_reactions: dict[str, tuple[Reaction, ...]] = {}
_waiting: ContextVar[deque[tuple[Event, Subject]] | None] = ContextVar("plantao_waiting_events", default=None)


class FromTheFuture(Refused):
    """Something was said to have happened later than now. Facts: at, now."""


def react_with(table: Mapping[str, Sequence[Reaction]]) -> None:
    """Set which functions react to which verb, in order. Called once, by wiring, at start-up."""
    _reactions.clear()
    _reactions.update({verb: tuple(reactions) for verb, reactions in table.items()})


def record(
    subject: Subject,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    public: bool,
    recorded_at: datetime | None = None,
    rows: Callable[[Event], None] | None = None,
    **facts: Any,
) -> Event:
    """
    Write down that `verb` happened to `subject` at `at`, and run what reacts to it. Must be called inside a transaction
    that holds the subject's lock.

    `public` says whether the customer may ever see it. `recorded_at` is the hour of the writing where it differs from
    `at` (a late fact). `rows` makes the rows that point at the event, before anything reacts to it. `facts` are JSON-able
    keys and figures. Raises FromTheFuture where `at` is after `recorded_at`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its facts")
    if recorded_at is not None and at > recorded_at:
        raise FromTheFuture(at=at.isoformat(), now=recorded_at.isoformat())
    event = Event(
        timeline=subject.timeline,
        customer_id=subject.timeline.customer_id,
        verb=verb,
        actor_kind=by.kind,
        person_id=by.person_id,
        is_public=public,
        at=at,
        recorded_at=recorded_at or at,
        facts=facts,
    )
    insert(event)
    if rows is not None:
        rows(event)
    _run_reactions(event, subject)
    return event


def _run_reactions(event: Event, subject: Subject) -> None:
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((event, subject))
        return
    queue = deque([(event, subject)])
    token = _waiting.set(queue)
    try:
        while queue:
            next_event, its_subject = queue.popleft()
            for reaction in _reactions.get(next_event.verb, ()):
                reaction(next_event, its_subject)
    finally:
        _waiting.reset(token)
