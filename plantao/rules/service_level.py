"""
A clock: one promise, counted. Its facts are stored; due instant, elapsed, remaining and state are derived from them here.

Source: docs/rules/service_level.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from plantao.rules.counted_time import CountedTime, Hold, count
from plantao.rules.working_time import Segment, ServiceHours, to_second


class State(StrEnum):
    """What a clock is at an instant. Words for people are in the screens' translations."""

    WAITING = "waiting"  # its start has not happened
    RUNNING = "running"
    HELD = "held"  # not breached, and a hold that stops it is open
    MET = "met"
    MET_LATE = "met_late"
    BREACHED = "breached"  # not met, and the due instant reached
    STOPPED = "stopped"  # ended unmet before it was due: cancelled, merged, or the last round of a repeating one


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`within` is the promise, `mark` our own earlier mark; both are service time on `hours`."""

    within: timedelta
    mark: timedelta | None = None
    hours: ServiceHours


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """
    All that is stored of a clock. `holds` are those that stop it, in any order.

    `started_at` is None while its start has not happened; `met_at` is the act that kept the promise; `ended_at` is what ends
    it unmet: the ticket cancelled or merged, or, for a repeating clock, restored or resolved. All aware, in any zone.
    """

    target: Target
    started_at: datetime | None
    met_at: datetime | None = None
    ended_at: datetime | None = None
    holds: Sequence[Hold] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    A clock at an instant; instants in UTC, whole seconds.

    `due_at` is None while waiting, and while held and not breached; `mark_at` likewise, and where the target has no mark.
    `remaining` is negative when late. `counted` is None while waiting.
    """

    state: State
    due_at: datetime | None = None
    mark_at: datetime | None = None
    elapsed: timedelta = timedelta()
    remaining: timedelta
    counted: CountedTime | None = None

    def segments(self) -> tuple[Segment, ...]:
        """From the clock's start to the instant asked about, or to where it was met or ended: counted, closed, holiday, held."""
        return () if self.counted is None else self.counted.segments()


def judge(clock: ClockFacts, *, at: datetime) -> Verdict:
    """
    Derive everything about a clock from its facts, as known at `at`: what happened later is ignored. Raises NeverOpen.

    Instants count to the second. Met exactly at the due instant is in time; a hold that begins there is too late to move it.
    """
    at, target = to_second(at), clock.target
    started_at = _known(clock.started_at, at)
    if started_at is None:
        return Verdict(state=State.WAITING, remaining=target.within)
    met_at, ended_at = _known(clock.met_at, at), _known(clock.ended_at, at)
    if met_at is not None and ended_at is not None and ended_at < met_at:
        met_at = None
    last = met_at or ended_at
    counted = count(
        since=started_at,
        until=at if last is None else max(last, started_at),
        hours=target.hours,
        holds=clock.holds,
        has_ended=last is not None,
    )
    due_at, elapsed = counted.reaches(target.within), counted.elapsed()
    return Verdict(
        state=_state(counted, due_at, is_met=met_at is not None, is_ended=ended_at is not None),
        due_at=due_at,
        mark_at=None if target.mark is None else counted.reaches(target.mark),
        elapsed=elapsed,
        remaining=target.within - elapsed,
        counted=counted,
    )


def _state(counted: CountedTime, due_at: datetime | None, *, is_met: bool, is_ended: bool) -> State:
    if due_at is None:
        return State.HELD
    if is_met:
        return State.MET if counted.until <= due_at else State.MET_LATE
    if is_ended:
        return State.STOPPED if counted.until <= due_at else State.BREACHED  # a breach that has happened stays a fact
    if due_at <= counted.until:
        return State.BREACHED
    return State.RUNNING


def _known(instant: datetime | None, at: datetime) -> datetime | None:
    if instant is None:
        return None
    floored = to_second(instant)
    return floored if floored <= at else None
