"""Calendars and instants that the tests of the rules share; November 2026 is on the wall: the 16th is a Monday, the 20th a holiday."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.rules.working_time import ServiceHours, Span

SAO_PAULO = ZoneInfo("America/Sao_Paulo")  # no changes since 2019
SANTIAGO = ZoneInfo("America/Santiago")  # changes at midnight
NEW_YORK = ZoneInfo("America/New_York")  # changes at two
LISBON = ZoneInfo("Europe/Lisbon")  # changes at one, UTC
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # changes by half an hour
HOLIDAY = date(2026, 11, 20)
CHRISTMAS_EVE = date(2026, 12, 24)


def span(since: str, until: str) -> Span:
    """`span("08:00", "18:00")` in seconds of the day."""
    return _second(since), _second(until)


def weekdays(*spans: Span) -> tuple[tuple[Span, ...], ...]:
    return (spans,) * 5 + ((), ())


def every_day(*spans: Span) -> tuple[tuple[Span, ...], ...]:
    return (spans,) * 7


def hours_of(
    weekly: tuple[tuple[Span, ...], ...] | None, zone: ZoneInfo = SAO_PAULO, dated: Mapping[date, tuple[Span, ...]] | None = None
) -> ServiceHours:
    special = dated or {}
    return ServiceHours(name="tested", zone=zone, weekly=weekly, dated=lambda year: {d: s for d, s in special.items() if d.year == year})


def an_office() -> ServiceHours:
    """Mondays to Fridays 08:00 to 18:00 in São Paulo; 20 November closed, 24 December open until noon."""
    return hours_of(weekdays(span("08:00", "18:00")), dated={HOLIDAY: (), CHRISTMAS_EVE: (span("08:00", "12:00"),)})


def always() -> ServiceHours:
    return hours_of(None)


def local(written: str, zone: ZoneInfo = SAO_PAULO, *, fold: int = 0) -> datetime:
    """`local("2026-11-18 17:30")` on the wall clock of the zone."""
    return datetime.fromisoformat(written).replace(tzinfo=zone, fold=fold)


def utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def h(amount: float) -> timedelta:
    return timedelta(hours=amount)


def m(amount: float) -> timedelta:
    return timedelta(minutes=amount)


def _second(written: str) -> int:
    hour, minute = written.split(":")
    return int(hour) * 3_600 + int(minute) * 60
