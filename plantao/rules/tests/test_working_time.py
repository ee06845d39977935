from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.tests import slow_twin
from plantao.rules.tests.calendars import (
    LISBON,
    NEW_YORK,
    SANTIAGO,
    SAO_PAULO,
    always,
    an_office,
    every_day,
    h,
    hours_of,
    local,
    m,
    span,
    utc,
    weekdays,
)
from plantao.rules.working_time import Kind, NeverOpen, Segment, ServiceHours, add_service_time, segments, service_time_between

SECOND = timedelta(seconds=1)


class TestOffice:
    @pytest.mark.parametrize(
        ("start", "amount", "end"),
        [
            ("2026-11-16 09:00", h(1), "2026-11-16 10:00"),
            ("2026-11-16 17:00", h(1), "2026-11-16 18:00"),  # the closing, not the next opening
            ("2026-11-16 17:00", h(1) + SECOND, "2026-11-17 08:00:01"),
            ("2026-11-16 06:00", h(1), "2026-11-16 09:00"),
            ("2026-11-16 18:00", h(1), "2026-11-17 09:00"),
            ("2026-11-16 20:00", h(0), "2026-11-16 20:00"),
            ("2026-11-18 17:30", h(24), "2026-11-24 11:30"),  # 30 m, 10 h, holiday, weekend, 10 h, 3 h 30
            ("2026-11-19 18:00", SECOND, "2026-11-23 08:00:01"),
            ("2026-12-23 18:00", h(4), "2026-12-24 12:00"),  # its own hours
            ("2026-12-23 18:00", h(5), "2026-12-25 09:00"),
            ("2026-12-31 17:00", h(2), "2027-01-01 09:00"),  # over the year's end
        ],
    )
    def test_when_time_is_added_then_only_open_time_passes(self, start: str, amount: timedelta, end: str) -> None:
        assert add_service_time(local(start), amount, an_office()) == local(end)

    @pytest.mark.parametrize(
        ("since", "until", "open_time"),
        [
            ("2026-11-16 09:00", "2026-11-16 09:00", h(0)),
            ("2026-11-16 07:00", "2026-11-16 19:00", h(10)),
            ("2026-11-16 00:00", "2026-11-23 00:00", h(40)),  # the 20th is a holiday
            ("2026-11-20 00:00", "2026-11-23 08:00", h(0)),
            ("2026-12-24 00:00", "2026-12-25 00:00", h(4)),
            ("2025-11-16 12:00", "2026-11-16 12:00", h(10 * 260 + 4)),  # 260 weekdays and a morning
        ],
    )
    def test_when_measured_then_only_open_time_counts(self, since: str, until: str, open_time: timedelta) -> None:
        assert service_time_between(local(since), local(until), an_office()) == open_time

    def test_when_cut_into_segments_then_a_holiday_is_only_what_the_weekday_would_have_been_open(self) -> None:
        parts = segments(local("2026-11-19 17:00"), local("2026-11-23 09:00"), an_office())

        assert parts == (
            Segment(local("2026-11-19 17:00"), local("2026-11-19 18:00"), Kind.COUNTED),
            Segment(local("2026-11-19 18:00"), local("2026-11-20 08:00"), Kind.CLOSED),
            Segment(local("2026-11-20 08:00"), local("2026-11-20 18:00"), Kind.HOLIDAY),
            Segment(local("2026-11-20 18:00"), local("2026-11-23 08:00"), Kind.CLOSED),
            Segment(local("2026-11-23 08:00"), local("2026-11-23 09:00"), Kind.COUNTED),
        )

    def test_when_a_day_has_its_own_hours_then_the_rest_of_the_usual_ones_is_a_holiday(self) -> None:
        parts = segments(local("2026-12-24 07:00"), local("2026-12-24 19:00"), an_office())

        assert [(str(part.kind), part.length) for part in parts] == [
            ("closed", h(1)),
            ("counted", h(4)),
            ("holiday", h(6)),
            ("closed", h(1)),
        ]

    def test_when_instants_have_fractions_then_they_are_floored_to_the_second(self) -> None:
        start = local("2026-11-16 09:00:00.900000")

        assert add_service_time(start, h(1), an_office()) == local("2026-11-16 10:00")
        assert service_time_between(start, local("2026-11-16 10:00:00.100000"), an_office()) == h(1)

    def test_when_a_period_is_reversed_then_it_is_a_bug(self) -> None:
        with pytest.raises(ValueError):
            service_time_between(local("2026-11-16 10:00"), local("2026-11-16 09:00"), an_office())


class TestClocksThatChange:
    @pytest.mark.parametrize(
        ("zone", "opening", "since", "until", "minutes"),
        [
            (SANTIAGO, ("00:00", "00:30"), "2026-09-05 12:00", "2026-09-06 12:00", 0),  # the hour after midnight does not exist
            (SANTIAGO, ("00:00", "01:30"), "2026-09-05 12:00", "2026-09-06 12:00", 30),
            (SANTIAGO, ("00:00", "24:00"), "2026-09-05 12:00", "2026-09-06 12:00", 23 * 60),
            (SANTIAGO, ("20:00", "23:30"), "2027-04-03 12:00", "2027-04-04 12:00", 240),  # 23:00 comes twice
            (SANTIAGO, ("23:30", "24:00"), "2027-04-03 12:00", "2027-04-04 12:00", 60),
            (SANTIAGO, ("00:00", "24:00"), "2027-04-03 00:00", "2027-04-04 00:00", 25 * 60),
            (SANTIAGO, ("00:00", "00:30"), "2027-09-04 12:00", "2027-09-05 12:00", 0),
            (NEW_YORK, ("02:30", "05:00"), "2027-03-14 00:00", "2027-03-14 12:00", 120),  # 02:00 to 03:00 does not exist
            (NEW_YORK, ("01:30", "02:30"), "2026-11-01 00:00", "2026-11-01 12:00", 90),  # 01:00 to 02:00 comes twice
            (NEW_YORK, ("00:00", "24:00"), "2026-11-01 00:00", "2026-11-02 00:00", 25 * 60),
            (LISBON, ("00:00", "24:00"), "2027-03-28 00:00", "2027-03-29 00:00", 23 * 60),
            (SAO_PAULO, ("00:00", "24:00"), "2026-11-01 00:00", "2026-11-02 00:00", 24 * 60),
        ],
    )
    def test_when_a_day_is_measured_then_it_is_open_while_the_wall_clock_says_so(
        self, zone: ZoneInfo, opening: tuple[str, str], since: str, until: str, minutes: int
    ) -> None:
        hours = hours_of(every_day(span(*opening)), zone)

        assert service_time_between(local(since, zone), local(until, zone), hours) == m(minutes)

    def test_when_time_is_added_in_the_doubled_hour_then_both_count(self) -> None:
        hours = hours_of(every_day(span("20:00", "23:30")), SANTIAGO)

        assert add_service_time(local("2027-04-03 23:15", SANTIAGO), m(30), hours) == local(
            "2027-04-03 23:15", SANTIAGO, fold=1
        ).astimezone(UTC)


class TestAlwaysOpen:
    def test_when_time_is_added_over_years_then_nothing_is_left_out(self) -> None:
        assert add_service_time(utc("2026-12-31 23:00"), h(24 * 800), always()) == utc("2026-12-31 23:00") + h(24 * 800)

    def test_when_cut_into_segments_then_there_is_one(self) -> None:
        since, until = utc("2025-06-01"), utc("2028-06-01")

        assert segments(since, until, always()) == (Segment(since, until, Kind.COUNTED),)

    def test_when_a_day_is_dated_then_it_closes_all_the_same(self) -> None:
        hours = hours_of(None, dated={utc("2026-12-25").date(): ()})

        assert service_time_between(local("2026-12-25 00:00"), local("2026-12-26 00:00"), hours) == h(0)


class TestCalendarWithoutHours:
    def test_when_ten_years_bring_none_then_it_is_refused_by_name(self) -> None:
        with pytest.raises(NeverOpen) as refusal:
            add_service_time(utc("2026-11-16 09:00"), SECOND, hours_of(every_day()))

        assert refusal.value.facts == {"calendar": "tested", "since": "2026-11-16T09:00:00+00:00"}

    def test_when_it_opens_one_second_after_nine_years_then_that_is_found(self) -> None:
        hours = hours_of(every_day(), dated={utc("2035-03-01").date(): ((0, 1),)})

        assert add_service_time(utc("2026-11-16 09:00"), SECOND, hours) == local("2035-03-01 00:00:01")

    def test_when_a_week_has_six_days_then_it_is_a_bug(self) -> None:
        with pytest.raises(ValueError):
            ServiceHours(name="short", zone=SAO_PAULO, weekly=((),) * 6)


class TestSpansInAnyOrder:
    def test_when_they_touch_or_overlap_then_nothing_counts_twice(self) -> None:
        hours = hours_of(weekdays(span("13:00", "18:00"), span("08:00", "12:00"), span("11:00", "13:00")))

        assert service_time_between(local("2026-11-16 00:00"), local("2026-11-17 00:00"), hours) == h(10)


class TestAnyCalendar:
    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_when_walked_minute_by_minute_then_the_segments_are_the_same(self, data: st.DataObject) -> None:
        calendar = data.draw(slow_twin.calendars())
        since, until = data.draw(slow_twin.periods(calendar.zone))

        parts = segments(since, until, calendar.fast())

        assert slow_twin.expanded(parts) == slow_twin.kinds(calendar, since, until)
        assert all(one.until == other.since and one.kind != other.kind for one, other in zip(parts, parts[1:], strict=False))

    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def test_when_time_is_added_then_measuring_gives_it_back_and_a_second_less_is_not_enough(self, data: st.DataObject) -> None:
        calendar = data.draw(slow_twin.calendars().filter(lambda calendar: any(calendar.weekly)))
        since, _ = data.draw(slow_twin.periods(calendar.zone))
        amount = timedelta(seconds=data.draw(st.integers(1, 200 * 3_600)))
        hours = calendar.fast()

        end = add_service_time(since, amount, hours)

        assert service_time_between(since, end, hours) == amount
        assert service_time_between(since, end - SECOND, hours) == amount - SECOND

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_when_a_period_is_cut_in_two_then_the_parts_sum_to_the_whole(self, data: st.DataObject) -> None:
        calendar = data.draw(slow_twin.calendars())
        since, until = data.draw(slow_twin.periods(calendar.zone))
        middle = since + (until - since) * data.draw(st.floats(0, 1))
        hours = calendar.fast()

        counted = sum((part.length for part in segments(since, until, hours) if part.kind is Kind.COUNTED), timedelta())

        assert service_time_between(since, middle, hours) + service_time_between(middle, until, hours) == counted


class TestZoneWithoutChanges:
    @settings(max_examples=60, deadline=None)
    @given(start=st.integers(0, 4 * 365 * 24 * 60), amount=st.integers(1, 300))
    def test_when_pandas_adds_business_hours_then_it_agrees(self, start: int, amount: int) -> None:
        naive = datetime(2020, 1, 1) + timedelta(minutes=start)
        holidays = [datetime(year, month, day) for year in range(2020, 2026) for month, day in ((1, 1), (4, 21), (11, 20), (12, 25))]
        hours = hours_of(weekdays(span("08:00", "18:00")), dated={holiday.date(): () for holiday in holidays})

        ours = add_service_time(naive.replace(tzinfo=SAO_PAULO), h(amount), hours)
        theirs = (
            pd.Timestamp(naive) + pd.offsets.CustomBusinessHour(amount, start="08:00", end="18:00", holidays=holidays)
        ).to_pydatetime()

        assert (
            add_service_time(ours, SECOND, hours) == theirs.replace(tzinfo=SAO_PAULO) + SECOND
        )  # pandas gives the next opening for a closing
