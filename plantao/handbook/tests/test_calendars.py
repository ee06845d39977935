"""Calendars as the rules count on them: which source wins, what a year's dated days are, and where they come from."""

import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plantao.handbook.calendars import (
    DatedDay,
    Source,
    calendar_for_customer,
    dated_days,
    known_categories,
    service_hours,
    weekly_hours,
)
from plantao.handbook.tests.handbooks import CARRIER, NOC, SMALL, handbook
from plantao.rules.working_time import add_service_time, service_time_between

MORNING = ((28_800, 43_200),)
DAY = ((28_800, 64_800),)

SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def day_of(calendar: str, day: date) -> DatedDay | None:
    """Return a dated day of the calendar `a`."""
    days = dated_days(handbook(f"{SMALL}calendars: {{a: {calendar}}}"), "a", year=day.year)
    return next((dated for dated in days if dated.day == day), None)


class TestWhichSourceWins:
    CHRISTMAS = date(2026, 12, 25)  # a Friday
    WEEK = "open: {mon-fri: ['08:00-18:00']}, holidays: {country: BR}"

    @pytest.mark.parametrize(
        ("keys", "source", "hours"),
        [
            ("", Source.LIBRARY, ()),
            (", closed_on: [2026-12-25]", Source.CLOSED_ON, ()),
            (", open_on: [2026-12-25]", Source.OPEN_ON, DAY),
            (", closed_on: [2026-12-25], open_on: [2026-12-25]", Source.OPEN_ON, DAY),
            (", closed_on: [2026-12-25], open_on: [2026-12-25], hours_on: {2026-12-25: ['08:00-12:00']}", Source.HOURS_ON, MORNING),
            (", hours_on: {2026-12-25: []}", Source.HOURS_ON, ()),
        ],
    )
    def test_hours_on_then_open_on_then_closed_on_then_holidays(
        self, keys: str, source: Source, hours: tuple[tuple[int, int], ...]
    ) -> None:
        assert day_of(f"{{{self.WEEK}{keys}}}", self.CHRISTMAS) == DatedDay(self.CHRISTMAS, hours, source, "Natal")

    def test_without_holidays_christmas_is_a_friday(self) -> None:
        assert day_of("{open: {mon-fri: ['08:00-18:00']}}", self.CHRISTMAS) is None

    def test_a_calendar_that_is_always_open_can_have_holidays(self) -> None:
        assert day_of("{open: always, holidays: {country: BR}}", self.CHRISTMAS) == DatedDay(self.CHRISTMAS, (), Source.LIBRARY, "Natal")

    def test_open_on_gives_an_always_open_day_its_24_hours(self) -> None:
        dated = day_of("{open: always, holidays: {country: BR}, open_on: [2026-12-25]}", self.CHRISTMAS)

        assert dated is not None
        assert dated.hours == ((0, 86_400),)


class TestTheNocsOffice:
    def test_carnival_and_christmas_eve_of_2026(self) -> None:
        days = {dated.day: dated for dated in dated_days(handbook(NOC), "office", year=2026)}

        assert days[date(2026, 2, 17)] == DatedDay(date(2026, 2, 17), (), Source.LIBRARY, "Carnaval")
        assert days[date(2026, 12, 8)] == DatedDay(date(2026, 12, 8), (), Source.CLOSED_ON)
        assert days[date(2026, 12, 24)] == DatedDay(date(2026, 12, 24), MORNING, Source.HOURS_ON, "Véspera de Natal")

    def test_24_hours_from_an_evening_pass_a_holiday_and_a_weekend(self) -> None:
        hours = service_hours(handbook(NOC), "office")
        opened = datetime(2026, 11, 18, 17, 30, tzinfo=SAO_PAULO)

        assert add_service_time(opened, timedelta(hours=24), hours) == datetime(2026, 11, 24, 14, 30, tzinfo=UTC)

    def test_its_week(self) -> None:
        assert weekly_hours(handbook(NOC), "office") == (*(DAY,) * 5, (), ())
        assert weekly_hours(handbook(NOC), "always") is None

    def test_equal_calendars_are_prepared_once(self) -> None:
        assert service_hours(handbook(NOC), "office") is service_hours(handbook(NOC), "office")


class TestTheCarriersCountries:
    def test_customer_means_the_calendar_of_the_country(self) -> None:
        carrier = handbook(CARRIER)

        assert [calendar_for_customer(carrier, country) for country in ("CL", "BR", "ES", None)] == ["cl", "br", "br", "br"]
        assert service_hours(carrier, "customer", country="CL") is service_hours(carrier, "cl")
        assert service_hours(carrier, "customer", country="CL").zone == ZoneInfo("America/Santiago")

    def test_chile_closes_for_lunch_and_for_its_independence(self) -> None:
        hours = service_hours(handbook(CARRIER), "cl")

        monday = datetime(2026, 9, 14, tzinfo=hours.zone)
        assert service_time_between(monday, monday + timedelta(days=1), hours) == timedelta(hours=8)
        assert service_time_between(monday + timedelta(days=4), monday + timedelta(days=5), hours) == timedelta()

    def test_every_calendar_opens_in_every_year_and_names_its_holidays(self) -> None:
        carrier = handbook(CARRIER)

        for key in carrier.calendars:
            days = [dated for year in range(2025, 2033) for dated in dated_days(carrier, key, year=year)]
            assert all(dated.name for dated in days)
            assert (key == "always") == (not days)


class TestWhatTheLibraryDoesNotKnow:
    def test_an_unknown_subdivision_leaves_the_national_holidays(self) -> None:
        assert day_of("{open: always, holidays: {country: BR, subdivision: XX}}", date(2026, 9, 7)) is not None

    def test_always_exists_without_being_written(self) -> None:
        hours = service_hours(handbook(SMALL), "always")

        assert add_service_time(datetime(2026, 12, 25, tzinfo=UTC), timedelta(hours=1), hours) == datetime(2026, 12, 25, 1, tzinfo=UTC)

    def test_a_name_that_the_handbook_does_not_have_is_a_bug(self) -> None:
        with pytest.raises(KeyError):
            service_hours(handbook(SMALL), "office")

    @pytest.mark.parametrize("year", [1, 1900, 2400, 9999])
    def test_far_years_are_answered(self, year: int) -> None:
        assert dated_days(handbook(NOC), "office", year=year) is not None


class TestTheLibraryOfHolidays:
    def test_when_a_country_is_asked_for_then_it_alone_is_loaded(self) -> None:
        assert "public" in known_categories("BR")

        assert "holidays.countries.brazil" in sys.modules
        assert "holidays.countries.tonga" not in sys.modules

    def test_when_it_does_not_know_a_country_then_that_has_no_categories(self) -> None:
        assert known_categories("XX") == ()
