"""A clock's strip as a page draws it: its stretches of time side by side, whose counted ones sum to what it says was counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language

from plantao.rules.working_time import Kind, Segment
from plantao.sla.queries import Reading
from plantao.sla.words import length_in_words
from plantao.ui.clock_face import clock_label
from plantao.ui.labels import STRETCHES


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch. `left` and `width` are hundredths of the strip, written with a point; `says` is all of it in words."""

    kind: str
    label: str
    length: str
    since: datetime
    until: datetime
    left: str
    width: str

    @property
    def says(self) -> str:
        return f"{self.label}: {self.length}"


@dataclass(frozen=True, slots=True)
class Strip:
    """`counted` is how long it counted, in words; `due_left` is where the due instant lies on it, "" where it does not."""

    title: str
    counted: str
    parts: tuple[Part, ...]
    due_left: str


def strip_of(reading: Reading) -> Strip:
    """Return the strip of a clock, from its start to the instant of the reading, or to where it was met or ended."""
    segments = reading.verdict.segments()
    parts = tuple(_parts(reading, segments))
    counted = length_in_words(reading.verdict.elapsed)
    return Strip(f"{clock_label(reading.name, met_by=reading.met_by)}: {counted}", counted, parts, _due_left(reading, segments))


def _parts(reading: Reading, segments: tuple[Segment, ...]) -> Iterator[Part]:
    whole = sum((segment.length for segment in segments), timedelta())
    left = timedelta()
    for segment in segments:
        label = _hold_name(reading, segment) if segment.kind is Kind.HELD else str(STRETCHES[segment.kind])
        length = length_in_words(segment.length)
        yield Part(segment.kind, label, length, segment.since, segment.until, _hundredths(left, whole), _hundredths(segment.length, whole))
        left += segment.length


def _hold_name(reading: Reading, segment: Segment) -> str:
    hold = reading.handbook.holds.get(segment.reason or "")
    if hold is None:
        return str(STRETCHES[segment.kind])
    return hold.name.in_language(get_language() or "", default=reading.handbook.default_language)


def _due_left(reading: Reading, segments: tuple[Segment, ...]) -> str:
    due_at = reading.verdict.due_at
    if due_at is None or not segments or not segments[0].since <= due_at <= segments[-1].until:
        return ""
    return _hundredths(due_at - segments[0].since, segments[-1].until - segments[0].since)


def _hundredths(part: timedelta, whole: timedelta) -> str:
    return f"{100 * (part / whole):.3f}" if whole else "0"
