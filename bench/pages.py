"""
The pages on which a desk lives, and a ticket opened in a call: asked for over HTTP of the shipped web server, by somebody of
the staff. What a page takes is from the request to the last byte of its answer.
"""

import os
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

import psycopg

from bench.house import House
from bench.sample import TICKET, Sample
from bench.senders import Act, rate
from bench.table import Figure
from bench.visitor import Visitor, queries_of, sign_in

SLOWER, UNDER = 1.2, 40.0
"""How much slower a page may be among many tickets than among few, and how many milliseconds it may take."""

WARMING = 30
CALLERS = (1, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page: milliseconds of each of its answers, milliseconds of a processor that the web server took for one, queries for one."""

    took: Sequence[float]
    processor: float
    queries: int

    @property
    def p50(self) -> float:
        return statistics.median(self.took)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.took, n=100)[-1]


def seen(house: House, sample: Sample, *, seconds: float) -> Mapping[str, Seen]:
    """Ask for each page again and again for so many seconds; by name."""
    cookies = sign_in()
    with psycopg.connect(house.url) as owner:
        rows = owner.execute(f"SELECT protocol FROM {TICKET} WHERE id > %s ORDER BY md5(protocol) LIMIT 1000", [sample.first_ticket])
        tickets = [f"/tickets/{protocol}/" for (protocol,) in rows]
    pages = {"queue": ["/tickets/"], "ticket": tickets, "duty": ["/"]}
    port = house.ports["PLANTAO_PORT"]
    with house.running("web", port=port) as web:
        visitor = Visitor(port, cookies)
        asked = {name: _asked(visitor, paths, seconds=seconds, server=web.pid) for name, paths in pages.items()}
    return {name: Seen(took=took, processor=used, queries=queries_of(pages[name][0], cookies)) for name, (took, used) in asked.items()}


def figures(house: House, sample: Sample, *, few: int, many: int, seconds: float) -> Iterator[Figure]:
    """Measure the pages of a desk with few open tickets, then fill it up, and measure them with many."""
    with psycopg.connect(house.url, autocommit=True) as owner:
        sample.fill_up(owner, to=few)
        before = seen(house, sample, seconds=seconds)
        sample.fill_up(owner, to=many)
    for name, page in seen(house, sample, seconds=seconds).items():
        slower = page.p50 / before[name].p50
        yield Figure(
            name=f"page: {name}, {many:,} tickets open",
            measured=f"p50 {page.p50:.0f} ms, p99 {page.p99:.0f} ms ({page.processor:.0f} ms of a processor, {page.queries} queries)",
            floor=f"p50 {before[name].p50:.0f} ms, p99 {before[name].p99:.0f} ms ({few:,} tickets open)",
            ratio=f"{slower:.2f}",
            aim=f"p50 under {UNDER:.0f} ms, ratio at most {SLOWER}",
            is_reached=page.p50 < UNDER and slower <= SLOWER,
        )


def openings(house: House, *, seconds: int) -> Iterator[Figure]:
    """Open tickets as a call comes in, by the form, in as many browsers as senders were measured at the intake."""
    port, cookies = house.ports["PLANTAO_PORT"], sign_in()
    with house.running("web", port=port):
        for callers in CALLERS:
            measured = rate(lambda: _calling(port, cookies), senders=callers, seconds=seconds)
            yield Figure(
                name=f"tickets opened in calls through the form, {callers} browser{'s' * (callers > 1)}", measured=f"{measured:.0f}/s"
            )


def _calling(port: int, cookies: str) -> Act:
    visitor, numbers = Visitor(port, cookies), count()

    def act() -> int:
        visitor.post("/calls/", token=f"{os.getpid()}-{next(numbers)}", name="Quem Liga", number="+553155550199")
        return 1

    return act


def _asked(visitor: Visitor, paths: Sequence[str], *, seconds: float, server: int) -> tuple[list[float], float]:
    """Return the milliseconds of each answer, and those of the processor that the server took for one."""
    took, path = [], cycle(paths)
    for _ in range(WARMING):
        visitor.get(next(path))
    used, until = _processor(server), time.monotonic() + seconds
    while (since := time.monotonic()) < until:
        visitor.get(next(path))
        took.append(1000 * (time.monotonic() - since))
    return took, 1000 * (_processor(server) - used) / len(took)


def _processor(pid: int) -> float:
    """Return the seconds of a processor that a process and all below it took so far."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK") + sum(_processor(int(child)) for child in children)
