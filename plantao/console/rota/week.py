"""A week of the provider's wall clock, as an address names it: 2026-W47."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plantao.ui.fields import YEARS

_WRITTEN = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on, in `zone`."""

    monday: date
    zone: ZoneInfo

    @classmethod
    def read(cls, written: str, *, zone: ZoneInfo, at: datetime) -> "Week":
        """Return the week that is written; that of `at` where none is."""
        return cls(_monday(written) or monday_of(at.astimezone(zone).date()), zone)

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(7)]

    @property
    def sunday(self) -> date:
        return self.days[-1]

    @property
    def before(self) -> str:
        """Return what the week before is called."""
        return written(self.monday - timedelta(days=7))

    @property
    def after(self) -> str:
        return written(self.monday + timedelta(days=7))

    @property
    def since(self) -> datetime:
        return self.opens(self.monday)

    @property
    def until(self) -> datetime:
        return self.opens(self.monday + timedelta(days=7))

    def opens(self, day: date) -> datetime:
        """Return the midnight with which a day begins here."""
        return datetime.combine(day, time(), tzinfo=self.zone)


def written(day: date) -> str:
    """Return what the week of a day is called: 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _monday(said: str) -> date | None:
    match = _WRITTEN.fullmatch(said)
    if match is None or int(match[1]) not in YEARS:
        return None
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:  # no such week in that year
        return None
