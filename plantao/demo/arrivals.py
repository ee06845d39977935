"""When contacts come: by the hour and the weekday, and in storms. Plain Python, all chance from the given source."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

HOURS = (3, 2, 2, 2, 2, 3, 5, 9, 14, 17, 17, 15, 11, 13, 15, 15, 13, 12, 10, 11, 12, 10, 7, 4)
"""How busy each hour of the day is beside the others."""

DAYS = (1.2, 1.1, 1.05, 1.05, 1.1, 0.75, 0.65)
"""How busy each weekday is, Monday first."""


def ordinary(random: Random, *, since: datetime, until: datetime, a_day: float, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the instants, in UTC and in order, from `since` until `until`, of about `a_day` contacts on a working day."""
    at = since
    busiest = max(HOURS) * max(DAYS)
    rate = a_day * busiest / sum(HOURS) / 3600  # contacts a second in the busiest hour; thinned in the others
    while (at := at + timedelta(seconds=max(1, round(random.expovariate(rate))))) < until:
        local = at.astimezone(zone)
        if random.random() * busiest < HOURS[local.hour] * DAYS[local.weekday()]:
            yield at


def storms(random: Random, *, since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield when a storm begins: in the afternoon or evening of about every sixth day, UTC; the first within two days."""
    at = since + timedelta(hours=random.uniform(10, 34))
    while at < until:
        yield at.replace(microsecond=0)
        at += timedelta(days=random.uniform(4, 8))


def within(random: Random, *, count: int, minutes: float) -> list[timedelta]:
    """Return how long after the beginning of a storm each of those who notice it writes, in order."""
    return sorted(timedelta(seconds=round(random.uniform(0, minutes * 60))) for _ in range(count))


def about(random: Random, *, minutes: float) -> timedelta:
    """Return a time as people take it: mostly near `minutes`, now and then much longer. Whole seconds, at least twenty."""
    return timedelta(seconds=max(20, round(minutes * 60 * random.lognormvariate(0, 0.6))))
