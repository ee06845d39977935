"""
Protocols: the number that every contact gets at once, written by the handbook's template.

`ProtocolTemplate.parse("{opened:%Y%m%d}{sequence:06d}")` reads and checks a template. Its `period_of(day)` names the
counter to take the next sequence from, `format(...)` writes the number, `pattern` finds such numbers in free text.
Source: docs/rules/protocol.md.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from plantao.rules.refused import Refused

DEFAULT_TEMPLATE = "{opened:%Y%m%d}{sequence:06d}"
SHORTEST, LONGEST = 6, 32
HIGHEST_SEQUENCE = 999_999_999


class NotAProtocolTemplate(Refused):
    """A template cannot write protocols. Every kind of fault is a subclass; all carry `template`, as it was written."""


class UnpairedBrace(NotAProtocolTemplate):
    """A brace opens or closes nothing. Facts: `column`, counted from 1 in the template."""


class UnknownPlaceholder(NotAProtocolTemplate):
    """Only `opened` and `sequence` may stand in braces. Facts: `placeholder`, `known`."""


class UnknownDatePart(NotAProtocolTemplate):
    """`opened` is spelt by parts of the day that it does not know. Facts: `part`, `known`."""


class BadSequenceFormat(NotAProtocolTemplate):
    """`sequence` is written as `{sequence}` or filled with zeros, `{sequence:06d}`. Facts: `format`."""


class SequenceNotOnce(NotAProtocolTemplate):
    """`sequence` must stand exactly once. Facts: `times`."""


class ProtocolCharacters(NotAProtocolTemplate):
    """Only digits, capitals A to Z and hyphens make a protocol. Facts: `characters`, those that do not."""


class ProtocolLength(NotAProtocolTemplate):
    """A number would be too short or too long. Facts: `shortest` and `longest` it can write, `at_least`, `at_most`."""


class ProtocolsRepeat(NotAProtocolTemplate):
    """The count starts anew but the date does not tell the periods apart. Facts: `period`, `missing` (parts to add)."""


class Period(StrEnum):
    """How long one count of the sequence lasts: the finest that `opened` spells out, the provider's whole life without it."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    EVER = "ever"


class _DatePart(NamedTuple):
    period: Period
    length: int
    pattern: str
    write: Callable[[date], str]


_DATE_PARTS: Mapping[str, _DatePart] = {
    "%Y": _DatePart(Period.YEAR, 4, "[0-9]{4}", lambda day: f"{day.year:04d}"),
    "%y": _DatePart(Period.YEAR, 2, "[0-9]{2}", lambda day: f"{day.year % 100:02d}"),
    "%m": _DatePart(Period.MONTH, 2, "(?:0[1-9]|1[0-2])", lambda day: f"{day.month:02d}"),
    "%d": _DatePart(Period.DAY, 2, "(?:0[1-9]|[12][0-9]|3[01])", lambda day: f"{day.day:02d}"),
    "%j": _DatePart(Period.DAY, 3, "[0-3][0-9]{2}", lambda day: f"{day.timetuple().tm_yday:03d}"),
}
_PERIOD_KEYS: Mapping[Period, Callable[[date], str]] = {
    Period.DAY: lambda day: f"{day.year:04d}-{day.month:02d}-{day.day:02d}",
    Period.MONTH: lambda day: f"{day.year:04d}-{day.month:02d}",
    Period.YEAR: lambda day: f"{day.year:04d}",
    Period.EVER: lambda _day: "ever",
}
_PLACEHOLDER = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
_SEQUENCE_FORMAT = re.compile(r"(?:0([1-9][0-9]?))?d?")


@dataclass(frozen=True, slots=True)
class _Sequence:
    """The place of the count, filled with zeros to `width`; beyond it the number grows longer, it is never cut."""

    width: int

    @property
    def longest(self) -> int:
        return max(self.width, len(str(HIGHEST_SEQUENCE)))

    @property
    def pattern(self) -> str:
        grown = f"[1-9][0-9]{{{self.width},{self.longest - 1}}}"
        return f"(?:[0-9]{{{self.width}}}|{grown})" if self.width < self.longest else f"[0-9]{{{self.width}}}"


_Piece = str | _DatePart | _Sequence


@dataclass(frozen=True)
class ProtocolTemplate:
    """A template that has been checked: whatever it writes fits `[0-9A-Z-]{6,32}` and is never written for two contacts."""

    text: str
    pieces: tuple[_Piece, ...]

    @classmethod
    def parse(cls, text: str) -> "ProtocolTemplate":
        """Read a template as a handbook writes it. Raises a subclass of NotAProtocolTemplate that says what is wrong."""
        template = cls(text=text, pieces=tuple(_pieces(text)))
        _check_sequence(template)
        _check_characters(template)
        _check_length(template)
        _check_repeats(template)
        return template

    @property
    def period(self) -> Period:
        """After how long the sequence starts anew at 1."""
        spelt = {piece.period for piece in self.pieces if isinstance(piece, _DatePart)}
        return next((period for period in Period if period in spelt), Period.EVER)

    def period_of(self, opened: date) -> str:
        """Return the key of the counter for `opened`, a day in the provider's zone (see `opening_day`): "2026-11-18", "2026", "ever"."""
        return _PERIOD_KEYS[self.period](opened)

    def format(self, *, opened: date, sequence: int) -> str:
        """Return the protocol of the `sequence`-th contact (from 1) of the period of `opened`, a day in the provider's zone."""
        if not 0 < sequence <= HIGHEST_SEQUENCE:
            raise ValueError(f"a sequence counts from 1 to {HIGHEST_SEQUENCE}: {sequence}")
        return "".join(_write(piece, opened, sequence) for piece in self.pieces)

    @property
    def shortest(self) -> int:
        return self._length(lambda sequence: max(sequence.width, 1))

    @property
    def longest(self) -> int:
        return self._length(lambda sequence: sequence.longest)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Find protocols of this template in free text: whole words only, in capitals or not."""
        inside = "".join(re.escape(piece) if isinstance(piece, str) else piece.pattern for piece in self.pieces)
        return re.compile(f"(?<![0-9A-Za-z]){inside}(?![0-9A-Za-z])", re.IGNORECASE | re.ASCII)

    def _length(self, of_sequence: Callable[[_Sequence], int]) -> int:
        fixed = sum(len(piece) if isinstance(piece, str) else piece.length for piece in self.pieces if not isinstance(piece, _Sequence))
        return fixed + sum(of_sequence(piece) for piece in self.pieces if isinstance(piece, _Sequence))


def opening_day(recorded_at: datetime, zone: ZoneInfo) -> date:
    """Return the day that a protocol spells out: that of `recorded_at` (aware) in the provider's zone, not of an `at` set back."""
    return recorded_at.astimezone(zone).date()


def protocols_in(text: str, templates: Iterable[ProtocolTemplate]) -> tuple[str, ...]:
    """
    Return what in `text` looks like a protocol of any of `templates`, in capitals, in order of appearance, each once.

    Give the templates of every handbook that was ever in force: old tickets keep their numbers. Whether such a number
    was ever given out is not known here.
    """
    found = {(match.start(), match.group().upper()) for template in templates for match in template.pattern.finditer(text)}
    return tuple(dict.fromkeys(number for _, number in sorted(found)))


def _pieces(text: str) -> Iterable[_Piece]:
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        yield from _literal(text, end, match.start())
        end = match.end()
        name, spelling = match.group(1), match.group(2) or ""
        if name == "opened":
            yield from _date_parts(text, spelling)
        elif name == "sequence":
            yield _sequence(text, spelling)
        else:
            raise UnknownPlaceholder(template=text, placeholder=name, known=["opened", "sequence"])
    yield from _literal(text, end, len(text))


def _literal(text: str, start: int, end: int) -> Iterable[str]:
    brace = re.search("[{}]", text[start:end])
    if brace:
        raise UnpairedBrace(template=text, column=start + brace.start() + 1)
    if start < end:
        yield text[start:end]


def _date_parts(text: str, spelling: str) -> Iterable[_Piece]:
    if "%" not in spelling:
        raise UnknownDatePart(template=text, part=spelling, known=list(_DATE_PARTS))
    for part in re.findall("%.?|[^%]+", spelling, re.DOTALL):
        if not part.startswith("%"):
            yield part
        elif part in _DATE_PARTS:
            yield _DATE_PARTS[part]
        else:
            raise UnknownDatePart(template=text, part=part, known=list(_DATE_PARTS))


def _sequence(text: str, spelling: str) -> _Sequence:
    match = _SEQUENCE_FORMAT.fullmatch(spelling)
    if match is None:
        raise BadSequenceFormat(template=text, format=spelling)
    return _Sequence(width=int(match.group(1) or 1))


def _write(piece: _Piece, opened: date, sequence: int) -> str:
    if isinstance(piece, str):
        return piece
    return piece.write(opened) if isinstance(piece, _DatePart) else f"{sequence:0{piece.width}d}"


def _check_sequence(template: ProtocolTemplate) -> None:
    times = sum(isinstance(piece, _Sequence) for piece in template.pieces)
    if times != 1:
        raise SequenceNotOnce(template=template.text, times=times)


def _check_characters(template: ProtocolTemplate) -> None:
    literal = "".join(piece for piece in template.pieces if isinstance(piece, str))
    strange = re.sub("[0-9A-Z-]", "", literal)
    if strange:
        raise ProtocolCharacters(template=template.text, characters="".join(dict.fromkeys(strange)))


def _check_length(template: ProtocolTemplate) -> None:
    shortest, longest = template.shortest, template.longest
    if shortest < SHORTEST or longest > LONGEST:
        raise ProtocolLength(template=template.text, shortest=shortest, longest=longest, at_least=SHORTEST, at_most=LONGEST)


def _check_repeats(template: ProtocolTemplate) -> None:
    """A count that starts anew each day needs the whole day in the number, or the next month writes the same numbers again."""
    parts = {name for name, part in _DATE_PARTS.items() if part in template.pieces}
    missing = [] if parts & {"%Y", "%y"} or not parts else ["%Y"]
    if "%d" in parts and not parts & {"%m", "%j"}:
        missing.append("%m")
    if missing:
        raise ProtocolsRepeat(template=template.text, period=template.period.value, missing=missing)
