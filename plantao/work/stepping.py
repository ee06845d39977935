"""
The lanes of work in one thread, from instant to instant, without a worker: for simulations, where time passes in jumps.

One statement tells what is due when. So an instant at which little happens costs little, and the time between two of
them nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection

from plantao.work import attendance, timers
from plantao.work.loop import Lane, lanes
from plantao.work.registry import Registry
from plantao.work.timetable import Daily, Recurring

SWEEP = timedelta(hours=1)
"""What recurs more often only picks up what a crash may have left; where everything runs in one thread there is nothing of that."""

EARLIEST_TIMER = "SELECT %s, false, min(due_at) FROM work_timer WHERE dead_at IS NULL"
EARLIEST_ROW = """
    SELECT %s, bool_or(run_at IS NULL), min(run_at) FROM {table} WHERE leased_by IS NULL AND done_at IS NULL AND dead_at IS NULL
"""


class Stepping:
    """The lanes of what `registry` names, as a worker has them that began at `at`. What fails in them is raised, but for GiveUp."""

    def __init__(self, registry: Registry, *, at: datetime) -> None:
        registry = replace(registry, timetable=tuple(_without_sweeps(registry.timetable)))
        self._lanes: dict[str, Lane] = {lane.name: lane for lane in lanes(worker=attendance.new_number(), raises=True, registry=registry)}
        queues = registry.all_queues()
        self._names = [timers.LANE, *(queue.name for queue in queues)]
        self._question = " UNION ALL ".join([EARLIEST_TIMER, *(EARLIEST_ROW.format(table=queue.model._meta.db_table) for queue in queues)])
        for lane in self._lanes.values():
            lane.settle_in(at=at)
            lane.tidy(at=at)

    def next_due(self, *, after: datetime) -> datetime | None:
        """Return the next instant at which something is due: `after` itself, where something is due by then; None where nothing is."""
        instants = [max(after, due_at) for due_at in self._due(at=after).values()]
        return min(instants, default=None)

    def work_off(self, *, at: datetime) -> datetime | None:
        """
        Do all that is due at `at`, as one worker does it: the watch first, then each queue in its turn. Return the next
        instant at which something is due; None where nothing is.
        """
        while True:
            waiting = self._due(at=at)
            first = next((name for name, due_at in waiting.items() if due_at <= at), None)
            if first is None:
                return min(waiting.values(), default=None)
            self._lanes[first].turn(now=lambda: at, stopping=lambda: False)

    def leave(self, *, at: datetime) -> None:
        """Write down what the lanes have counted, as they do from time to time."""
        for lane in self._lanes.values():
            lane.tidy(at=at)

    def _due(self, *, at: datetime) -> dict[str, datetime]:
        """Return by lane when the earliest is due, in the order in which the lanes take turns; what is due at once, at `at`."""
        with connection.cursor() as cursor:
            cursor.execute(self._question, self._names)
            found = {lane: at if at_once else due_at for lane, at_once, due_at in cursor.fetchall()}
        return {name: found[name] for name in self._lanes if found[name] is not None}


def _without_sweeps(entries: Iterable[Recurring]) -> Iterable[Recurring]:
    return (entry for entry in entries if isinstance(entry.when, Daily) or entry.when.period >= SWEEP)
