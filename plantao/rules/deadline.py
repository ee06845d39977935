"""
Plain deadlines: `bd` business days and `cd` calendar days, beside `s`, `m` and `h` of service time.

Days are local days in the calendar's zone; a day is open if the calendar is open at all while the wall clock shows its date.
Clocks never count days; they use plantao/rules/service_level.py. Source: docs/rules/deadline.md.
"""

from datetime import UTC, date, datetime, time, timedelta

from plantao.rules.duration import Duration, Unit
from plantao.rules.working_time import PATIENCE_YEARS, NeverOpen, ServiceHours, add_service_time, service_time_between

_ONE_DAY = timedelta(days=1)
_PATIENCE_DAYS = PATIENCE_YEARS * 366


def deadline(start: datetime, duration: Duration, hours: ServiceHours) -> datetime:
    """
    Return the instant, in UTC, by which something begun at `start` (aware, any zone) is due.

    `bd`: the end of the last opening of the n-th open day after the day it starts. `cd`: the day it starts is left out and the
    n-th day after it counted, to 24:00; a closed last day moves to the next open one. Raises NeverOpen.
    """
    first = start.astimezone(hours.zone).date()
    if duration.unit is Unit.BUSINESS_DAYS:
        day = first
        for _ in range(duration.amount):
            day = _next_open_day(day + _ONE_DAY, hours)
        begins, _ = _day_in_utc(day, hours)
        return add_service_time(begins, _open_time(day, hours), hours)
    if duration.unit is Unit.CALENDAR_DAYS:
        day = _next_open_day(first + timedelta(days=duration.amount), hours)
        return _day_in_utc(day, hours)[1]
    return add_service_time(start, duration.wall, hours)


def _next_open_day(day: date, hours: ServiceHours) -> date:
    """`day` itself if it is open, else the first open one after it."""
    for ahead in range(_PATIENCE_DAYS):
        candidate = day + timedelta(days=ahead)
        if _open_time(candidate, hours):
            return candidate
    raise NeverOpen(calendar=hours.name, since=_day_in_utc(day, hours)[0].isoformat())


def _open_time(day: date, hours: ServiceHours) -> timedelta:
    begins, ends = _day_in_utc(day, hours)
    return service_time_between(begins, ends, hours)


def _day_in_utc(day: date, hours: ServiceHours) -> tuple[datetime, datetime]:
    """A local day, half-open: 23 or 25 hours long where the clocks change; where midnight is missing it begins at the change."""
    begins, ends = (datetime.combine(each, time(), tzinfo=hours.zone) for each in (day, day + _ONE_DAY))
    return begins.astimezone(UTC), ends.astimezone(UTC)
