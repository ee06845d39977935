"""A ticket's ladder as `plantao explain` tells that of a case, with what a ticket knows besides."""

from datetime import datetime
from typing import Any

from plantao.escalation.reading import LadderReading, Stands, StepReading, ladder_of, told_by
from plantao.operate.ticket.summary import instant, reached_at
from plantao.tickets.models import Ticket


def ladder_as_json(ticket: Ticket, *, at: datetime, now: datetime, only_published: bool) -> list[dict[str, Any]]:
    """
    Return the steps of a ticket's ladder as of `at`: `tell`, `due_at` and `automatic` as in `plantao explain --json`, and what
    became of each. To whom it was, or would be, told, and who rang, is for staff only.
    """
    ladder = ladder_of(ticket, at=at, now=now)
    if only_published and not ladder.climb.is_published:
        return []
    return [{**_step(reading), **({} if only_published else _inside(ticket, ladder, reading, at=at))} for reading in ladder.steps]


def _step(reading: StepReading) -> dict[str, Any]:
    step = reading.step
    return {
        "tell": reading.role,
        "due_at": instant(reading.due_at),
        "automatic": reading.is_automatic,
        "state": reading.stands.value,
        "happened_at": instant(step.happened_at) if step and reading.stands is Stands.HAPPENED else None,
        "asked": step is not None and step.asked_at is not None and step.asked_at == step.happened_at,
    }


def _inside(ticket: Ticket, ladder: LadderReading, reading: StepReading, *, at: datetime) -> dict[str, Any]:
    told = told_by(ticket, ladder, reading, at=at)
    given = reading.acknowledged
    return {
        "told": told.role or "administrators",
        "people": [reached_at(agent.person) for agent in told.agents],
        "gaps": list(told.gaps),
        "rung_at": [instant(ring.at) for ring in reading.rung],
        "acknowledged_at": instant(given.at) if given else None,
        "acknowledged_until": instant(given.until) if given else None,
        "rings_at": instant(reading.rings_at),
    }
