"""
Service time without the holds: what clocks and ladders count.

Closed hours and holidays win over a hold, so the held seconds are exactly what a due instant moves.
Source: docs/rules/counted_time.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plantao.rules.working_time import (
    Kind,
    Segment,
    ServiceHours,
    instant_of,
    joined,
    seconds_of,
    seconds_within,
    segments,
    to_second,
)

Held = tuple[int, int, str, int, int]
"""A stretch that a hold took away, in UTC seconds, its reason, and the open seconds of `CountedTime.base` passed at its ends."""


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
    nothing has ended the count: how far it will reach is then not known. `begun` and `seen` are the open seconds passed since
    the beginning of the year `base` in which `since` lies, from which all else is reckoned. Make it with `count()`.
    """

    since: datetime
    until: datetime
    hours: ServiceHours
    held: tuple[Held, ...]
    is_held: bool
    base: int
    begun: int
    seen: int

    def elapsed(self) -> timedelta:
        """The counted time up to `until`."""
        counted = self.seen - self.begun
        for _, _, _, stood, resumed in self.held:
            counted -= resumed - stood
        return timedelta(0, counted)

    def reaches(self, amount: timedelta) -> datetime | None:
        """
        Return when `amount` has been counted: a closing or the beginning of a hold, never the next opening or its end.

        Beyond `until` no further hold is foreseen. None while held, unless it was reached before. Raises NeverOpen.
        """
        if not amount:
            return self.since
        goal = self.begun + seconds_within(amount)
        for _, _, _, stood, resumed in self.held:
            if goal <= stood:
                break
            goal += resumed - stood
        else:
            if self.is_held and goal > self.seen:
                return None
        return self.hours.reached(goal, base=self.base, since=self.since)

    def segments(self) -> tuple[Segment, ...]:
        """`since` to `until` without a gap: counted, closed, holiday, held and why. The counted ones sum to `elapsed()`."""
        return joined(self._parts())

    def _parts(self) -> Iterator[Segment]:
        held = [Segment(instant_of(since), instant_of(until), Kind.HELD, why) for since, until, why, _, _ in reversed(self.held)]
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
    start, end = seconds_of(since), seconds_of(until)
    year = hours.year_of(start)
    base, begun = year.number, year.passed(start)
    held: list[Held] = []
    is_held, cursor = False, start
    for begins, reason, ends in sorted([(seconds_of(hold.since), hold.reason, _end(hold, end)) for hold in holds]):
        is_held = is_held or begins <= end < ends
        begins, ends = max(begins, cursor), min(ends, end)
        if begins < ends:
            held.append((begins, ends, reason, hours.passed(begins, base=base), hours.passed(ends, base=base)))
            cursor = ends
    return CountedTime(
        since=since,
        until=until,
        hours=hours,
        held=tuple(held),
        is_held=is_held and not has_ended,
        base=base,
        begun=begun,
        seen=hours.passed(end, base=base),
    )


def _end(hold: Hold, end: int) -> int:
    """When a hold ends; after `end` where it has not."""
    return end + 1 if hold.until is None else seconds_of(hold.until)
