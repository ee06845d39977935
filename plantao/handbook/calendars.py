"""
Calendars as the rules count on them: a handbook's hours, its own dates and the public holidays of python-holidays.

`hours_on` wins over `open_on`, that over `closed_on`, that over holidays. Every dated day says where it comes from, so that
it can be kept as a row and reviewed by a person. Source: docs/rules/handbook-format.md.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec
from zoneinfo import ZoneInfo

import holidays

from plantao.handbook.document import ALWAYS, CUSTOMER, Calendar, Handbook, Holidays, Span
from plantao.rules.working_time import ServiceHours

_LANGUAGES = {"pt-br": "pt_", "es": "es", "en": "en_"}
_WHOLE_DAY: tuple[Span, ...] = ((0, 86_400),)


class Source(StrEnum):
    """Where a dated day comes from: the library of holidays, or the key of the calendar that names it."""

    LIBRARY = "library"
    CLOSED_ON = "closed_on"
    OPEN_ON = "open_on"
    HOURS_ON = "hours_on"


@dataclass(frozen=True, slots=True)
class DatedDay:
    """A day that does not simply follow its weekday. `hours` are local, none when it is closed; `name` is the holiday's, if it is one."""

    day: date
    hours: tuple[Span, ...]
    source: Source
    name: str = ""


def service_hours(handbook: Handbook, calendar_key: str, *, country: str | None = None) -> ServiceHours:
    """
    Return the service hours of a calendar; `customer` is that of `country`, the default where it is None.

    They are prepared once for equal calendars. KeyError for a name that the handbook does not know.
    """
    key = handbook.calendar_for_customer(country) if calendar_key == CUSTOMER else calendar_key
    calendar = _calendar(handbook, key)
    zone = calendar.time_zone or handbook.provider.time_zone
    return _prepared(key, zone, handbook.default_language, calendar.model_dump_json())


def calendar_for_customer(handbook: Handbook, country: str | None) -> str:
    """Return the key of the calendar that `customer` means in `country`; None where the customer or its country is unknown."""
    return handbook.calendar_for_customer(country)


def dated_days(handbook: Handbook, calendar_key: str, *, year: int) -> tuple[DatedDay, ...]:
    """Return the year's dated days of a calendar in the order of time, each with its source. KeyError for an unknown name."""
    return _dated(_calendar(handbook, calendar_key), year, handbook.default_language)


def weekly_hours(handbook: Handbook, calendar_key: str) -> tuple[tuple[Span, ...], ...] | None:
    """Return the hours of each weekday, Monday first; None for a calendar that is open always. KeyError for an unknown name."""
    return _calendar(handbook, calendar_key).weekly()


@cache
def known_categories(country: str) -> tuple[str, ...]:
    """Return the categories of holidays that the library has for a country; none where it does not know the country."""
    try:
        return tuple(_entity(country).supported_categories)
    except NotImplementedError:  # asking the library for its list instead would load every country
        return ()


@cache
def known_subdivisions(country: str) -> tuple[str, ...]:
    """Return the codes and names of the subdivisions whose holidays the library knows."""
    entity = _entity(country)
    return (*entity.subdivisions, *entity.subdivisions_aliases)


def _calendar(handbook: Handbook, key: str) -> Calendar:
    if key == ALWAYS and key not in handbook.calendars:
        return Calendar(open=ALWAYS)
    return handbook.calendars[key]


@lru_cache(maxsize=512)
def _prepared(key: str, zone: str, language: str, definition: str) -> ServiceHours:
    calendar = Calendar.model_validate_json(definition)

    def dated(year: int) -> Mapping[date, tuple[Span, ...]]:
        return {day.day: day.hours for day in _dated(calendar, year, language)}

    return ServiceHours(name=key, zone=ZoneInfo(zone), weekly=calendar.weekly(), dated=dated)


def _dated(calendar: Calendar, year: int, language: str) -> tuple[DatedDay, ...]:
    weekly = calendar.weekly() or (_WHOLE_DAY,) * 7
    names = {} if calendar.holidays is None else _library(calendar.holidays, year, language)
    days = {day: DatedDay(day, (), Source.LIBRARY, name) for day, name in names.items()}
    for day in calendar.closed_on:
        days[day] = DatedDay(day, (), Source.CLOSED_ON, names.get(day, ""))
    for day in calendar.open_on:
        days[day] = DatedDay(day, weekly[day.weekday()], Source.OPEN_ON, names.get(day, ""))
    for day, hours in calendar.hours_on.items():
        days[day] = DatedDay(day, hours, Source.HOURS_ON, names.get(day, ""))
    return tuple(days[day] for day in sorted(days) if day.year == year)


def _library(wanted: Holidays, year: int, language: str) -> Mapping[date, str]:
    return _holidays(wanted.country, wanted.subdivision, wanted.categories, year, language)


@lru_cache(maxsize=4096)
def _holidays(country: str, subdivision: str | None, categories: tuple[str, ...], year: int, language: str) -> Mapping[date, str]:
    """Return the library's holidays of a year with their names in `language`, or as the country calls them."""
    entity = _entity(country)
    known = subdivision if subdivision in known_subdivisions(country) else None
    spoken = next(
        (code for code in entity.supported_languages if code.startswith(_LANGUAGES.get(language, language))), entity.default_language
    )
    found = holidays.country_holidays(country, subdiv=known, years=year, expand=False, categories=categories, language=spoken)
    return {day: name for day, name in found.items() if day.year == year}


@cache
def _entity(country: str) -> holidays.HolidayBase:
    """Return the library's country. Raises NotImplementedError where there is none of that code."""
    _load_countries_singly()
    return holidays.country_holidays(country)


@cache
def _load_countries_singly() -> None:
    """
    Let the library load the countries that are asked for.

    It loads each from a module of its own when it is first asked for, but the package around these modules imports all 250, which
    takes longer and more memory than everything else in reading a handbook. So the package stands there without having run.
    """
    name = "holidays.countries"
    package = find_spec(name)
    assert package is not None
    sys.modules.setdefault(name, module_from_spec(package))
