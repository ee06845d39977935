"""`python -m bench`: measures in a house of its own, prints the table and writes it to bench/results.md."""

import argparse
import os
import platform
import signal
import sys
import time
from importlib.metadata import version
from pathlib import Path

import psycopg

from bench import clock_counts, first_start, mail, opening, pages, watch
from bench.duty import staff
from bench.house import House, house
from bench.mails import people
from bench.senders import memory
from bench.table import Figure, misses, table
from plantao.operate.postgres_binaries import find

PARTS = ("clocks", "tickets", "mails", "pages", "watch", "start")
RESULTS = Path(__file__).with_name("results.md")
HOW = """\
## How to read it

Ratios hold on other machines, absolute figures don't. A floor is what the same machine does without us: pgbench, which ships with
PostgreSQL, writing the very rows that an opening was seen to write (prepared statements, one transaction an opening, none of the
reading); a mail server that keeps nothing; businesstimedelta on the same hours, holidays and hold, after both were seen to agree.
Openings, mails, notices and the watch go through the shipped code and its processes, on a PostgreSQL that waits for the disk at each
commit. The tickets in the background, and those whose steps fall due, are copies of the rows of one that was really opened, shifted in
time, for other contacts; lateness is from the due instant to the commit, as PostgreSQL stamps it. Pages are
asked for over HTTP by somebody who is signed in, from the request to the last byte; beside that stands what the web server takes of a
processor for one."""
NOT_MEASURED = """\
## What could not be measured here

- A network: everything is on the loopback interface of one machine, clients and sinks included, so they take their share of its processors.
- A disk of one's own: PostgreSQL is durable (every commit waits for the disk), but whose disk that is, the machine decides.
- More than one worker on more than one machine, and a database that is months old.
"""


def main() -> None:
    """Measure everything once."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter runs, a tenth of the tickets, no first start")
    parser.add_argument("--million", action="store_true", help="measure the watch with 1,000,000 open tickets as well")
    parser.add_argument("--only", choices=PARTS, action="append", metavar="PART", help=f"only this ({', '.join(PARTS)}); writes no table")
    parser.add_argument("--open", type=int, metavar="N", help="so many tickets are open, for the pages and the watch (100000)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write the table (bench/results.md)")
    options = parser.parse_args()
    parts = options.only or PARTS
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as Ctrl-C: what was begun is ended, and nothing left behind
    since, load_before = time.monotonic(), os.getloadavg()[0]
    seconds, lasting, few, many = (3, 15, 1_000, 10_000) if options.quick else (10, 60, 10_000, 100_000)
    many = options.open or many
    figures = list(clock_counts.figures(seconds=2)) if "clocks" in parts else []
    with house() as at_home:
        people()
        staff()
        with psycopg.connect(at_home.url, autocommit=True) as owner:
            sample = opening.sample_of(owner)
        if "tickets" in parts:
            tell("measuring tickets and notices")
            figures += opening.figures(at_home, sample, seconds=seconds)
            figures.append(Figure(name="queries for one opening, claim to commit", measured=str(sample.queries)))
            figures += pages.openings(at_home, seconds=seconds)
            figures += mail.figures_out(at_home, seconds=seconds)
        if "mails" in parts:
            tell("measuring mails")
            figures += mail.figures_in(at_home, seconds=seconds)
        if "pages" in parts:
            tell(f"measuring the pages over {few:,} and {many:,} tickets")
            figures += pages.figures(at_home, sample, few=few, many=many, seconds=seconds / 2)
        used: dict[str, float] = {}
        for tickets in (many, *([1_000_000] if options.million else [])) if "watch" in parts else ():
            tell(f"measuring the watch over {tickets:,} tickets")
            found, used = watch.figures(at_home, sample, tickets=tickets, lasting=lasting)
            figures += found
        if not options.only:
            figures += memories(at_home, used)
    if "start" in parts and not options.quick:
        tell("measuring the first start")
        figures += first_start.figures()
    took = f"Measured in one run of {time.monotonic() - since:.0f} s{' (--quick)' if options.quick else ''} by `make bench`."
    sections = ["# Results", f"{took} {machine(load_before)}", table(figures), misses(figures), HOW, NOT_MEASURED]
    text = "\n\n".join(section for section in sections if section)
    print(text if not options.only else table(figures))
    if output := options.output or (None if options.only else RESULTS):
        output.write_text(text, encoding="utf-8")


def memories(at_home: House, used: dict[str, float]) -> list[Figure]:
    """Return the memory of each process; the worker's was taken while it worked."""
    for name, command, port in (("web", "web", "PLANTAO_PORT"), ("mail", "mail-server", "PLANTAO_SMTP_PORT")):
        with at_home.running(command, port=at_home.ports[port]) as process:
            used[name] = family(process.pid)
    assert at_home.postgres.process
    used["PostgreSQL"] = family(at_home.postgres.process.pid)
    return [Figure(name=f"memory of {name} (PSS, with its children)", measured=f"{mib:.0f} MiB") for name, mib in used.items()]


def family(pid: int) -> float:
    """Return the memory in MiB of a process and of all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return memory(pid) + sum(family(int(child)) for child in children)


def machine(load_before: float) -> str:
    """Return what it was measured on, without naming it, and whether anybody else was at work there when it began."""
    parts = f"Python {platform.python_version()}, Django {version('django')}, PostgreSQL {find(major=None).version}"
    return (
        f"{os.cpu_count()} processors ({platform.machine()}) shared with others; load average {load_before:.1f} before it began. {parts}."
    )


def tell(sentence: str) -> None:
    """Show how far it is."""
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
