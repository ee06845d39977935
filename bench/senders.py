"""Several processes doing the same thing for a while, and how often they did it."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

Act = Callable[[], int]
"""Does it once, and returns how many things that were; raises StopIteration when nothing is left to do."""

_fork = get_context("fork")


def rate(make: Callable[[], Act], *, senders: int, seconds: float) -> float:
    """
    Return how many things a second so many processes do together; each calls `make` once before the clock runs, and once
    the act that it returns, so that nothing cold is measured.
    """
    from django.db import connections

    connections.close_all()  # a connection must not be shared with a child
    ready, counted = _fork.Barrier(senders), _fork.Queue()
    processes = [_fork.Process(target=_send, args=(make, ready, counted, seconds), daemon=True) for _ in range(senders)]
    for process in processes:
        process.start()
    results = [counted.get(timeout=seconds + 60) for _ in processes]
    for process in processes:
        process.join(timeout=10)
    since, until = min(began for _, began, _ in results), max(ended for _, _, ended in results)
    return float(sum(count for count, _, _ in results) / (until - since))


@contextmanager
def beside(run: Callable[[], None]) -> Iterator[BaseProcess]:
    """Run a function in a process of its own meanwhile."""
    from django.db import connections

    connections.close_all()
    process = _fork.Process(target=run, daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(timeout=5)


def memory(pid: int) -> float:
    """Return the memory of a process in MiB, its share of what it shares with others (PSS)."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        found = re.search(r"^Pss:\s+(\d+) kB", file.read(), re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def processor_time(pid: int) -> float:
    """Return the seconds for which a process, and all below it that are or were, kept a processor busy."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        children = file.read().split()
    own = sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_time(int(child)) for child in children)


def _send(make: Callable[[], Act], ready: Barrier, counted: "Queue[tuple[int, float, float]]", seconds: float) -> None:
    act = make()
    act()
    ready.wait(timeout=60)
    since, done = time.monotonic(), 0
    with suppress(StopIteration):
        while time.monotonic() < since + seconds:
            done += act()
    counted.put((done, since, time.monotonic()))
    counted.close()
    counted.join_thread()
    os._exit(0)  # what the parent had open is not ours to end
