"""
How late the watch is: from the instant of each timer until what it brought was committed. A histogram a day, for ever.

Each process counts by itself and writes it down when nothing is about to fall due, at the latest every minute: the workers never wait
for each other's counting, and a kill loses a minute's counts and no effect.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import Max, Sum

from plantao.work.models import Lateness

BOUNDS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 600_000, 3_600_000)
BEYOND_MS = 2**53
"""The bound of what is later than all of them."""

ADD = f"""
    INSERT INTO {Lateness._meta.db_table} (day, bound_ms, timers, sum_ms, longest_ms) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (day, bound_ms) DO UPDATE SET
        timers = {Lateness._meta.db_table}.timers + EXCLUDED.timers,
        sum_ms = {Lateness._meta.db_table}.sum_ms + EXCLUDED.sum_ms,
        longest_ms = greatest({Lateness._meta.db_table}.longest_ms, EXCLUDED.longest_ms)
"""  # noqa: S608 - a table's name, and nobody's words

_MILLISECOND = timedelta(milliseconds=1)


class Tally:
    """What one lane has counted and not yet written down."""

    def __init__(self) -> None:
        self._found: dict[tuple[date, int], list[int]] = {}

    def note(self, *, due_at: datetime, done_at: datetime) -> None:
        """Count a timer; one that a clock set back lets look early was in time."""
        late_ms = max(timedelta(), done_at - due_at) // _MILLISECOND
        key = done_at.astimezone(UTC).date(), bound_of(late_ms)
        self._found.setdefault(key, []).append(late_ms)

    def write(self) -> None:
        """Add to what is written down; in the order in which everybody does."""
        if not self._found:
            return
        rows = [(day, bound, len(late), sum(late), max(late)) for (day, bound), late in sorted(self._found.items())]
        with connection.cursor() as cursor:
            cursor.executemany(ADD, rows)
        self._found.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How many timers were done within each bound and not within the one before it, with `BEYOND_MS` last; and in all."""

    counts: Sequence[tuple[int, int]]
    timers: int
    sum_ms: int
    longest_ms: int

    def quantile_ms(self, share: float) -> int:
        """Return within how many milliseconds that share of the timers was done, as finely as the bounds tell; 0 where there were none."""
        passed = 0
        for bound, timers in self.counts:
            passed += timers
            if self.timers and passed >= share * self.timers:
                return min(bound, self.longest_ms)
        return self.longest_ms


def histogram(*, since: date | None = None) -> Histogram:
    """Return how late the watch was since a day (UTC), or ever."""
    rows = Lateness.objects.all() if since is None else Lateness.objects.filter(day__gte=since)
    found = dict(rows.values_list("bound_ms").annotate(of_bound=Sum("timers")))
    total = rows.aggregate(timers=Sum("timers"), sum_ms=Sum("sum_ms"), longest_ms=Max("longest_ms"))
    return Histogram(
        counts=[(bound, found.get(bound, 0)) for bound in (*BOUNDS_MS, BEYOND_MS)],
        timers=int(total["timers"] or 0),
        sum_ms=int(total["sum_ms"] or 0),
        longest_ms=int(total["longest_ms"] or 0),
    )


def bound_of(late_ms: int) -> int:
    """Return the least bound that is not below it."""
    place = bisect_left(BOUNDS_MS, late_ms)
    return BOUNDS_MS[place] if place < len(BOUNDS_MS) else BEYOND_MS
