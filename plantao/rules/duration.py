"""How long, as a handbook writes it: one number and one unit."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Self

from plantao.rules.refused import Refused


class NotADuration(Refused):
    """Facts: `written`, the text that is no duration."""


class Unit(StrEnum):
    """`s`, `m` and `h` are time on the calendar named beside them; `bd` and `cd` count whole days, for plain deadlines only."""

    SECONDS = "s"
    MINUTES = "m"
    HOURS = "h"
    BUSINESS_DAYS = "bd"
    CALENDAR_DAYS = "cd"


DAYS = frozenset({Unit.BUSINESS_DAYS, Unit.CALENDAR_DAYS})
LONGEST = timedelta(days=3_660)  # ten years: a promise beyond that is a slip of the pen

_WRITTEN = re.compile(r"([0-9]{1,9})(s|m|h|bd|cd)")
_SECONDS = {Unit.SECONDS: 1, Unit.MINUTES: 60, Unit.HOURS: 3_600}


@dataclass(frozen=True, slots=True)
class Duration:
    """
    `Duration(24, Unit.HOURS)` is written `24h`.

    A duration of days is at least one day; none is longer than ten years. NotADuration otherwise. Source: docs/rules/duration.md.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        length = timedelta(days=self.amount) if self.is_days else timedelta(seconds=self.amount * _SECONDS[self.unit])
        if not timedelta(days=1 if self.is_days else 0) <= length <= LONGEST:
            raise NotADuration(written=str(self))

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `30s`, `15m`, `24h`, `3bd` or `30cd`: nothing before, between or after. NotADuration otherwise."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise NotADuration(written=written)
        return cls(int(match[1]), Unit(match[2]))

    @property
    def is_days(self) -> bool:
        """Whether it counts whole days, and so cannot stand where a clock's target stands."""
        return self.unit in DAYS

    @property
    def wall(self) -> timedelta:
        """The same as a timedelta, for `s`, `m` and `h`; ValueError for days, whose length depends on the calendar."""
        if self.is_days:
            raise ValueError(f"{self} counts days, whose length depends on the calendar")
        return timedelta(seconds=self.amount * _SECONDS[self.unit])

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"
