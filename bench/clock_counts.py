"""One clock derived from its facts, beside businesstimedelta asked for the same."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from zoneinfo import ZoneInfo

import businesstimedelta as other
import holidays
import pytz

from bench.house import HANDBOOK
from bench.table import Figure
from plantao.handbook.calendars import service_hours
from plantao.handbook.reading import read
from plantao.rules.counted_time import Hold
from plantao.rules.service_level import ClockFacts, Target, judge

ZONE = ZoneInfo("America/Sao_Paulo")
OPENED = datetime(2026, 3, 16, 9, 12, tzinfo=ZONE)
HELD = (datetime(2026, 3, 18, 10, tzinfo=ZONE), datetime(2026, 3, 19, 14, 30, tzinfo=ZONE))
AT = datetime(2026, 4, 8, 15, 20, tzinfo=ZONE)  # 23 days, Good Friday among them
WITHIN = timedelta(hours=40)
AIM = 200
TURN = 0.2  # seconds
BETWEEN_LOOKS = 20  # reading the processor's clock costs a tenth of one evaluation


def figures(*, seconds: float) -> list[Figure]:
    """Measure both in this thread; they must agree first."""
    ours, theirs = _ours(), _theirs()
    if ours() != theirs():
        raise AssertionError(f"they disagree: {ours()} and {theirs()}")
    measured, floor = _per_second([ours, theirs], seconds=seconds)
    return [
        Figure(
            name="clock evaluations in one thread (due and elapsed, office hours, a hold, 23 days)",
            measured=f"{measured:,.0f}/s",
            floor=f"{floor:,.1f}/s (businesstimedelta)",
            ratio=f"{measured / floor:,.0f}",
            aim=f"at least {AIM}",
            is_reached=measured / floor >= AIM,
        )
    ]


def _ours() -> Callable[[], tuple[datetime, timedelta]]:
    handbook = read(HANDBOOK.read_bytes(), name=HANDBOOK.name).handbook
    assert handbook
    target = Target(within=WITHIN, hours=service_hours(handbook, "office"))
    opened, since, until, at = (instant.astimezone(UTC) for instant in (OPENED, *HELD, AT))  # as facts are stored
    facts = ClockFacts(target=target, started_at=opened, holds=[Hold(since=since, until=until, reason="customer")])

    def act() -> tuple[datetime, timedelta]:
        verdict = judge(facts, at=at)
        assert verdict.due_at
        return verdict.due_at, verdict.elapsed

    return act


def _theirs() -> Callable[[], tuple[datetime, timedelta]]:
    days = holidays.country_holidays("BR", subdiv="MG", years=[2026], categories=("public", "optional"))
    rules = other.Rules(
        [
            other.WorkDayRule(start_time=hour(8), end_time=hour(18), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone(ZONE.key)),
            other.HolidayRule(days, tz=pytz.timezone(ZONE.key)),
        ]
    )

    def act() -> tuple[datetime, timedelta]:
        held = rules.difference(*HELD).timedelta
        due_at = OPENED + other.BusinessTimeDelta(rules, timedelta=WITHIN + held)
        return due_at, rules.difference(OPENED, AT).timedelta - held

    return act


def _per_second(acts: Sequence[Callable[[], object]], *, seconds: float) -> list[float]:
    """
    Return how often each is done in a second of the processor's time, which nobody else on the machine can take.

    They take turns: whatever makes the processor slower for a while makes it slower for all of them.
    """
    done, spent = [0] * len(acts), [0.0] * len(acts)
    while min(spent) < seconds:
        for which, act in enumerate(acts):
            since = time.thread_time()
            while (passed := time.thread_time() - since) < TURN:
                for _ in range(BETWEEN_LOOKS):
                    act()
                done[which] += BETWEEN_LOOKS
            spent[which] += passed
    return [count / passed for count, passed in zip(done, spent, strict=True)]
