"""
Every count of a ticket's clocks: their rounds, under a criticality that changes and versions that a re-rate brings.

A raised criticality counts from the raising, never due later than what was promised before; a lowered one from where the
round began. What was counted until then is judged at that instant, and stays. Source: docs/rules/clock_counts.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plantao.rules.clock_rounds import ClockRule, Happening, Round, rounds
from plantao.rules.counted_time import Hold
from plantao.rules.criticality import Change
from plantao.rules.service_level import ClockFacts, State, Target, Verdict, judge
from plantao.rules.working_time import to_second

BROKEN = frozenset({State.BREACHED, State.MET_LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTerms:
    """What is promised of one clock, and the reasons to wait for which it stands still."""

    rule: ClockRule
    target: Target
    stopped_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A criticality from `since` on: how it stands to the one before (None: it is the first), and its clocks, by name."""

    since: datetime
    change: Change | None = None
    clocks: Mapping[str, ClockTerms]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A handbook with its calendars, under which a ticket is counted from `since` on: all periods of the ticket as it reads them."""

    since: datetime
    periods: Sequence[Period]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """
    One count of a promise. `round` is that of its clock, from 1; before `known_from` another count was the one that held.

    `is_bound`: never due later than the count before it. `version` and `period` are the places of its terms where it was derived.
    """

    round: int
    known_from: datetime
    is_bound: bool
    facts: ClockFacts
    version: int = 0
    period: int = 0

    @property
    def over_at(self) -> datetime | None:
        """When it was met or ended; None while it goes on."""
        return min((instant for instant in (self.facts.met_at, self.facts.ended_at) if instant is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An instant that a clock has passed unmet: our own early mark, or the due instant, and so a broken promise."""

    at: datetime
    clock: str
    round: int
    is_breach: bool


def counts(
    versions: Sequence[Version], happenings: Sequence[Happening], holds: Sequence[Hold], *, at: datetime
) -> Mapping[str, tuple[Count, ...]]:
    """
    Return the counts of every clock that has begun, as known at `at`, in order, the current one last.

    Versions and their periods ascend; there is at least one of each. What was over before a re-rate keeps its old version,
    what still ran is counted anew from its start.
    """
    at = to_second(at)
    known = [version for place, version in enumerate(versions) if place == 0 or to_second(version.since) <= at]
    found: dict[str, list[Count]] = {}
    for place, version in enumerate(known):
        since = None if place == 0 else to_second(version.since)
        until = to_second(known[place + 1].since) if place + 1 < len(known) else None
        for name in _names(version):
            fold = _Fold(name, place, version.periods, holds, at)
            found.setdefault(name, []).extend(count for count in fold.counts(happenings) if _belongs(count, since, until))
    return {name: tuple(sorted(some, key=lambda count: count.known_from)) for name, some in found.items() if some}


def judge_count(counts: Sequence[Count], *, at: datetime, which: int = -1) -> Verdict:
    """
    Derive everything about one of a clock's counts, by default the last, from its facts as known at `at`. Raises NeverOpen.

    Where it is bound, that of the counts before it which is due earlier holds, as if it had gone on: its figures are the verdict's.
    """
    place = which % len(counts)
    last = counts[place]
    verdicts = [judge(last.facts, at=at)]
    while place > 0 and counts[place].is_bound and counts[place - 1].round == last.round:
        place -= 1
        verdicts.append(judge(replace(counts[place].facts, met_at=last.facts.met_at, ended_at=last.facts.ended_at), at=at))
    return min(verdicts, key=lambda verdict: (verdict.due_at is None, verdict.due_at or at))


def known(counts: Sequence[Count], *, at: datetime) -> tuple[Count, ...]:
    """Return the counts that had begun at `at`, the one that held then last."""
    return tuple(count for count in counts if count.known_from <= to_second(at))


def passed(counts: Mapping[str, Sequence[Count]], *, at: datetime) -> tuple[Passed, ...]:
    """Return every mark and every due instant that some clock passed unmet by `at`, each once, in the order of their instants."""
    found = {each: None for name, some in counts.items() for place in range(len(some)) for each in _passed(name, some, place, at)}
    return tuple(sorted(found, key=lambda each: (each.at, each.is_breach, each.clock)))


def upcoming(counts: Sequence[Count], *, at: datetime) -> tuple[datetime, ...]:
    """Return the instants after `at` at which this clock, if nothing happens, passes its mark or is due."""
    if not counts or counts[-1].over_at is not None:
        return ()
    verdict = judge_count(counts, at=at)
    return tuple(instant for instant in (verdict.mark_at, verdict.due_at) if instant is not None and instant > to_second(at))


def _passed(name: str, counts: Sequence[Count], place: int, at: datetime) -> Iterator[Passed]:
    verdict, is_over = judge_count(counts, at=at, which=place), counts[place].over_at is not None
    if verdict.counted is None:
        return
    until, mark = verdict.counted.until, verdict.mark_at
    if mark is not None and (mark < until or (mark == until and not is_over)):
        yield Passed(at=mark, clock=name, round=counts[place].round, is_breach=False)
    if verdict.state in BROKEN and verdict.due_at is not None:
        yield Passed(at=verdict.due_at, clock=name, round=counts[place].round, is_breach=True)


@dataclass(frozen=True, slots=True)
class _Fold:
    """One clock under one version."""

    name: str
    version: int
    periods: Sequence[Period]
    holds: Sequence[Hold]
    at: datetime

    def counts(self, happenings: Sequence[Happening]) -> Iterator[Count]:
        rule = next(period.clocks[self.name].rule for period in self.periods if self.name in period.clocks)
        for number, round_ in enumerate(rounds(rule, happenings, at=self.at), start=1):
            yield from self._of_round(number, round_)

    def _of_round(self, number: int, round_: Round) -> Iterator[Count]:
        over_at = min((instant for instant in (round_.met_at, round_.ended_at) if instant is not None), default=None)
        current: Count | None = None
        for place, since, is_raised in self._changes(round_.started_at, over_at):
            terms = self.periods[place].clocks.get(self.name)
            if current is not None:
                yield replace(current, facts=replace(current.facts, ended_at=since))
            current = (
                None
                if terms is None
                else Count(
                    round=number,
                    known_from=since,
                    is_bound=is_raised and current is not None,
                    version=self.version,
                    period=place,
                    facts=ClockFacts(
                        target=terms.target,
                        started_at=since if is_raised else round_.started_at,
                        holds=[hold for hold in self.holds if hold.reason in terms.stopped_by],
                    ),
                )
            )
        if current is not None:
            yield replace(current, facts=replace(current.facts, met_at=round_.met_at, ended_at=round_.ended_at))

    def _changes(self, started_at: datetime, over_at: datetime | None) -> Iterator[tuple[int, datetime, bool]]:
        """Yield the place of each period that the round lives through, since when it counts for it, and whether it raises."""
        instants = [to_second(period.since) for period in self.periods]
        first = max((place for place, since in enumerate(instants) if since <= started_at), default=0)
        yield first, started_at, False
        for place in range(first + 1, len(instants)):
            if instants[place] <= self.at and (over_at is None or instants[place] < over_at):
                yield place, instants[place], self.periods[place].change is Change.RAISED


def _names(version: Version) -> Iterable[str]:
    return dict.fromkeys(name for period in version.periods for name in period.clocks)


def _belongs(count: Count, since: datetime | None, until: datetime | None) -> bool:
    """Whether a count is this version's: not over when it came, and over before the next one came, if one did."""
    over_at = count.over_at
    return (since is None or over_at is None or over_at > since) and (until is None or (over_at is not None and over_at <= until))
