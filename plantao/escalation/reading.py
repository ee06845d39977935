"""How a ticket's ladder stands at an instant: each step, what became of it, who was or would be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Prefetch, prefetch_related_objects

from plantao.escalation.climbing import steps_of, told_of
from plantao.escalation.holders import Holders, Roster, first_holders
from plantao.escalation.ladders import Climb, Rung, climb_of
from plantao.escalation.models import Acknowledgement, Ring, Step
from plantao.escalation.models.step import RING
from plantao.tickets.models import Ticket


class Stands(StrEnum):
    """What became of a step by then."""

    HAPPENED = "happened"
    OFFERED = "offered"
    TO_COME = "to come"
    WAITS = "waits"  # nobody knows when it is due: paused, or not started


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReading:
    """
    One step of a ticket. `rung` are the rings of it so far, `acknowledged` the last acknowledgement, `rings_at` when it rings
    next (None: it doesn't, or that was asked of the past). `step` is None while the ticket has not come to it, `rung_terms` where
    its ladder no longer has it.
    """

    role: str
    after: timedelta
    due_at: datetime | None
    is_automatic: bool
    stands: Stands
    step: Step | None
    rung: tuple[Ring, ...] = ()
    acknowledged: Acknowledgement | None = None
    rings_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderReading:
    """A ticket's ladder; `climb.ladder` is None where none fits."""

    climb: Climb
    steps: tuple[StepReading, ...]


def ladder_of(ticket: Ticket, *, at: datetime, now: datetime) -> LadderReading:
    """Return how a ticket's ladder stands as known at `at`; what is to come of an instant that is past `now` is not."""
    climb = climb_of(ticket, at=at)
    taken = {key: step for key, step in steps_of(ticket).items() if (step.offered_at or step.happened_at or at) <= at}
    rungs = {rung.key: rung for rung in climb.rungs}
    ringing = [step for step in taken.values() if step.how == RING and step.happened_at is not None]
    prefetch_related_objects(
        ringing,
        Prefetch("rings", Ring.objects.filter(at__lte=at).select_related("agent__person").order_by("at", "id")),
        Prefetch("acknowledgements", Acknowledgement.objects.filter(at__lte=at).select_related("person")),
    )
    keys = sorted({*rungs, *taken}, key=lambda key: (key[1], key[0]))
    return LadderReading(climb=climb, steps=tuple(_reading(key, rungs.get(key), taken.get(key), at=at, now=now) for key in keys))


def told_by(ticket: Ticket, ladder: LadderReading, reading: StepReading, *, at: datetime, roster: Roster | None = None) -> Holders:
    """Return who is told of a step, or would be when it is due: by the rota of that instant as it stands now; `roster` has it at hand."""
    when = max(reading.due_at or at, at)
    if reading.step is not None:
        return told_of(ticket, ladder.climb, reading.step, at=when, roster=roster)
    roles = (reading.role, *(role for role in ladder.climb.roles_after(reading.after) if role != reading.role))
    return first_holders(ticket, roles, before=ladder.climb.roles_before(reading.after), at=when, roster=roster)


def _reading(key: tuple[str, timedelta], rung: Rung | None, step: Step | None, *, at: datetime, now: datetime) -> StepReading:
    role, after = key
    due_at = step.due_at if step else rung.due_at if rung else None
    has_happened = step is not None and step.happened_at is not None and step.happened_at <= at
    is_ringing = step is not None and has_happened and step.how == RING
    return StepReading(
        role=role,
        after=after,
        due_at=due_at,
        is_automatic=rung.is_automatic if rung else step is not None and step.offered_at is None,
        stands=Stands.HAPPENED if has_happened else Stands.OFFERED if step else Stands.TO_COME if due_at else Stands.WAITS,
        step=step,
        rung=tuple(step.rings.all()) if step and is_ringing else (),
        acknowledged=next(reversed(step.acknowledgements.all()), None) if step and is_ringing else None,
        rings_at=step.rings_at if step and is_ringing and at >= now else None,
    )
