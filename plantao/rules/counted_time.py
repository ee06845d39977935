"""
Service time without the holds: what clocks and ladders count.

Closed hours and holidays win over a hold, so the held seconds are exactly what a due instant moves.
Source: docs/rules/counted_time.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plantao.rules.working_time import SECOND, Kind, Segment, ServiceHours, joined, seconds_of, segments, to_second


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody else is waited for, from `since` until just before `until` (None: still); `reason` is the handbook's key."""

    since: datetime
    until: datetime | None
    reason: str

    def is_open(self, *, at: datetime) -> bool:
        """Whether it lies over `at`. One that ends later is open: what comes after `at` is not known."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTime:
    """
    A count of service time from `since`, seen at `until`; both UTC, whole seconds.

    `held` are the stretches that holds took away, ascending and apart. `is_held` says that one lies over `until` and that
    nothing has ended the count: how far it will reach is then not known. `begun`, `seen` and `stood` (of each held stretch)
    are the open seconds passed since the beginning of the year `base` in which it lies, from which all else is reckoned.
    Make it with `count()`.
    """

    since: datetime
    until: datetime
    hours: ServiceHours
    held: tuple[Segment, ...]
    is_held: bool
    base: int
    begun: int
    seen: int
    stood: tuple[tuple[int, int], ...]

    def elapsed(self) -> timedelta:
        """The counted time up to `until`."""
        return timedelta(seconds=self.seen - self.begun - sum([until - since for since, until in self.stood]))

    def reaches(self, amount: timedelta) -> datetime | None:
        """
        Return when `amount` has been counted: a closing or the beginning of a hold, never the next opening or its end.

        Beyond `until` no further hold is foreseen. None while held, unless it was reached before. Raises NeverOpen.
        """
        if not amount:
            return self.since
        goal = self.begun + amount // SECOND
        for since, until in self.stood:
            if goal <= since:
                break
            goal += until - since
        else:
            if self.is_held and goal > self.seen:
                return None
        return self.hours.reached(goal, base=self.base, since=self.since)

    def segments(self) -> tuple[Segment, ...]:
        """`since` to `until` without a gap: counted, closed, holiday, held and why. The counted ones sum to `elapsed()`."""
        return joined(self._parts())

    def _parts(self) -> Iterator[Segment]:
        held = list(reversed(self.held))
        for part in segments(self.since, self.until, self.hours):
            while held and held[-1].until <= part.since:
                held.pop()
            if part.kind is not Kind.COUNTED:
                yield part
                continue
            cursor = part.since
            for hold in reversed(held):
                if hold.since >= part.until:
                    break
                yield replace(part, since=cursor, until=max(hold.since, cursor))
                yield replace(hold, since=max(hold.since, cursor), until=min(hold.until, part.until))
                cursor = min(hold.until, part.until)
            yield replace(part, since=cursor)


def count(*, since: datetime, until: datetime, hours: ServiceHours, holds: Iterable[Hold], has_ended: bool) -> CountedTime:
    """
    Count the service time from `since` to `until` under those holds; instants are floored to the second.

    Only what had happened by `until` matters: a hold that begins later is ignored, one that ends later is open. Where several
    lie over an instant, the one that began first is its reason. `has_ended` says that the count stopped for good at `until`:
    what would have followed is then reckoned without the holds that outlast it.
    """
    since, until = to_second(since), to_second(until)
    held: list[Segment] = []
    is_held, cursor = False, since
    for begins, reason, ends in sorted((to_second(hold.since), hold.reason, _end(hold, until)) for hold in holds):
        is_held = is_held or (begins <= until < ends)
        begins, ends = max(begins, cursor), min(ends, until)
        if begins < ends:
            held.append(Segment(begins, ends, Kind.HELD, reason))
            cursor = ends
    start = seconds_of(since)
    year = hours.year_of(start)
    base = year.number
    return CountedTime(
        since=since,
        until=until,
        hours=hours,
        held=tuple(held),
        is_held=is_held and not has_ended,
        base=base,
        begun=year.passed(start),
        seen=hours.passed(seconds_of(until), base=base),
        stood=tuple([(hours.passed(seconds_of(part.since), base=base), hours.passed(seconds_of(part.until), base=base)) for part in held]),
    )


def _end(hold: Hold, until: datetime) -> datetime:
    """When a hold ends; after `until` where it has not."""
    return until + SECOND if hold.until is None else to_second(hold.until)
