"""
What a ticket's clocks are derived from, as plain values, and how: the same rules as `plantao explain`, and no database.

Nothing here knows where the values come from; `plantao.sla.reading` finds them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plantao.handbook.document import CUSTOMER, Handbook
from plantao.handbook.terms import clock_terms
from plantao.rules.clock_counts import Count, Period, Version, counts
from plantao.rules.clock_rounds import Happening
from plantao.rules.counted_time import Hold
from plantao.rules.criticality import Change, compare
from plantao.rules.working_time import ServiceHours


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """
    The versions under which a ticket is counted from `since` on: first those of the opening, then those of each re-rate.

    `hours` gives a calendar's by its key; what the name `customer` means is `customer_calendar`.
    """

    since: datetime
    handbook_id: int
    calendars_id: int
    handbook: Handbook
    customer_calendar: str
    hours: Callable[[str], ServiceHours]

    def calendar(self, key: str) -> str:
        """Return the calendar itself where a target says `customer`."""
        return self.customer_calendar if key == CUSTOMER else key

    def plan(self, plan: str) -> str | None:
        """Return a plan as the handbook takes it: None where it has none of that name."""
        return plan if plan in self.handbook.contracts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """
    A ticket's facts, as corrected. `criticalities` are each with the instant from which it counts, ascending, the opening's
    first; `versions` likewise. `plan` is "" where there is none.
    """

    happenings: tuple[Happening, ...]
    holds: tuple[Hold, ...]
    criticalities: tuple[tuple[datetime, str], ...]
    versions: tuple[Frozen, ...]
    plan: str

    def seen_from(self, at: datetime) -> datetime:
        """Return `at`, or the last instant of which anything is known, should the clock have been set back behind it."""
        instants = [*(happening.at for happening in self.happenings), *(since for since, _ in self.criticalities)]
        return max([at, *instants, *(hold.since for hold in self.holds)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A count with all that is to be kept of it: `frozen` and `calendar` are what its target was read under."""

    count: Count
    criticality: str
    frozen: Frozen
    calendar: str
    stopped_by: tuple[str, ...]
    is_published: bool


def derive(history: History, *, at: datetime) -> Mapping[str, tuple[Derived, ...]]:
    """Return the counts of every clock that has begun, by its name, as known at `at`, the current one last."""
    versions = [Version(since=frozen.since, periods=_periods(history, frozen)) for frozen in history.versions]
    found = counts(versions, history.happenings, history.holds, at=at)
    return {name: tuple(_derived(name, count, history, versions) for count in some) for name, some in found.items()}


def waiting(history: History, begun: Mapping[str, object]) -> tuple[str, ...]:
    """Return the clocks that are promised now and have not begun, in the handbook's order."""
    last = _periods(history, history.versions[-1])[-1]
    return tuple(name for name in last.clocks if name not in begun)


def _periods(history: History, frozen: Frozen) -> list[Period]:
    order = list(frozen.handbook.criticalities)
    periods: list[Period] = []
    before: str | None = None
    for since, criticality in history.criticalities:
        is_known = criticality in order
        clocks = (
            clock_terms(frozen.handbook, criticality=criticality, contract=frozen.plan(history.plan), hours=_hours(frozen))
            if is_known
            else {}
        )
        change = None if before is None else compare(before, criticality, order=order) if is_known and before in order else Change.LOWERED
        periods.append(Period(since=since, change=change, clocks=clocks))
        before = criticality
    return periods


def _hours(frozen: Frozen) -> Callable[[str], ServiceHours]:
    return lambda key: frozen.hours(frozen.calendar(key))


def _derived(name: str, count: Count, history: History, versions: list[Version]) -> Derived:
    frozen = history.versions[count.version]
    criticality = history.criticalities[count.period][1]
    target = frozen.handbook.targets(criticality=criticality, contract=frozen.plan(history.plan))[name]
    return Derived(
        count=count,
        criticality=criticality,
        frozen=frozen,
        calendar=frozen.calendar(target.calendar),
        stopped_by=tuple(sorted(versions[count.version].periods[count.period].clocks[name].stopped_by)),
        is_published=frozen.handbook.clocks[name].published,
    )
