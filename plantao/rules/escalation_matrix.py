"""
The ladder: which role is told how long after the opening, and how long it is rung.

Source: docs/rules/escalation_matrix.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plantao.rules.counted_time import Hold, count
from plantao.rules.service_level import ClockFacts, State, judge
from plantao.rules.working_time import ServiceHours, to_second


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`tell` is the role; `after` is service time on the ladder's calendar."""

    tell: str
    after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderFacts:
    """
    A ticket's ladder. `started_at` is None while it has not started; `ended_at` is the first of restored, resolved, cancelled.

    `pauses` are the holds that pause escalation, in any order. All instants aware, in any zone.
    """

    steps: Sequence[Step]
    hours: ServiceHours
    started_at: datetime | None
    ended_at: datetime | None = None
    pauses: Sequence[Hold] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """A step with its instant (UTC); None while the ladder is paused before it, or has not started."""

    step: Step
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RingRule:
    """Ring `every` so often; after `tries` the next in line too; silence after an acknowledgement lasts `acknowledgement_lasts`."""

    every: timedelta = timedelta(minutes=5)
    tries: int = 3
    acknowledgement_lasts: timedelta = timedelta(minutes=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class RingFacts:
    """One step being rung: when it fell due, when it rang, was acknowledged, when the public was told, when the ladder ended."""

    due_at: datetime
    rung_at: Sequence[datetime] = ()
    acknowledged_at: Sequence[datetime] = ()
    updated_at: Sequence[datetime] = ()
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The next ring: its instant, which one it is of its row (from 1), and whether the next in line is rung with it."""

    at: datetime
    ordinal: int
    next_in_line: bool


def start_when_attend_is_due(attend: ClockFacts | None, *, at: datetime) -> datetime | None:
    """
    Return the start of a ladder that starts `attend_due`: the due instant of the clock met by `attended`, once missed.

    Met in time, or ended before it was due, it never starts; nor where the criticality has no such clock (None).
    """
    if attend is None:
        return None
    verdict = judge(attend, at=at)
    return verdict.due_at if verdict.state in {State.BREACHED, State.MET_LATE} else None


def due_steps(ladder: LadderFacts, *, at: datetime) -> tuple[DueStep, ...]:
    """
    Return the ladder's steps in its order, each with its instant, as known at `at`; due ones and those to come.

    Once the ladder has ended, only the steps that fell due before its end are left. Raises NeverOpen.
    """
    at = to_second(at)
    ended_at = None if ladder.ended_at is None or to_second(ladder.ended_at) > at else to_second(ladder.ended_at)
    started_at = None if ladder.started_at is None or to_second(ladder.started_at) > at else to_second(ladder.started_at)
    if started_at is None:
        return () if ended_at is not None else tuple(DueStep(step=step, due_at=None) for step in ladder.steps)
    until = at if ended_at is None else max(ended_at, started_at)
    counted = count(since=started_at, until=until, hours=ladder.hours, holds=ladder.pauses, has_ended=ended_at is not None)
    steps = (DueStep(step=step, due_at=counted.reaches(step.after)) for step in ladder.steps)
    return tuple(due for due in steps if ended_at is None or (due.due_at is not None and due.due_at < ended_at))


def next_ring(facts: RingFacts, rule: RingRule) -> Ring | None:
    """
    Return the next ring of a step, which may be in the past if it was missed; None if there is none to come.

    It rings from its due instant until acknowledged. When an acknowledgement lapses without a public update since, it rings
    again from then; with one, it is settled. Rings before the row began do not count as tries; so one missed for hours rings once.
    """
    begins = _row_begins(facts, rule)
    if begins is None:
        return None
    rung = sorted(instant for instant in facts.rung_at if instant >= begins)
    at = rung[-1] + rule.every if rung else begins
    if facts.ended_at is not None and facts.ended_at <= at:
        return None
    return Ring(at=at, ordinal=len(rung) + 1, next_in_line=len(rung) >= rule.tries)


def _row_begins(facts: RingFacts, rule: RingRule) -> datetime | None:
    """When the present row of rings begins: at the due instant, or where the last acknowledgement lapsed; None: settled."""
    if not facts.acknowledged_at:
        return facts.due_at
    acknowledged = max(facts.acknowledged_at)
    lapses = acknowledged + rule.acknowledgement_lasts
    told = any(acknowledged <= instant <= lapses for instant in facts.updated_at)
    return None if told else lapses
