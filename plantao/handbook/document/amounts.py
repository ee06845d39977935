"""How long and when: durations, dates and hours of the day, as the file writes them."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from plantao.handbook.document.base import wrong
from plantao.handbook.problems import _
from plantao.rules.duration import Duration, NotADuration

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Span = tuple[int, int]  # local seconds of the day, half-open, 0 to 86,400


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    try:
        return Duration.parse(value if isinstance(value, str) else "")
    except NotADuration:
        raise wrong(
            _("`%(value)s` is not a duration; write one number and one unit: `30s`, `15m`, `24h`, `3bd`, `30cd`", value=str(value)[:60])
        ) from None


def _counted(value: Any) -> Duration:
    duration = _duration(value)
    if duration.is_days:
        raise wrong(_("`%(value)s` is a deadline in days, and this is counted to the second; write it in `h`, `m` or `s`", value=value))
    return duration


def _positive(duration: Duration) -> Duration:
    if duration.amount <= 0:
        raise wrong(_("no time at all; write at least `1s`"))
    return duration


def _written(duration: Duration) -> str:
    return f"{duration.amount}{duration.unit}"


Deadline = Annotated[
    Duration,
    PlainValidator(_duration),
    PlainSerializer(_written, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+(s|m|h|bd|cd)$", "examples": ["72h", "3bd", "30cd"]}),
]
"""A plain deadline: `s`, `m`, `h`, or `bd` business days, `cd` calendar days."""

_COUNTED = {"type": "string", "pattern": "^[0-9]+[smh]$", "examples": ["15m", "24h"]}
Moment = Annotated[Duration, PlainValidator(_counted), PlainSerializer(_written, return_type=str), WithJsonSchema(_COUNTED)]
"""A duration counted to the second, perhaps none: `s`, `m` or `h` on the calendar named beside it, wall time where none is."""

Counted = Annotated[
    Duration,
    PlainValidator(lambda value: _positive(_counted(value))),
    PlainSerializer(_written, return_type=str),
    WithJsonSchema({**_COUNTED, "pattern": "^0*[1-9][0-9]*[smh]$"}),
]
"""A duration counted to the second, at least one."""


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise wrong(_("`%(value)s` is not a day of the calendar", value=value)) from None
    raise wrong(_("`%(value)s` is not a date; write it as `2026-12-24`", value=str(value)[:60]))


Date = Annotated[
    date,
    PlainValidator(_date),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]

_SPAN = re.compile("([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")


def _span(value: Any) -> Span:
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise wrong(_("`%(value)s` is not an interval of the day; write it as `08:00-18:00`", value=str(value)[:60]))
    since, until = _seconds(match[1], match[2]), _seconds(match[3], match[4])
    if since is None or until is None or since == 86_400:
        raise wrong(_("`%(value)s` has a time that no clock shows; a day goes from `00:00` to `24:00`", value=value))
    if since >= until:
        raise wrong(
            _(
                "`%(value)s` ends before it begins; hours across midnight are written as two intervals, up to `24:00` and from `00:00`",
                value=value,
            )
        )
    return since, until


def spans_in(text: str) -> tuple[Span, ...] | None:
    """Return the intervals of a day that a person wrote, `08:00-12:00, 13:00-18:00`, in their order; None where it can't be read."""
    try:
        return tuple(sorted(_span(part.replace("–", "-").strip()) for part in text.split(",")))
    except PydanticCustomError:
        return None


def _seconds(hours: str, minutes: str) -> int | None:
    seconds = int(hours) * 3600 + int(minutes) * 60
    return seconds if int(minutes) < 60 and seconds <= 86_400 else None


def written_span(span: Span) -> str:
    """Return an interval as the file writes it: `08:00-18:00`."""
    return "-".join(f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}" for seconds in span)


Interval = Annotated[
    Span,
    PlainValidator(_span),
    PlainSerializer(written_span, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}$", "examples": ["08:00-18:00", "22:00-24:00"]}),
]
"""Half-open local hours of one day."""

Hours = tuple[Interval, ...]
