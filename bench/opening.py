"""Tickets opened by the intake from mails that came in, beside pgbench writing the same rows."""

import os
import time
from contextlib import suppress
from queue import Empty
from queue import Queue as Line
from typing import Any

import psycopg

from bench import mails
from bench.house import ADDRESS, House
from bench.sample import INBOUND, Sample, take
from bench.senders import Act, processor_time, rate
from bench.table import Figure

AIM = 1 / 3
IF_MISSED = (
    "both sides keep the processors busy, so the ratio is one of work: see the line of the processor's time. Nobody waits for a lock: "
    "asked twenty times a second what its eight connections do, PostgreSQL was waiting for Python in 98 of 100 answers, for the disk in "
    "one. Three fifths of an opening are Python; a profile shows half of that in putting the statements and reading their rows (psycopg "
    "and the ORM's models, a tenth of a millisecond each), and the rest in reading the mail, the rules, and the words of the notice, "
    "which say what was so when the ticket was opened. pgbench has none of it, and asks nothing before it writes."
)
WORK_FOR = 200
"""Openings of which the processor's time is taken."""


def sample_of(connection: psycopg.Connection[Any]) -> Sample:
    """Open some tickets, and return what the last one wrote; `connection` is the owner's."""
    from django.db import connections

    turn = taking_in(batch=1)
    for _ in range(3):
        keep(1)
        turn()
    keep(1)
    sample = take(turn, connection)
    connections.close_all()
    return sample


def keep(count: int) -> None:
    """Let so many mails have come in, to be worked on; all in one commit, since the door has a figure of its own."""
    from django.db import transaction

    from plantao import clock
    from plantao.files.models import Blob
    from plantao.mail.identity import identity
    from plantao.messaging.models import Inbound

    at = clock.now()
    with transaction.atomic():
        for _ in range(count):
            sender, raw = mails.a_mail()
            envelope = {"rcpt_to": [ADDRESS], "mail_from": sender}
            Inbound.objects.create(
                channel="email",
                outside_id=identity(raw),
                original=Blob.objects.store(raw, at=at),
                envelope=envelope,
                received_at=at,
                created_at=at,
            )


def taking_in(*, batch: int = 0) -> Act:
    """Return what a worker's lane of the inbox does, by batches as it ships or as given; it tells how many mails it filed."""
    from dataclasses import replace

    from plantao import clock
    from plantao.wiring.work import WORK
    from plantao.work.attendance import new_number
    from plantao.work.queue_lane import QueueLane

    queue = next(each for each in WORK.all_queues() if each.name == "inbox")
    done: Line[int] = Line()

    def run(inbound: Any, at: Any) -> None:
        queue.run(inbound, at)
        done.put(inbound.pk)

    lane = QueueLane[Any](replace(queue, run=run, batch_size=batch or queue.batch_size), worker=new_number(), raises=True)

    def act() -> int:
        lane.turn(now=clock.now, stopping=lambda: False)
        count = 0
        with suppress(Empty):
            while True:
                done.get_nowait()
                count += 1
        return count

    return act


def figures(house: House, sample: Sample, *, seconds: int) -> list[Figure]:
    """Measure with 1 sender and with 8, and the work that one opening is."""
    with psycopg.connect(house.url, autocommit=True) as owner:
        low, high = owner.execute(f"SELECT min(id), max(id) FROM {INBOUND}").fetchone() or (0, 0)
        found = [_work(house, sample.floor(inbounds=(low, high)))]
        for senders in (1, 8):
            keep(seconds * (90 if senders == 1 else 180) + 200)
            measured = rate(taking_in, senders=senders, seconds=seconds)
            owner.execute(f"UPDATE {INBOUND} SET done_at = now() WHERE done_at IS NULL AND leased_by IS NULL")
            floor = house.pgbench(sample.floor(inbounds=(low, high)), clients=senders, seconds=seconds)
            found.append(
                Figure(
                    name=f"tickets opened through the intake, {senders} sender{'s' * (senders > 1)}",
                    measured=f"{measured:.0f}/s",
                    floor=f"{floor:.0f}/s (pgbench, the same {len(sample.rows)} rows)",
                    ratio=f"{measured / floor:.2f}",
                    aim="at least 0.33" if senders == 8 else "",
                    is_reached=measured / floor >= AIM if senders == 8 else None,
                    if_missed=IF_MISSED,
                )
            )
    return found


def _work(house: House, floor: str) -> Figure:
    """Measure how long one opening keeps a processor busy, in Python and in PostgreSQL, and one transaction of the floor."""
    assert house.postgres.process
    postgres = house.postgres.process.pid
    keep(WORK_FOR + 100)
    turn = taking_in()
    turn()
    python, database, done = time.thread_time(), processor_time(postgres), 0
    while done < WORK_FOR:
        done += turn()
    python, database = (time.thread_time() - python) / done, (processor_time(postgres) - database) / done
    both, seconds = processor_time(os.getpid()) + processor_time(postgres), 5
    transactions = house.pgbench(floor, clients=8, seconds=seconds) * seconds
    theirs = (processor_time(os.getpid()) + processor_time(postgres) - both) / transactions
    return Figure(
        name="processor's time for one opening, Python and PostgreSQL",
        measured=f"{python * 1e3:.1f} + {database * 1e3:.1f} ms",
        floor=f"{theirs * 1e3:.1f} ms (pgbench and PostgreSQL, 8 clients)",
        ratio=f"{theirs / (python + database):.2f}",
    )
