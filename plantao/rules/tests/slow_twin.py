"""
The same rules walked minute by minute, without a single clever step: what the fast ones are compared with.

Everything here must be whole minutes, in zones whose offsets are whole minutes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from plantao.rules.counted_time import Hold
from plantao.rules.tests.calendars import LISBON, LORD_HOWE, NEW_YORK, SANTIAGO, SAO_PAULO, hours_of, utc
from plantao.rules.working_time import Segment, ServiceHours, Span

MINUTE = timedelta(minutes=1)
WEEKS = {  # each holds a change of the clocks, but São Paulo's
    SANTIAGO: ("2026-09-03", "2027-04-01"),
    NEW_YORK: ("2026-10-30", "2027-03-12"),
    LISBON: ("2026-10-23", "2027-03-26"),
    LORD_HOWE: ("2026-10-02", "2027-04-02"),
    SAO_PAULO: ("2026-12-29", "2026-02-26"),
}


@dataclass(frozen=True)
class Walked:
    """A calendar as data, for walking."""

    zone: ZoneInfo
    weekly: tuple[tuple[Span, ...], ...]
    dated: Mapping[date, tuple[Span, ...]]

    def fast(self) -> ServiceHours:
        return hours_of(self.weekly, self.zone, self.dated)

    def kind(self, instant: datetime) -> str:
        wall = instant.astimezone(self.zone)
        second = wall.hour * 3_600 + wall.minute * 60
        usual = self.weekly[wall.weekday()]
        if _within(second, self.dated.get(wall.date(), usual)):
            return "counted"
        return "holiday" if _within(second, usual) else "closed"


def kinds(calendar: Walked, since: datetime, until: datetime, holds: Sequence[Hold] = ()) -> list[str]:
    """One word for each minute; a held one is named by the reason of the hold that began first."""
    result = []
    for minute in minutes(since, until):
        kind = calendar.kind(minute)
        over = sorted((hold.since, hold.reason) for hold in holds if hold.is_open(at=minute))
        result.append(over[0][1] if over and kind == "counted" else kind)
    return result


def expanded(parts: Sequence[Segment]) -> list[str]:
    """Segments as one word for each minute."""
    return [part.reason or str(part.kind) for part in parts for _ in minutes(part.since, part.until)]


def minutes(since: datetime, until: datetime) -> Iterator[datetime]:
    instant = since
    while instant < until:
        yield instant
        instant += MINUTE


def _within(second: int, spans: Sequence[Span]) -> bool:
    return any(since <= second < until for since, until in spans)


@st.composite
def calendars(draw: st.DrawFn) -> Walked:
    zone = draw(st.sampled_from(list(WEEKS)))
    days = [utc(start).date() + timedelta(days=n) for start in WEEKS[zone] for n in range(6)]
    dated = draw(st.dictionaries(st.sampled_from(days), day_spans(), max_size=3))
    return Walked(zone, tuple(draw(st.tuples(*[day_spans()] * 7))), dated)


def day_spans() -> st.SearchStrategy[tuple[Span, ...]]:
    """None, one or two openings on the quarter of an hour; often at a day's ends, where clocks change."""
    quarters = st.sampled_from([0, 1, 2, 4, 6, 9, 12, 32, 36, 48, 52, 72, 80, 92, 94, 95, 96])
    edges = st.sets(quarters, max_size=4).map(lambda chosen: sorted(chosen)[: len(chosen) // 2 * 2])
    return edges.map(lambda marks: tuple((a * 900, b * 900) for a, b in zip(marks[::2], marks[1::2], strict=True)))


@st.composite
def periods(draw: st.DrawFn, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A stretch of a few days in which the zone's clocks change, in whole minutes."""
    start = utc(draw(st.sampled_from(WEEKS[zone])))
    first, second = sorted(draw(st.tuples(*[st.integers(0, 5 * 1_440)] * 2)))
    return start + first * MINUTE, start + second * MINUTE


@st.composite
def some_holds(draw: st.DrawFn, since: datetime) -> list[Hold]:
    drawn = draw(st.lists(st.tuples(st.integers(-600, 7_000), st.none() | st.integers(0, 3_000), st.sampled_from("abc")), max_size=4))
    return [
        Hold(since=since + a * MINUTE, until=None if length is None else since + (a + length) * MINUTE, reason=reason)
        for a, length, reason in drawn
    ]
