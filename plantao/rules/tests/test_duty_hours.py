import pytest

from plantao.rules.duty_hours import NotDutyHours, Watch, read_hours

H = 3_600


class TestHoursAsWritten:
    @pytest.mark.parametrize(
        ("lines", "watches"),
        [
            (["mon 08:00-18:00"], [Watch(0, 8 * H, 18 * H)]),
            (["sat-sun 08:00-20:00"], [Watch(5, 8 * H, 20 * H), Watch(6, 8 * H, 20 * H)]),
            (["mon,fri 08:00-12:30"], [Watch(0, 8 * H, 12 * H + 1_800), Watch(4, 8 * H, 12 * H + 1_800)]),
            (["fri 22:00-06:00"], [Watch(4, 22 * H, 30 * H)]),  # ends on Saturday
            (["sun 08:00-08:00"], [Watch(6, 8 * H, 32 * H)]),  # a whole day
            (["tue 18:00-24:00"], [Watch(1, 18 * H, 24 * H)]),
            (["tue 18:00-00:00"], [Watch(1, 18 * H, 24 * H)]),  # the same
            (["wed 00:00-24:00"], [Watch(2, 0, 24 * H)]),
            (["Mon - Tue , sat  08:00-09:00"], [Watch(0, 8 * H, 9 * H), Watch(1, 8 * H, 9 * H), Watch(5, 8 * H, 9 * H)]),
            (["sat 08:00-09:00", "mon 08:00-09:00", "sat 08:00-09:00"], [Watch(0, 8 * H, 9 * H), Watch(5, 8 * H, 9 * H)]),
        ],
    )
    def test_when_read_then_each_weekday_has_its_watch_in_the_weeks_order(self, lines: list[str], watches: list[Watch]) -> None:
        assert read_hours(lines) == tuple(watches)

    def test_when_always_then_every_day_is_a_watch(self) -> None:
        assert read_hours(["always"]) == tuple(Watch(weekday, 0, 24 * H) for weekday in range(7))

    @pytest.mark.parametrize(
        "written",
        ["", "mon", "08:00-18:00", "mon 8:00-18:00", "mon 08:00", "mon 24:00-06:00", "mon 08:00-24:30", "mon 08:60-09:00",
         "fri-mon 08:00-18:00", "seg 08:00-18:00", "mon 08:00-18:00 extra", "mon\u00a008:00-18:00\u0663"],
    )  # fmt: skip
    def test_when_it_says_no_hours_then_it_is_refused_with_what_was_written(self, written: str) -> None:
        with pytest.raises(NotDutyHours) as refused:
            read_hours([written])

        assert refused.value.facts == {"written": written}

    def test_when_nothing_is_written_then_it_is_refused(self) -> None:
        with pytest.raises(NotDutyHours):
            read_hours([])


class TestAWatch:
    @pytest.mark.parametrize("watch", [(7, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 24 * H, 25 * H), (0, 5, 5), (0, 0, 24 * H + 1)])
    def test_when_it_is_impossible_then_it_is_no_watch(self, watch: tuple[int, int, int]) -> None:
        with pytest.raises(ValueError, match="no watch"):
            Watch(*watch)
