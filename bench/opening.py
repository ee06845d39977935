"""Tickets opened by the intake from mails that came in, beside pgbench writing the same rows."""

from contextlib import suppress
from queue import Empty
from queue import Queue as Line
from typing import Any

import psycopg

from bench import mails
from bench.house import ADDRESS, House
from bench.sample import INBOUND, Sample, take
from bench.senders import Act, rate
from bench.table import Figure

AIM = 1 / 3
IF_MISSED = (
    "both sides keep the processors busy, so the ratio is one of work. A profile shows three quarters of ours in Python: reading the mail, "
    "the rules, the words of the notice, and a round trip for each statement; pgbench has none of it, and asks nothing before it writes."
)


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
    """Measure with 1 sender and with 8."""
    found = []
    with psycopg.connect(house.url, autocommit=True) as owner:
        low, high = owner.execute(f"SELECT min(id), max(id) FROM {INBOUND}").fetchone() or (0, 0)
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
