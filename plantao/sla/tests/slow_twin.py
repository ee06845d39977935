"""
A ticket's clocks walked minute by minute, without a single clever step: what the fast ones are compared with.

A story is what happened on a ticket, in whole minutes from a base: events and holds, changes of criticality, a re-rate from
the first handbook to the second. It is told to the twin here, to the room's own history, and to `plantao explain`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from plantao.handbook.calendars import service_hours
from plantao.handbook.document import Handbook
from plantao.handbook.tests.handbooks import handbook as read
from plantao.rules.tests.slow_twin import MINUTE
from plantao.rules.working_time import service_time_between

DAYS = 10
MINUTES = DAYS * 1_440
"""How far a clock is walked; one that is not due by then is not asked when it is."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """`places` are (minute, criticality), the opening's first; `texts` the two handbooks; `rerated` when, None: never; seen at `at`."""

    base: datetime
    texts: tuple[str, str]
    places: tuple[tuple[int, str], ...]
    events: tuple[tuple[int, str], ...]
    holds: tuple[tuple[int, int | None, str], ...]
    rerated: int | None
    at: int

    def handbook(self, version: int) -> Handbook:
        return document(self.texts[version])

    def instant(self, minute: int) -> datetime:
        return self.base + minute * MINUTE

    def minutes_of(self, event: str) -> list[int]:
        """When it happened, as known at `at`; resolving restores."""
        names = ("restored", "resolved") if event == "restored" else (event,)
        happened = [*self.events, (self.places[0][0], "opened")]
        return sorted({minute for minute, name in happened if name in names and minute <= self.at})


@dataclass(frozen=True, kw_only=True)
class Walked:
    """What a clock's current count came to; `due` is a minute, None while nobody can know it or beyond the walk."""

    state: str
    due: int | None
    elapsed: int


@lru_cache(maxsize=8)
def document(text: str) -> Handbook:
    return read(text)


@lru_cache(maxsize=64)
def opened(text: str, calendar: str, base: datetime) -> list[bool]:
    """Whether each minute from the base is open."""
    hours = service_hours(document(text), calendar)
    return [bool(service_time_between(base + minute * MINUTE, base + (minute + 1) * MINUTE, hours)) for minute in range(MINUTES)]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A target counted from a minute on."""

    start: int
    place: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Count:
    """The candidates of which the one due first holds, and where it was met or ended."""

    candidates: tuple[Candidate, ...]
    end: int | None
    is_met: bool


class Twin:
    """One clock of one story."""

    def __init__(self, story: Story, name: str) -> None:
        self.story, self.name = story, name
        self.clock = story.handbook(0).clocks[name]

    def broken(self) -> set[int]:
        """The minutes at which a promise was not kept."""
        judged = [self.judge(count) for count in self.counts()]
        return {each.due for each in judged if each.state in ("breached", "met_late") and each.due is not None}

    def now(self) -> Walked | None:
        """The current count, None where there is none."""
        counts = list(self.counts())
        return self.judge(counts[-1]) if counts else None

    def rounds(self) -> Iterator[tuple[int, int | None, bool]]:
        """Where each round starts, where it ends, and whether it was met there."""
        begins = self.story.minutes_of(self.clock.starts)
        if not begins:
            return
        start = begins[0]
        over = [*self.story.minutes_of("cancelled"), *(self.story.minutes_of("restored") if self.clock.repeats else [])]
        ended = min(over, default=None)
        for met in self.story.minutes_of(self.clock.met_by):
            if met < start or (ended is not None and (ended <= met if self.clock.repeats else ended < met)):
                continue
            yield start, met, True
            if not self.clock.repeats:
                return
            start = met
        yield start, None if ended is None else max(ended, start), False

    def counts(self) -> Iterator[Count]:
        story = self.story
        order = list(story.handbook(0).criticalities)
        for start, end, is_met in self.rounds():
            before = [place for minute, place in story.places if minute <= start]
            changes = [(m, place) for m, place in story.places[1:] if start < m <= story.at and (end is None or m < end)]
            place = before[-1] if before else story.places[0][1]
            chain: tuple[Candidate, ...] = ()
            for minute, after in [*changes, (None, "")]:
                over = end if minute is None else minute
                current = Candidate(start=start if not chain else chain[-1].start, place=place, version=self.version(over))
                chain = (*chain[:-1], current) if chain else (current,)
                if self.promised(current) is None:
                    chain = ()
                else:
                    yield Count(candidates=chain, end=over, is_met=is_met and minute is None)
                if minute is not None:
                    is_raised, place = order.index(after) < order.index(place), after
                    following = Candidate(start=minute if is_raised else start, place=after, version=0)
                    chain = (*chain, following) if is_raised else (following,)

    def version(self, over: int | None) -> int:
        rerated = self.story.rerated
        return 1 if rerated is not None and rerated <= self.story.at and (over is None or over > rerated) else 0

    def promised(self, candidate: Candidate) -> tuple[int, str] | None:
        target = self.story.handbook(candidate.version).criticalities[candidate.place].targets.get(self.name)
        return None if target is None else (int(target.latest.wall / MINUTE), target.calendar)

    def judge(self, count: Count) -> Walked:
        """Walk every candidate; under an open hold nobody knows what comes after it, and what is over goes on without holds."""
        until = self.story.at if count.end is None else count.end
        is_blind = count.end is None and self.is_held(until)
        walks = [(self.walk(each, until if is_blind else MINUTES, known=until)[0], each) for each in reversed(count.candidates)]
        due, first = min(walks, key=lambda walk: (walk[0] is None, walk[0] or 0))
        elapsed = self.walk(first, until, known=until)[1]
        is_late = due is not None and (due < until if count.end is not None else due <= until)
        if count.end is None:
            state = "breached" if is_late else "held" if is_blind else "running"
        elif count.is_met:
            state = "met_late" if is_late else "met"
        else:
            state = "breached" if is_late else "stopped"
        return Walked(state=state, due=due, elapsed=elapsed)

    def walk(self, candidate: Candidate, until: int, *, known: int) -> tuple[int | None, int]:
        """Count the open minutes not held by what is known; return when the target was reached, and how many there were."""
        promised = self.promised(candidate)
        assert promised is not None
        open_minutes = opened(self.story.texts[candidate.version], promised[1], self.story.base)
        due, elapsed = None, 0
        for minute in range(candidate.start, until):
            if open_minutes[minute] and not (minute < known and self.is_held(minute)):
                elapsed += 1
                if elapsed == promised[0]:
                    due = minute + 1
        return due, elapsed

    def is_held(self, minute: int) -> bool:
        stops = [key for key, hold in self.story.handbook(0).holds.items() if self.name in hold.stops]
        known = [hold for hold in self.story.holds if hold[0] <= self.story.at]
        return any(since <= minute and (until is None or minute < until) for since, until, reason in known if reason in stops)
