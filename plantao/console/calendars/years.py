"""A year of each calendar: its weeks' hours, and the days that differ from them, each with where it comes from."""

from calendar import Calendar as Grid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao.agreements.calendars import PERSON
from plantao.agreements.models import CalendarDay, CalendarVersion
from plantao.handbook.calendars import Source, weekly_hours
from plantao.handbook.document import Handbook
from plantao.sla.words import spans_in_words
from plantao.ui.terms import Terms

SOURCES: dict[str, str | Promise] = {
    Source.LIBRARY: gettext_lazy("public holiday, from the holidays library"),
    Source.CLOSED_ON: gettext_lazy("from the handbook's file: closed on this day"),
    Source.OPEN_ON: gettext_lazy("from the handbook's file: open on this day"),
    Source.HOURS_ON: gettext_lazy("from the handbook's file: hours of its own"),
    PERSON: gettext_lazy("put down by a person"),
}


WEEK = [date(2024, 1, number) for number in range(1, 8)]  # one that begins on a Monday: it lends the days' names


@dataclass(frozen=True, slots=True)
class Marked:
    """A dated day; `hours` are written, "" where it is closed; `source` says where it comes from."""

    row: CalendarDay
    hours: str
    source: str | Promise

    @property
    def state(self) -> str:
        return "open" if self.hours else "closed"

    @property
    def is_the_files(self) -> bool:
        """Whether the handbook's file says it, so that it is changed there."""
        return self.row.source in (Source.CLOSED_ON, Source.OPEN_ON, Source.HOURS_ON)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month's grid; `marked` is None for a day like every other of its weekday."""

    day: date
    marked: Marked | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks from Monday on, None where another month's days would stand."""

    first: date
    weeks: list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Year:
    """
    A calendar's year. `used_by` names the departments that keep its hours.

    `weekly` are the written hours of Monday to Sunday ("": closed), none where it is open always.
    """

    key: str
    name: str
    used_by: str
    zone: str
    weekly: list[tuple[date, str]]
    months: list[Month]
    marked: list[Marked]


def years_of(handbook: Handbook, version: CalendarVersion, *, year: int) -> list[Year]:
    """Return a year of every calendar of a handbook, in its order, with the days of a version: one query."""
    days: dict[str, dict[date, Marked]] = {}
    for row in version.days.filter(date__year=year).select_related("reviewed_by"):
        days.setdefault(row.calendar, {})[row.date] = Marked(row, spans_in_words(row.hours), SOURCES.get(row.source, row.source))
    return [_year(handbook, key, days.get(key, {}), year) for key in handbook.calendars]


def _year(handbook: Handbook, key: str, marked: Mapping[date, Marked], year: int) -> Year:
    weekly = weekly_hours(handbook, key)
    return Year(
        key=key,
        name=Terms(handbook).calendar(key),
        used_by=", ".join(Terms(handbook).department(each) for each, some in handbook.departments.items() if some.calendar == key),
        zone=handbook.calendars[key].time_zone or handbook.provider.time_zone,
        weekly=[(day, spans_in_words(hours)) for day, hours in zip(WEEK, weekly, strict=True)] if weekly else [],
        months=[_month(date(year, number, 1), marked) for number in range(1, 13)] if marked else [],
        marked=list(marked.values()),
    )


def _month(first: date, marked: Mapping[date, Marked]) -> Month:
    weeks = Grid().monthdatescalendar(first.year, first.month)
    return Month(first, [[Cell(day, marked.get(day)) if day.month == first.month else None for day in week] for week in weeks])
