from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.duty_hours import DAY, Watch, read_hours
from plantao.rules.quiet_hours import NeverAwake, check_they_end, quiet_until

SAO_PAULO, SANTIAGO, LISBON = (ZoneInfo(name) for name in ("America/Sao_Paulo", "America/Santiago", "Europe/Lisbon"))
NIGHTS = read_hours(["mon-sun 22:00-07:00"])
MINUTE = timedelta(minutes=1)


def at(text: str, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


class TestQuietHours:
    @pytest.mark.parametrize(
        ("hours", "zone", "asked", "over"),
        [
            (["mon-sun 22:00-07:00"], SAO_PAULO, "2026-11-23T21:59:59", "2026-11-23T21:59:59"),
            (["mon-sun 22:00-07:00"], SAO_PAULO, "2026-11-23T22:00:00", "2026-11-24T07:00:00"),
            (["mon-sun 22:00-07:00"], SAO_PAULO, "2026-11-24T06:59:00", "2026-11-24T07:00:00"),
            (["mon-sun 22:00-07:00"], SAO_PAULO, "2026-11-24T07:00:00", "2026-11-24T07:00:00"),
            (["sat,sun 00:00-24:00", "mon-fri 20:00-08:00"], SAO_PAULO, "2026-11-27T20:30:00", "2026-11-30T00:00:00"),
            (["fri 20:00-08:00", "sat 08:00-08:00"], SAO_PAULO, "2026-11-27T20:30:00", "2026-11-29T08:00:00"),
            (["sat 22:00-00:00"], SANTIAGO, "2026-09-05T23:00:00", "2026-09-06T01:00:00"),  # that midnight does not exist
            (["sat 22:00-23:30"], SANTIAGO, "2027-04-03T22:30:00", "2027-04-03T23:30:00"),  # 23:00 comes twice: the first
            (["mon-sun 23:00-06:00"], LISBON, "2026-03-28T23:30:00", "2026-03-29T06:00:00"),
        ],
    )
    def test_when_something_is_to_be_told_then_it_waits_until_they_are_over(
        self, hours: list[str], zone: ZoneInfo, asked: str, over: str
    ) -> None:
        assert quiet_until(read_hours(hours), zone=zone, at=at(asked, zone)) == at(over, zone)

    def test_when_the_clock_is_set_back_inside_them_then_they_are_over_at_the_second_showing(self) -> None:
        second = at("2027-04-03T23:10:00", SANTIAGO, fold=1)

        over = quiet_until(read_hours(["sat 22:00-23:30"]), zone=SANTIAGO, at=second)

        assert over == at("2027-04-03T23:30:00", SANTIAGO, fold=1)

    def test_when_there_are_none_then_nothing_waits(self) -> None:
        assert quiet_until((), zone=SAO_PAULO, at=at("2026-11-24T03:00:00", SAO_PAULO)) == at("2026-11-24T03:00:00", SAO_PAULO)

    @settings(max_examples=60, deadline=None)
    @given(st.integers(min_value=0))
    def test_when_walked_minute_by_minute_then_it_is_the_same(self, seed: int) -> None:
        random = Random(seed)
        watches = [
            Watch(random.randrange(7), begins, begins + random.randrange(30, 1_200) * 60)
            for begins in (random.randrange(24 * 60) * 60 for _ in range(random.randrange(1, 4)))
        ]
        watches = [watch for watch in watches if watch.ends <= watch.begins + DAY]
        instant = at("2026-11-16T00:00:00", SAO_PAULO) + random.randrange(14 * 1_440) * MINUTE

        walked = instant
        while any(_shows(watch, walked.astimezone(SAO_PAULO)) for watch in watches):
            walked += MINUTE
        assert quiet_until(watches, zone=SAO_PAULO, at=instant) == walked


class TestQuietHoursThatNeverEnd:
    @pytest.mark.parametrize(
        "hours",
        [
            ["always"],
            ["mon-sun 08:00-08:00"],
            ["mon-sun 00:00-12:00", "mon-sun 12:00-24:00"],
            ["mon-sun 06:00-05:00", "mon-sun 04:00-07:00"],
        ],
    )
    def test_when_they_are_chosen_then_they_are_refused(self, hours: list[str]) -> None:
        with pytest.raises(NeverAwake) as refused:
            check_they_end(read_hours(hours), written=hours)

        assert refused.value.facts == {"written": hours}

    @pytest.mark.parametrize("hours", [["mon-sun 22:00-07:00"], ["mon-sun 00:00-23:59"], ["mon-sat 00:00-24:00"], ["tue-sun 00:00-24:00"]])
    def test_when_a_minute_is_left_then_they_may_be_chosen(self, hours: list[str]) -> None:
        check_they_end(read_hours(hours), written=hours)


def _shows(watch: Watch, local: datetime) -> bool:
    second = (local.weekday() * DAY + local.hour * 3_600 + local.minute * 60) - watch.weekday * DAY
    return any(watch.begins <= second + shift < watch.ends for shift in (0, 7 * DAY))
