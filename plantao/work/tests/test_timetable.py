"""What recurs runs when it should, once, whatever was missed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from plantao.work.loop import run_due
from plantao.work.models import Task, Timer
from plantao.work.registry import Registry
from plantao.work.testing import wired
from plantao.work.tests.test_leases import MINUTE, NOON
from plantao.work.timetable import Daily, Every, Recurring

SANTIAGO = ZoneInfo("America/Santiago")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
HOUR = timedelta(hours=1)


class TestInstantsOfATimetable:
    @pytest.mark.parametrize(
        ("when", "at", "expected"),
        [
            (Every(HOUR), datetime(2026, 11, 18, 15, 20, tzinfo=UTC), datetime(2026, 11, 18, 16, tzinfo=UTC)),
            (Every(HOUR), datetime(2026, 11, 18, 15, tzinfo=UTC), datetime(2026, 11, 18, 16, tzinfo=UTC)),
            (Daily(time(3), SAO_PAULO), datetime(2026, 11, 18, 5, 59, tzinfo=UTC), datetime(2026, 11, 18, 6, tzinfo=UTC)),
            (Daily(time(3), SAO_PAULO), datetime(2026, 11, 18, 6, tzinfo=UTC), datetime(2026, 11, 19, 6, tzinfo=UTC)),
            (Daily(time(3), SAO_PAULO), datetime(2026, 11, 19, 1, tzinfo=UTC), datetime(2026, 11, 19, 6, tzinfo=UTC)),
            # Santiago, 2026-09-06: 00:00 to 01:00 do not exist; 00:30 is shown as 01:30, at 04:30 in UTC.
            (Daily(time(0, 30), SANTIAGO), datetime(2026, 9, 6, 4, tzinfo=UTC), datetime(2026, 9, 6, 4, 30, tzinfo=UTC)),
            (Daily(time(0, 30), SANTIAGO), datetime(2026, 9, 6, 4, 30, tzinfo=UTC), datetime(2026, 9, 7, 3, 30, tzinfo=UTC)),
        ],
    )
    def test_when_asked_for_the_next_then_it_is_the_first_after(self, when: Every | Daily, at: datetime, expected: datetime) -> None:
        assert when.next_after(at) == expected

    def test_when_the_hour_comes_twice_then_it_counts_once(self) -> None:
        daily = Daily(time(23, 30), SANTIAGO)  # on 2027-04-03 that is 02:30 and again 03:30 in UTC

        first = daily.next_after(datetime(2027, 4, 3, 12, tzinfo=UTC))

        assert first == datetime(2027, 4, 4, 2, 30, tzinfo=UTC)
        assert daily.next_after(first) == datetime(2027, 4, 5, 3, 30, tzinfo=UTC)


@pytest.mark.django_db
class TestEntryOfTheTimetable:
    def test_when_its_instant_comes_then_it_runs_once_in_each_period(self) -> None:
        ran: list[datetime] = []

        with wired(timetable=(Recurring("sweep", Every(HOUR), ran.append),)):
            for minutes in (0, 30, 60, 61, 119, 120):
                run_due(NOON + minutes * MINUTE)

        assert ran == [NOON + HOUR, NOON + 2 * HOUR]

    def test_when_periods_were_missed_then_it_runs_once_for_all_of_them(self) -> None:
        ran: list[datetime] = []

        with wired(timetable=(Recurring("sweep", Every(HOUR), ran.append),)):
            run_due(NOON)
            run_due(NOON + 5 * HOUR + MINUTE)

        assert ran == [NOON + 5 * HOUR + MINUTE]
        assert Timer.objects.get().due_at == NOON + 6 * HOUR

    def test_when_it_fails_then_it_is_tried_again_before_its_next_instant(self) -> None:
        ran: list[datetime] = []

        def fail_once(at: datetime) -> None:
            ran.append(at)
            if len(ran) == 1:
                raise LookupError

        with wired(timetable=(Recurring("sweep", Every(HOUR), fail_once),)):
            run_due(NOON)
            run_due(NOON + HOUR)
            run_due(NOON + HOUR + Task.BACK_OFF[0])

        assert ran == [NOON + HOUR, NOON + HOUR + Task.BACK_OFF[0]]

    def test_when_the_clock_was_set_back_then_it_does_not_wait_for_the_wrong_instant(self) -> None:
        ran: list[datetime] = []

        with wired(timetable=(Recurring("sweep", Every(HOUR), ran.append),)):
            run_due(NOON + timedelta(days=365))
            run_due(NOON)
            run_due(NOON + HOUR)

        assert ran == [NOON + HOUR]

    def test_when_it_was_taken_off_the_list_then_its_timer_goes_quietly(self) -> None:
        with wired(timetable=(Recurring("sweep", Every(HOUR), lambda _: None),)):
            run_due(NOON)

        with wired():
            run_due(NOON + HOUR)

        assert not Timer.objects.exists()
        assert not Task.objects.exists()

    def test_when_two_have_one_name_then_that_is_told_at_once(self) -> None:
        entry = Recurring("sweep", Every(HOUR), lambda _: None)

        with pytest.raises(ValueError, match="'sweep'"):
            Registry(timetable=(entry, entry))
