"""
The duty rota of one role: who holds it at any instant, first in line and next, and when nobody does.

Shifts say who stands where in the line, week by week; arrangements between people change that for a while; whoever is
absent steps out, and the next moves up. Source: docs/rules/duty_rota.md.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from plantao.rules.duty_hours import Watch

Who = int  # whatever number the caller knows a person by

PATIENCE = timedelta(weeks=53)  # how far ahead the end of somebody's duty is sought
_SECOND = timedelta(seconds=1)


class Arranged(StrEnum):
    """What was arranged: `to` goes first in line; `to` stands where `of` would; each of the two stands where the other would."""

    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """
    People who take turns at the same hours of every week, in force from `since` until `until` (aware; None: without end).

    `watches` are read in `zone`. The first of `people` has the turn of `turn_days` days that opens with the local day
    `counted_from`, then the second, and so on round, also before that day; a watch is theirs in whose turn it begins.
    `place` 1 is first in line.
    """

    watches: tuple[Watch, ...]
    zone: ZoneInfo
    people: tuple[Who, ...]
    counted_from: date
    since: datetime
    until: datetime | None = None
    turn_days: int = 7
    place: int = 1

    def __post_init__(self) -> None:
        if not self.people or self.turn_days < 1 or self.place < 1:
            raise ValueError("a shift needs people, turns of at least a day and a place in line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What people arranged for a while; `of` is None for what is `assigned`. From `since` until `until` (None: without end)."""

    what: Arranged
    to: Who
    of: Who | None = None
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody can't be on duty from `since` until `until` (None: nobody knows until when)."""

    who: Who
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaFacts:
    """All that is known of one role's rota. Shifts and arrangements stand in the order in which they were made."""

    shifts: Sequence[Shift] = ()
    arrangements: Sequence[Arrangement] = ()
    absences: Sequence[Absence] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open stretch in UTC in which the same people hold the role, first in line first; none: a gap."""

    since: datetime
    until: datetime
    line: tuple[Who, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Turn:
    """One watch of one person; `made` is the shift's place among the shifts."""

    since: datetime
    until: datetime
    place: int
    made: int
    who: Who


def who(facts: RotaFacts, *, at: datetime) -> tuple[Who, ...]:
    """Return who holds the role at an instant (aware, in any zone): first in line, then next; () where nobody does."""
    return _line(facts, [turn for turn in _turns(facts, at, at + _SECOND) if _holds(turn, at)], at)


def periods(facts: RotaFacts, *, since: datetime, until: datetime) -> tuple[Period, ...]:
    """Return `since` to `until` without a gap between them; neighbours differ in who holds the role. ValueError if reversed."""
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    if until < since:
        raise ValueError("a period ends before it begins")
    return _joined(_stretches(facts, since, until))


def gaps(facts: RotaFacts, *, since: datetime, until: datetime) -> tuple[Period, ...]:
    """Return when, from `since` to `until`, nobody holds the role. ValueError if reversed."""
    return tuple(period for period in periods(facts, since=since, until=until) if not period.line)


def holds_until(facts: RotaFacts, person: Who, *, at: datetime) -> datetime | None:
    """Return when somebody who is in line at `at` (or not: then `at`) no longer is; None where no end comes within 53 weeks."""
    ahead = periods(facts, since=at, until=at + PATIENCE)
    return next((period.since for period in ahead if person not in period.line), None)


def turns_count_from(day: date, *, turn_days: int) -> date:
    """Return the day from which turns count where nobody says: that on which a shift begins, or for turns of weeks the Monday before it."""
    return day - timedelta(days=day.weekday()) if turn_days % 7 == 0 else day


def first_shown(day: date, second: int, zone: ZoneInfo) -> datetime:
    """
    Return the first instant, in UTC, at which the zone's wall clock shows this second of this day (0 to 172,800) or a later one.

    An hour that comes twice is met the first time; where it is skipped it is the instant of the jump. So what ends and what
    begins at the same wall time does so together, once, whatever the clocks do.
    """
    wall = datetime(day.year, day.month, day.day) + timedelta(seconds=second)  # noqa: DTZ001 - the wall clock's face
    said = wall.replace(tzinfo=zone)
    instant = said.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _jump(instant, said.replace(fold=1).astimezone(UTC), zone)


def _stretches(facts: RotaFacts, since: datetime, until: datetime) -> Iterator[Period]:
    turns = sorted(_turns(facts, since, until))
    rows: tuple[_Turn | Arrangement | Absence, ...] = (*turns, *facts.arrangements, *facts.absences)
    bounds = {edge for row in rows for edge in (row.since, row.until) if edge is not None}
    edges = [since, *sorted(edge for edge in bounds if since < edge < until), until]
    present: list[_Turn] = []
    coming = 0
    for begins, ends in pairwise(edges):
        while coming < len(turns) and turns[coming].since <= begins:
            present.append(turns[coming])
            coming += 1
        present = [turn for turn in present if begins < turn.until]
        yield Period(begins.astimezone(UTC), ends.astimezone(UTC), _line(facts, present, begins))


def _line(facts: RotaFacts, present: Iterable[_Turn], at: datetime) -> tuple[Who, ...]:
    line = [turn.who for turn in sorted(present, key=lambda turn: (turn.place, turn.made, turn.since))]
    for arrangement in facts.arrangements:
        if _holds(arrangement, at):
            line = _arranged(line, arrangement)
    absent = {absence.who for absence in facts.absences if _holds(absence, at)}
    return tuple(dict.fromkeys(person for person in line if person not in absent))


def _arranged(line: list[Who], arrangement: Arrangement) -> list[Who]:
    to, of = arrangement.to, arrangement.of
    if of is None:
        return [to, *line]
    instead = {of: to, to: of} if arrangement.what is Arranged.SWAPPED else {of: to}
    return [instead.get(person, person) for person in line]


def _turns(facts: RotaFacts, since: datetime, until: datetime) -> Iterator[_Turn]:
    """Every watch that has a part in `since` to `until`, cut to its shift's own period."""
    for made, shift in enumerate(facts.shifts):
        first = since.astimezone(shift.zone).date() - timedelta(days=2)
        last = until.astimezone(shift.zone).date() + timedelta(days=1)
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            turn_number = (day - shift.counted_from).days // shift.turn_days
            person = shift.people[turn_number % len(shift.people)]
            for watch in shift.watches:
                if watch.weekday != day.weekday():
                    continue
                begins = max(first_shown(day, watch.begins, shift.zone), shift.since)
                ends = first_shown(day, watch.ends, shift.zone)
                ends = ends if shift.until is None else min(ends, shift.until)
                if begins < ends and begins < until and since < ends:
                    yield _Turn(begins, ends, shift.place, made, person)


def _jump(late: datetime, early: datetime, zone: ZoneInfo) -> datetime:
    """
    The instant at which the clocks jump over an hour: a time within it, read with the offset after the jump, lies before it
    (`early`), and read with the offset before it lies after (`late`).
    """
    offset = early.astimezone(zone).utcoffset()
    seconds = range((late - early) // _SECOND)
    passed = bisect_left(seconds, True, key=lambda second: (early + second * _SECOND).astimezone(zone).utcoffset() != offset)
    return early + passed * _SECOND


def _holds(row: _Turn | Arrangement | Absence, at: datetime) -> bool:
    return row.since <= at and (row.until is None or at < row.until)


def _joined(parts: Iterable[Period]) -> tuple[Period, ...]:
    result: list[Period] = []
    for part in parts:
        if part.since == part.until:
            continue
        if result and result[-1].line == part.line:
            result[-1] = replace(result[-1], until=part.until)
        else:
            result.append(part)
    return tuple(result)
