"""
Service hours: when a calendar is open, and how to add and measure time inside it.

A calendar is open exactly while the wall clock in its zone shows a time inside its hours. Each year is prepared once, when
it is first asked for, as ascending half-open intervals of UTC seconds with their running sum, so that adding and measuring
are a binary search in it. Source: docs/rules/working_time.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from zoneinfo import ZoneInfo

from plantao.rules.refused import Refused

Span = tuple[int, int]  # seconds of the local day, half-open, 0..86400; of a year: UTC seconds since 1970

DAY = 86_400
WHOLE_DAY: tuple[Span, ...] = ((0, DAY),)
PATIENCE_YEARS = 10  # whole years without a single opening before the search ends
REACH_YEARS = 400  # and however often it opens, a search ends after so many

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NeverOpen(Refused):
    """Facts: `calendar`, its name; `since`, the instant (ISO 8601, UTC) after which no hours come within ten years."""


class Kind(StrEnum):
    """What a stretch of time is to a clock. `holiday`: hours that the weekday would have been open; `held`: given by a hold."""

    COUNTED = "counted"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time of one kind, half-open, in UTC; `reason` is the hold's when it is held."""

    since: datetime
    until: datetime
    kind: Kind
    reason: str | None = None

    @property
    def length(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class _Year:
    """One UTC year of a calendar. `sums[i]` are the open seconds up to the end of the i-th opening."""

    number: int
    since: int
    until: int
    starts: list[int]
    ends: list[int]
    sums: list[int]
    total: int
    marks: list[tuple[int, int, Kind]]  # openings and holidays together, ascending

    def passed(self, instant: int) -> int:
        """Open seconds from the year's beginning to `instant`, which lies in it."""
        last = bisect_right(self.starts, instant) - 1
        return 0 if last < 0 else self.sums[last] - (left if (left := self.ends[last] - instant) > 0 else 0)

    def reached(self, amount: int) -> int:
        """The first instant at which `amount` (1..total) seconds of the year have passed: a closing, never the next opening."""
        opening = bisect_left(self.sums, amount)
        return self.ends[opening] - (self.sums[opening] - amount)


def no_dated_days(year: int) -> Mapping[date, tuple[Span, ...]]:
    """Every day keeps its weekday's hours."""
    return {}


class ServiceHours:
    """
    When service is given, on one calendar.

    `weekly` holds seven days, Monday first, each with its open spans; None is open always. `dated` gives, for a year, the
    days that differ from their weekday, with their own spans (none: closed). Both are read in `zone`; spans may come in any order.
    """

    __slots__ = ("_asked", "_dated", "_weekly", "_years", "name", "zone")

    def __init__(
        self,
        *,
        name: str,
        zone: ZoneInfo,
        weekly: tuple[tuple[Span, ...], ...] | None,
        dated: Callable[[int], Mapping[date, tuple[Span, ...]]] = no_dated_days,
    ) -> None:
        if weekly is not None and len(weekly) != 7:
            raise ValueError("a week has seven days, Monday first")
        self.name = name
        self.zone = zone
        self._weekly = (WHOLE_DAY,) * 7 if weekly is None else tuple(_merged(spans) for spans in weekly)
        self._dated = dated
        self._years: dict[int, _Year] = {}
        self._asked: _Year | None = None  # the one that was asked for last: mostly it is the next one too

    def year(self, number: int) -> _Year:
        """The year's openings, prepared at the first call."""
        return self._years.get(number) or self._years.setdefault(number, self._prepare(number))

    def year_of(self, instant: int) -> _Year:
        """The year in which an instant (UTC seconds since 1970) lies."""
        asked = self._asked
        if asked is None or not asked.since <= instant < asked.until:
            asked = self._asked = self.year(instant_of(instant).year)
        return asked

    def passed(self, instant: int, *, base: int) -> int:
        """Open seconds from the beginning of the year `base` to an instant that is no earlier; both UTC."""
        year = self.year_of(instant)
        before = sum([self.year(number).total for number in range(base, year.number)]) if base < year.number else 0
        return before + year.passed(instant)

    def reached(self, amount: int, *, base: int, since: datetime) -> datetime:
        """When `amount` (from 1) open seconds have passed since the year `base` began; `since` is only for what NeverOpen says."""
        number, empty_years = base, 0
        while amount > (year := self.year(number)).total:
            amount -= year.total
            number, empty_years = number + 1, 0 if year.total else empty_years + 1
            if empty_years > PATIENCE_YEARS or number >= min(base + REACH_YEARS, MAXYEAR):
                raise NeverOpen(calendar=self.name, since=since.isoformat())
        return instant_of(year.reached(amount))

    def _prepare(self, number: int) -> _Year:
        since, until = seconds_of(datetime(number, 1, 1, tzinfo=UTC)), seconds_of(datetime(number + 1, 1, 1, tzinfo=UTC))
        openings: list[Span] = []
        holidays: list[Span] = []
        for piece_since, piece_until, offset in _pieces(self.zone, since, until):
            for day in range((piece_since + offset) // DAY, (piece_until - 1 + offset) // DAY + 1):
                midnight = day * DAY - offset
                hours, lost = self._spans_of(day)
                for spans, found in ((hours, openings), (lost, holidays)):
                    _extend(found, ((max(midnight + a, piece_since), min(midnight + b, piece_until)) for a, b in spans))
        sums = list(accumulate(end - start for start, end in openings))
        marks = [(*span, Kind.COUNTED) for span in openings] + [(*span, Kind.HOLIDAY) for span in holidays]
        starts, ends = [start for start, _ in openings], [end for _, end in openings]
        return _Year(number, since, until, starts, ends, sums, sum(sums[-1:]), sorted(marks))

    def _spans_of(self, day: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The open spans of a local day, counted from 1970-01-01, and those that its weekday would have had besides."""
        usual = self._weekly[(day + 3) % 7]  # 1970-01-01 was a Thursday
        when = date.fromordinal(day + _EPOCH.toordinal())
        special = self._dated(when.year).get(when)
        if special is None:
            return usual, ()
        hours = _merged(special)
        return hours, _merged(_without(usual, hours))


def add_service_time(start: datetime, amount: timedelta, hours: ServiceHours) -> datetime:
    """
    Return the instant, in UTC, at which `amount` of service time has passed since `start`: the closing, not the next opening.

    `start` is aware, in any zone; both are floored to the second. Nothing added is `start` itself, open or closed.
    Raises NeverOpen if no hours come within ten years. Source: docs/rules/working_time.md.
    """
    since, left = seconds_of(start), seconds_within(amount)
    if left < 0:
        raise ValueError("service time is added, never taken away")
    if left == 0:
        return instant_of(since)
    year = hours.year_of(since)
    return hours.reached(year.passed(since) + left, base=year.number, since=instant_of(since))


def service_time_between(since: datetime, until: datetime, hours: ServiceHours) -> timedelta:
    """Return the service time from `since` to `until` (aware, any zone, floored to the second; ValueError if they are reversed)."""
    start, end = _period(since, until)
    year = hours.year_of(start)
    return timedelta(seconds=hours.passed(end, base=year.number) - year.passed(start))


def segments(since: datetime, until: datetime, hours: ServiceHours) -> tuple[Segment, ...]:
    """Return `since` to `until` without a gap as counted, closed and holiday; neighbours differ in kind. ValueError if reversed."""
    start, end = _period(since, until)
    return joined(Segment(instant_of(a), instant_of(b), kind) for a, b, kind in _stretches(start, end, hours))


def joined(parts: Iterable[Segment]) -> tuple[Segment, ...]:
    """Join contiguous segments with their neighbours of the same kind and reason; empty ones vanish."""
    result: list[Segment] = []
    for part in parts:
        if part.since == part.until:
            continue
        if result and (result[-1].kind, result[-1].reason) == (part.kind, part.reason):
            result[-1] = replace(result[-1], until=part.until)
        else:
            result.append(part)
    return tuple(result)


def to_second(instant: datetime) -> datetime:
    """The same instant in UTC, floored to the second: the grain of every rule of time."""
    if instant.tzinfo is UTC and not instant.microsecond:
        return instant
    return instant.astimezone(UTC).replace(microsecond=0)


def _stretches(start: int, end: int, hours: ServiceHours) -> Iterator[tuple[int, int, Kind]]:
    cursor = start
    for number in range(hours.year_of(start).number, hours.year_of(end).number + 1):
        marks = hours.year(number).marks
        for index in range(bisect_right(marks, cursor, key=lambda mark: mark[1]), len(marks)):
            opens, closes, kind = marks[index]
            if opens >= end:
                break
            yield cursor, max(opens, cursor), Kind.CLOSED
            yield max(opens, cursor), min(closes, end), kind
            cursor = min(closes, end)
    yield cursor, end, Kind.CLOSED


def _pieces(zone: ZoneInfo, since: int, until: int) -> Iterator[tuple[int, int, int]]:
    """Cut a period of whole UTC days where the zone's offset changes: (since, until, offset). Sees one change in 24 hours."""
    start = since
    for probe in range(since, until, DAY):
        change = _change_after(zone, probe)
        if change is not None and change < until:
            yield start, change, _offset(zone, start)
            start = change
    yield start, until, _offset(zone, start)


def _change_after(zone: ZoneInfo, probe: int) -> int | None:
    """The first instant within a day after `probe` that has another offset."""
    offset = _offset(zone, probe)
    if _offset(zone, probe + DAY) == offset:
        return None
    return bisect_left(range(probe + DAY), True, probe, key=lambda instant: _offset(zone, instant) != offset)


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    assert offset is not None
    return seconds_within(offset)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    result: list[Span] = []
    _extend(result, sorted(span for span in spans if span[0] < span[1]))
    return tuple(result)


def _extend(found: list[Span], spans: Iterable[Span]) -> None:
    """Append ascending spans, joining those that touch or overlap and dropping those cut to nothing."""
    for since, until in spans:
        if since >= until:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))


def _without(spans: Iterable[Span], others: Iterable[Span]) -> Iterator[Span]:
    """What of `spans` no other span covers, empty and reversed leftovers included. Both ascend."""
    for since, until in spans:
        for other_since, other_until in others:
            if since < other_until and other_since < until:
                yield since, other_since
                since = other_until
        yield since, until


def _period(since: datetime, until: datetime) -> Span:
    start, end = seconds_of(since), seconds_of(until)
    if end < start:
        raise ValueError("a period ends before it begins")
    return start, end


def seconds_of(instant: datetime) -> int:
    """Whole UTC seconds since 1970."""
    return seconds_within(instant - _EPOCH)


def seconds_within(amount: timedelta) -> int:
    """Its whole seconds, floored; a division by a second would cost three times as much, and clocks are judged by the thousand."""
    return amount.days * DAY + amount.seconds


def instant_of(seconds: int) -> datetime:
    """What `seconds_of` took, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
