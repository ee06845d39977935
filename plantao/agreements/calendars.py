"""
Calendar versions: all calendars' dated days together, seeded from the file and the holidays library, reviewed by people.

One version holds everything, so that a ticket names one. From last year to five years ahead; extended as years pass.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max

from plantao.agreements.models import Because, CalendarDay, CalendarVersion, HandbookVersion
from plantao.agreements.queries import document_of
from plantao.events.actor import DESK, Actor
from plantao.handbook.calendars import Source, dated_days, weekly_hours
from plantao.handbook.document import Handbook
from plantao.rules.working_time import ServiceHours, Span

YEARS_BACK = 1
YEARS_AHEAD = 5
PERSON = "person"


def renew(handbook: Handbook, *, at: datetime, because: Because, about: Mapping[str, int], by: Actor = DESK) -> CalendarVersion:
    """
    Make the calendar version that follows from a handbook: the file's own dates, days that a person reviewed kept, the
    library for the rest. Source: design decision on frozen calendars, docs/rules/working_time.md.
    """
    latest = newest_locked()
    reviewed = {(day.calendar, day.date): day for day in _reviewed(latest)}
    version = make_version(after=latest, at=at, by=by, because=because, about=dict(about))
    days: dict[tuple[str, date], CalendarDay] = {}
    for key in handbook.calendars:
        for year in range(at.year - YEARS_BACK, at.year + YEARS_AHEAD + 1):
            for dated in dated_days(handbook, key, year=year):
                kept = reviewed.get((key, dated.day)) if dated.source is Source.LIBRARY else None
                days[key, dated.day] = kept or CalendarDay(
                    calendar=key, date=dated.day, hours=[list(span) for span in dated.hours], source=dated.source, name=dated.name
                )
    for (key, when), day in reviewed.items():
        if key in handbook.calendars:
            days.setdefault((key, when), day)
    put_days(version, days.values())
    return version


def extend(handbook: Handbook, *, at: datetime) -> CalendarVersion | None:
    """Make a new version where the latest ends less than five years ahead; None where it reaches far enough."""
    latest = CalendarVersion.objects.order_by("-number").annotate(last=Max("days__date")).first()
    if latest is None or latest.last is None or latest.last.year >= at.year + YEARS_AHEAD:
        return None
    return renew(handbook, at=at, because=Because.YEAR, about={"year": at.year + YEARS_AHEAD})


def newest_locked() -> CalendarVersion | None:
    """Return the newest version, and let nobody else make one until this transaction ends; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {CalendarVersion._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    return CalendarVersion.objects.order_by("-number").select_related("made_by").first()


def make_version(*, after: CalendarVersion | None, **named: Any) -> CalendarVersion:
    """Make the version that follows `after`, still without days; `by` may be the desk itself."""
    made_by: Actor = named.pop("by")
    number = after.number + 1 if after else 1
    return CalendarVersion.objects.create(number=number, made_at=named.pop("at"), made_by_id=made_by.person_id, **named)


def put_days(version: CalendarVersion, days: Iterable[CalendarDay]) -> None:
    """Give a new version its days: copies of those of another, or new ones."""
    CalendarDay.objects.bulk_create(_in_version(days, version))


def hours(calendar: str, *, handbook: HandbookVersion, calendars: CalendarVersion) -> ServiceHours:
    """Return the service hours of one calendar as a ticket that froze these two versions counts them."""
    return frozen_hours(calendar, handbook_id=handbook.pk, calendars_id=calendars.pk)


@lru_cache(maxsize=256)
def frozen_hours(key: str, *, handbook_id: int, calendars_id: int) -> ServiceHours:
    """Return the service hours of one calendar under two versions named by their ids; read once a process, for they never change."""
    handbook = document_of(handbook_id)
    calendar = handbook.calendars.get(key)  # `always` exists without being written
    days = _days_by_year(calendars_id, key)
    return ServiceHours(
        name=key,
        zone=ZoneInfo((calendar and calendar.time_zone) or handbook.provider.time_zone),
        weekly=weekly_hours(handbook, key),
        dated=lambda year: days.get(year, {}),
    )


def _days_by_year(calendars_id: int, key: str) -> Mapping[int, Mapping[date, tuple[Span, ...]]]:
    years: dict[int, dict[date, tuple[Span, ...]]] = {}
    for day in CalendarDay.objects.filter(version_id=calendars_id, calendar=key):
        years.setdefault(day.date.year, {})[day.date] = tuple((since, until) for since, until in day.hours)
    return years


def _reviewed(version: CalendarVersion | None) -> Iterable[CalendarDay]:
    return version.days.exclude(reviewed_at=None) if version else ()


def _in_version(days: Iterable[CalendarDay], version: CalendarVersion) -> list[CalendarDay]:
    copies = []
    for day in days:
        day.pk, day.version = None, version
        copies.append(day)
    return copies
