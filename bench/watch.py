"""
How late the watch is when a thousand steps fall due in a minute while very many tickets are open, and what looking costs.

A step is what one timer brings: half of them are promises that are broken then, half the first rung of a ladder, each told
by mail to whom it concerns, with somebody on duty for each role. A ticket's both fall due at the same instant; which instants
those are is left to chance, as it is with tickets, but they are whole seconds, as clocks count.
"""

import math
import os
import statistics
import time
from collections.abc import Sequence
from threading import Event
from typing import Any

import psutil
import psycopg

from bench.house import House
from bench.mail import serve
from bench.sample import INBOUND, MESSAGE, Sample
from bench.senders import beside, memory
from bench.table import Figure
from plantao.escalation.verbs import Verb as Escalation
from plantao.sla.verbs import Verb as Promised

RATE = 1000 / 60  # steps a second
OF_A_TICKET = 2
LEAD = 15.0  # seconds between the filling and the first step
PATIENCE = 40  # seconds for which steps that are late are waited for
TICKS = 200
IF_MISSED = (
    "clocks count whole seconds, so of a thousand in a minute some seventeen fall due at once, and the last waits for all before it: "
    "seventeen within 50 ms would be 3 ms a step. A step is 29 statements, one after the other: some 5 ms of a processor in Python and as "
    "much in PostgreSQL (a profile shows six tenths of the time in waiting for answers, the rest in the rules and in the words of the "
    "notice). Nothing is looked for at the instant (see the look with nothing due), and no step waits for the disk. The load average was "
    "{load:.1f} on {processors} processors meanwhile."
)
AIMS = {100_000: 50, 1_000_000: 100}


def figures(house: House, sample: Sample, *, tickets: int, lasting: int) -> tuple[list[Figure], dict[str, float]]:
    """Fill, measure a tick with nothing due, then let steps fall due for so many seconds; also the worker's memory then, in MiB."""
    with psycopg.connect(house.url, autocommit=True) as owner:
        _leave_nothing_over(owner)
        sample.fill_up(owner, to=tickets)
        owner.execute("CHECKPOINT")  # what the filling left to be written is no load of this one
        ticks = _ticks()
        sink = house.ports["SINK"]
        with beside(lambda: serve(sink)), house.running("work") as worker:
            Event().wait(4.0)  # it has begun, and sleeps
            due = _let_fall_due(owner, sample, first=tickets + 1, count=int(RATE * lasting / OF_A_TICKET))
            busy_before = _seconds(worker.pid)
            Event().wait(LEAD + lasting)
            load, late = os.getloadavg()[0], _when_all_are_taken(owner, due, above=sample.first_ticket + tickets)
            busy, used = _seconds(worker.pid) - busy_before, {"worker": memory(worker.pid)}
    cost = Figure(
        name=f"processor time of the worker for a step, with its rings and its mails, {tickets:,} tickets open",
        measured=f"{1000 * busy / due:.0f} ms",
    )
    return [_as_figure(late, due, tickets, lasting, load), cost, _ticks_as_figure(ticks, tickets)], used


def _leave_nothing_over(owner: psycopg.Connection[Any]) -> None:
    """What other figures left is no work for this one: nothing waits, nothing is about to fall due, and nobody is rung of it again."""
    for queue in (INBOUND, MESSAGE):
        owner.execute(f"UPDATE {queue} SET done_at = now(), leased_by = NULL, leased_until = NULL WHERE done_at IS NULL")
    owner.execute("DELETE FROM work_timer WHERE due_at < now() + interval '15 minutes'")
    owner.execute("UPDATE escalation_step SET rings_at = NULL")


def _seconds(pid: int) -> float:
    """Return how many seconds of a processor a process has had."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _let_fall_due(owner: psycopg.Connection[Any], sample: Sample, *, first: int, count: int) -> int:
    """Make so many tickets that were opened so long ago that their first steps fall due within `lasting` seconds; how many."""
    timer = min((row for row in sample.rows if row.table == "work_timer"), key=lambda row: row.columns["due_at"])
    (away,) = owner.execute(f"SELECT extract(epoch FROM {timer.columns['due_at']} - clock_timestamp())").fetchone() or (0,)
    spread = "('x' || substr(md5(g::text), 1, 7))::bit(28)::int / 2.0 ^ 28"  # of a ticket always the same, from 0 to 1
    shift = f"interval '1 second' * (floor({spread} * {count * OF_A_TICKET / RATE}) + {math.floor(LEAD - float(away))})"
    with owner.transaction():
        sample.fill(owner, first=first, count=count, shift=f"({shift})")
    return OF_A_TICKET * count


def _when_all_are_taken(owner: psycopg.Connection[Any], due: int, *, above: int) -> list[float]:
    """Return how late each step was, as soon as all were taken; after PATIENCE seconds those that were."""
    for _ in range(PATIENCE):
        late = _lateness(owner, above=above)
        if len(late) >= due:
            break
        Event().wait(1.0)
    return late


def _lateness(owner: psycopg.Connection[Any], *, above: int) -> list[float]:
    """Return for each step the milliseconds from the instant at which it was due to its commit."""
    rows = owner.execute(
        """
        SELECT DISTINCT ON (e.timeline_id, e.verb) 1000 * extract(epoch FROM pg_xact_commit_timestamp(e.xmin) - e.at)
        FROM events_event e JOIN tickets_ticket t USING (timeline_id)
        WHERE e.verb = ANY (%s) AND t.id > %s ORDER BY e.timeline_id, e.verb, e.id
        """,
        [[Promised.BREACHED, Escalation.STEP_HAPPENED], above],
    ).fetchall()
    return sorted(float(late) for (late,) in rows)


def _ticks() -> list[float]:
    """Return the milliseconds that each look of the watch takes when nothing is due."""
    from plantao import clock
    from plantao.wiring.work import WORK
    from plantao.work.watch import WatchLane

    lane = WatchLane(WORK, raises=True)
    found = []
    for _ in range(TICKS):
        since = time.perf_counter()
        at = clock.now()
        assert not lane.turn(now=clock.now, stopping=lambda: False)
        lane.next_due(at=at)
        found.append(1000 * (time.perf_counter() - since))
    return found


def _as_figure(late: Sequence[float], due: int, tickets: int, lasting: int, load: float) -> Figure:
    late = late or [float("inf")]
    p50, p99 = statistics.median(late), late[min(len(late) - 1, int(len(late) * 0.99))]
    return Figure(
        name=f"lateness of the watch, {tickets:,} tickets open, {due} steps due in {lasting} s",
        measured=f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {late[-1]:.0f} ms" + (f" ({due - len(late)} never)" if len(late) < due else ""),
        aim=f"p99 under {AIMS.get(tickets, 50)} ms",
        is_reached=len(late) == due and p99 < AIMS.get(tickets, 50),
        if_missed=IF_MISSED.format(load=load, processors=os.cpu_count()),
    )


def _ticks_as_figure(ticks: Sequence[float], tickets: int) -> Figure:
    return Figure(
        name=f"one look of the watch with nothing due, {tickets:,} tickets open",
        measured=f"p50 {statistics.median(ticks):.1f} ms, max {max(ticks):.1f} ms",
    )
