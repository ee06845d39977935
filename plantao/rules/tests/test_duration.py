from datetime import timedelta

import pytest

from plantao.rules.duration import Duration, NotADuration, Unit


class TestDurationAsWritten:
    @pytest.mark.parametrize(
        ("written", "length"),
        [("0s", timedelta()), ("90s", timedelta(seconds=90)), ("15m", timedelta(minutes=15)), ("96h", timedelta(days=4))],
    )
    def test_when_it_is_time_then_it_has_a_length(self, written: str, length: timedelta) -> None:
        assert Duration.parse(written).wall == length

    @pytest.mark.parametrize(("written", "unit"), [("3bd", Unit.BUSINESS_DAYS), ("30cd", Unit.CALENDAR_DAYS)])
    def test_when_it_is_days_then_its_length_is_not_known(self, written: str, unit: Unit) -> None:
        duration = Duration.parse(written)

        assert duration.is_days
        assert duration.unit is unit
        with pytest.raises(ValueError):
            _ = duration.wall

    @pytest.mark.parametrize("written", ["0s", "24h", "3bd", "30cd"])
    def test_when_written_again_then_it_is_the_same(self, written: str) -> None:
        assert str(Duration.parse(written)) == written

    @pytest.mark.parametrize(
        "written",
        ["", "24", "h", "24 h", " 24h", "24h\n", "-1h", "+1h", "1.5h", "1h30m", "24H", "2d", "٣h", "0bd", "0cd", "87841h", "9999bd"],
    )
    def test_when_it_is_anything_else_then_it_is_refused_with_what_was_written(self, written: str) -> None:
        with pytest.raises(NotADuration) as refusal:
            Duration.parse(written)

        assert refusal.value.facts == {"written": written}
