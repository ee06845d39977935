"""
Which events start, meet and end a clock: from what happened on a ticket to the rounds of one promise.

A clock has one round, a repeating one a round for each time that it was met. Source: docs/rules/clock_rounds.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from plantao.rules.working_time import to_second

OPENED = "opened"
ATTENDED = "attended"
RESTORED = "restored"
RESOLVED = "resolved"
CLOCK_EVENTS = frozenset({OPENED, ATTENDED, "public_update", RESTORED, RESOLVED, "change_requested", "analysed", "fault_started"})
ENDINGS = frozenset({"cancelled", "merged"})  # end every clock
SOLVINGS = frozenset({RESTORED, RESOLVED})  # end repeating clocks and ladders besides
EVENTS = CLOCK_EVENTS | ENDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of the ticket that clocks know: its name and when it counts (aware)."""

    event: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """How the handbook defines a clock: the events that start and meet it, and whether it starts again when met."""

    starts: str
    met_by: str
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One count of a clock, from `started_at` to where it was met or ended; neither: it goes on. UTC, whole seconds."""

    started_at: datetime
    met_at: datetime | None = None
    ended_at: datetime | None = None


def rounds(rule: ClockRule, happenings: Iterable[Happening], *, at: datetime) -> tuple[Round, ...]:
    """
    Return a clock's rounds as known at `at`, in order, the current one last; none while its start has not happened.

    The order of `happenings` does not matter. Resolving restores, where nothing had been restored before.
    """
    known = sorted(_known(happenings, at=to_second(at)), key=lambda happening: happening.at)
    started_at = _first(_instants(known, rule.starts))
    if started_at is None:
        return ()
    ended_at = ending(known, repeats=rule.repeats, at=at)
    kept = [instant for instant in _instants(known, rule.met_by) if instant >= started_at]
    if rule.starts == rule.met_by:
        kept = [instant for instant in kept if instant > started_at]
    if not rule.repeats:
        return (Round(started_at=started_at, met_at=_first(kept), ended_at=ended_at),)
    turns = [started_at, *(instant for instant in kept if ended_at is None or instant < ended_at)]
    past = (Round(started_at=start, met_at=met) for start, met in pairwise(turns))
    return (*past, Round(started_at=turns[-1], ended_at=ended_at))


def ending(happenings: Iterable[Happening], *, repeats: bool, at: datetime) -> datetime | None:
    """When a clock's work was over: cancelled or merged; for what `repeats` (ladders too) also restored or resolved."""
    names = ENDINGS | SOLVINGS if repeats else ENDINGS
    return min((happening.at for happening in _known(happenings, at=to_second(at)) if happening.event in names), default=None)


def _known(happenings: Iterable[Happening], *, at: datetime) -> list[Happening]:
    floored = (Happening(event=happening.event, at=to_second(happening.at)) for happening in happenings)
    return [happening for happening in floored if happening.at <= at]


def _instants(known: Sequence[Happening], event: str) -> list[datetime]:
    names = SOLVINGS if event == RESTORED else {event}
    return [happening.at for happening in known if happening.event in names]


def _first(instants: Sequence[datetime]) -> datetime | None:
    return instants[0] if instants else None
