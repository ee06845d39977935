"""
The hours of a shift, as people write them: `mon-fri 08:00-18:00`, `sat,sun 22:00-06:00` (into the next day), `always`.

Source: docs/rules/duty_hours.md.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plantao.rules.refused import Refused

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "always"
DAY = 86_400

_RANGE = f"(?:{'|'.join(WEEKDAYS)})(?:-(?:{'|'.join(WEEKDAYS)}))?"
_WRITTEN = re.compile(rf"({_RANGE}(?:,{_RANGE})*) ([0-9]{{2}}):([0-5][0-9])-([0-9]{{2}}):([0-5][0-9])")


class NotDutyHours(Refused):
    """Facts: `written`, the text that says no hours of duty."""


@dataclass(frozen=True, slots=True, order=True)
class Watch:
    """
    One stretch of duty a week: from `begins` to `ends`, half-open, in seconds of the wall clock since the midnight that opens
    `weekday` (Monday 0). `ends` lies past 86,400 where the watch goes on into the next day; it lasts a day at most.
    """

    weekday: int
    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not (0 <= self.weekday < 7 and 0 <= self.begins < DAY and self.begins < self.ends <= self.begins + DAY):
            raise ValueError(f"no watch: {self}")


def read_hours(lines: Iterable[str]) -> tuple[Watch, ...]:
    """
    Return the watches that the lines say together, in the week's order. An end that is not after its beginning is the next
    day's: `08:00-08:00` lasts a day. Raises NotDutyHours, also where no line says anything.
    """
    watches = {watch for line in lines for watch in _watches(line)}
    if not watches:
        raise NotDutyHours(written="")
    return tuple(sorted(watches))


def _watches(line: str) -> Iterable[Watch]:
    written = " ".join(line.lower().split())
    if written == ALWAYS:
        return [Watch(weekday, 0, DAY) for weekday in range(7)]
    match = _WRITTEN.fullmatch(re.sub(" ?([,-]) ?", r"\1", written))
    if match is None:
        raise NotDutyHours(written=line[:60])
    begins, ends = (int(hour) * 3_600 + int(minute) * 60 for hour, minute in (match.group(2, 3), match.group(4, 5)))
    if begins >= DAY or ends > DAY:
        raise NotDutyHours(written=line[:60])
    ends = ends if ends > begins else ends + DAY
    return [Watch(weekday, begins, ends) for weekday in _weekdays(match[1], line)]


def _weekdays(days: str, line: str) -> list[int]:
    found: list[int] = []
    for part in days.split(","):
        first, _, last = part.partition("-")
        named = range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)
        if not named:  # runs past Sunday, as in a handbook's calendars: `fri-sun,mon`
            raise NotDutyHours(written=line[:60])
        found.extend(named)
    return found
