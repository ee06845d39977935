from datetime import date

import pytest

from plantao.rules.deadline import deadline
from plantao.rules.duration import Duration
from plantao.rules.tests.calendars import (
    NEW_YORK,
    SANTIAGO,
    always,
    an_office,
    every_day,
    hours_of,
    local,
    span,
    utc,
    weekdays,
)
from plantao.rules.working_time import NeverOpen


class TestDeadlineInAnOffice:
    @pytest.mark.parametrize(
        ("start", "written", "due"),
        [
            ("2026-11-16 09:00", "1bd", "2026-11-17 18:00"),
            ("2026-11-16 23:59", "1bd", "2026-11-17 18:00"),  # whenever on that day
            ("2026-11-16 00:00", "1bd", "2026-11-17 18:00"),
            ("2026-11-18 09:00", "3bd", "2026-11-24 18:00"),  # 19, (20 holiday), 23, 24
            ("2026-11-21 09:00", "1bd", "2026-11-23 18:00"),  # begun on a Saturday
            ("2026-12-23 09:00", "1bd", "2026-12-24 12:00"),  # a short day is a day
            ("2026-11-16 09:00", "1cd", "2026-11-18 00:00"),  # the 17th, to 24:00
            ("2026-11-16 09:00", "4cd", "2026-11-24 00:00"),  # the 20th is closed, so the 23rd
            ("2026-11-16 09:00", "30cd", "2026-12-17 00:00"),
            ("2026-11-18 17:30", "24h", "2026-11-24 11:30"),
            ("2026-11-18 17:30", "45m", "2026-11-19 08:15"),
        ],
    )
    def test_when_asked_then_it_is_the_day_that_a_reader_counts(self, start: str, written: str, due: str) -> None:
        assert deadline(local(start), Duration.parse(written), an_office()) == local(due)

    def test_when_the_start_is_told_in_another_zone_then_the_calendars_day_counts(self) -> None:
        start = utc("2026-11-17 02:00")  # still the 16th in São Paulo

        assert deadline(start, Duration.parse("1bd"), an_office()) == local("2026-11-17 18:00")


class TestDeadlineOnSeveralOpenings:
    def test_when_a_day_opens_twice_then_the_last_closing_counts(self) -> None:
        hours = hours_of(weekdays(span("09:00", "13:00"), span("14:00", "18:00")), SANTIAGO)

        assert deadline(local("2026-11-16 10:00", SANTIAGO), Duration.parse("1bd"), hours) == local("2026-11-17 18:00", SANTIAGO)


class TestDeadlineWhereClocksChange:
    def test_when_the_day_ends_at_the_missing_midnight_then_it_ends_at_the_change(self) -> None:
        due = deadline(local("2026-09-04 10:00", SANTIAGO), Duration.parse("1cd"), hours_of(None, SANTIAGO))

        assert due == utc("2026-09-06 04:00")  # 24:00 of the 5th, when the clocks go to 01:00

    def test_when_the_last_hour_comes_twice_then_the_second_counts(self) -> None:
        hours = hours_of(every_day(span("08:00", "24:00")), SANTIAGO)

        assert deadline(local("2027-04-02 10:00", SANTIAGO), Duration.parse("1bd"), hours) == utc("2027-04-04 04:00")

    def test_when_a_day_opens_only_in_the_missing_hour_then_it_is_not_open(self) -> None:
        hours = hours_of(every_day(span("00:00", "00:30")), SANTIAGO)

        assert deadline(local("2026-09-05 10:00", SANTIAGO), Duration.parse("1bd"), hours) == local("2026-09-07 00:30", SANTIAGO)

    def test_when_the_day_has_25_hours_then_it_still_ends_at_midnight(self) -> None:
        due = deadline(local("2026-10-31 10:00", NEW_YORK), Duration.parse("1cd"), hours_of(None, NEW_YORK))

        assert due == local("2026-11-02 00:00", NEW_YORK)


class TestDeadlineAlwaysOpen:
    def test_when_business_days_are_counted_then_every_day_is_one_to_its_end(self) -> None:
        assert deadline(local("2026-11-20 10:00"), Duration.parse("2bd"), always()) == local("2026-11-23 00:00")


class TestDeadlineOnACalendarThatNeverOpens:
    @pytest.mark.parametrize("written", ["1bd", "1cd", "1h"])
    def test_when_asked_then_it_is_refused(self, written: str) -> None:
        with pytest.raises(NeverOpen):
            deadline(local("2026-11-16 10:00"), Duration.parse(written), hours_of(every_day()))

    def test_when_it_opens_once_in_years_then_that_day_is_found(self) -> None:
        hours = hours_of(every_day(), dated={date(2030, 5, 1): (span("08:00", "09:00"),)})

        assert deadline(local("2026-11-16 10:00"), Duration.parse("1bd"), hours) == local("2030-05-01 09:00")
