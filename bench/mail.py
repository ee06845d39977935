"""Mails in through SMTP, each answered for after its commit, and notices out to a server that throws them away."""

import asyncio
import smtplib
from contextlib import closing
from typing import Any

import psycopg

from bench import mails
from bench.house import ADDRESS, House, wait_for_port
from bench.senders import Act, beside, rate
from bench.table import Figure

SENDERS = 8
MAILS_AIM = 100
IF_MISSED = (
    "the senders run on the same processors. A mail costs its sender 2 ms of them, the receiver as much (half of it in the loop that "
    "speaks SMTP, half in keeping what came together) and PostgreSQL one, so two idle processors would take in some 350 a second."
)


def figures_in(house: House, *, seconds: int) -> list[Figure]:
    """Measure 8 senders at our door, and the same 8 at a server that keeps nothing."""
    port, sink = house.ports["PLANTAO_SMTP_PORT"], house.ports["SINK"]
    with house.running("mail-server", port=port):
        measured = rate(lambda: _sending(port), senders=SENDERS, seconds=seconds)
    with beside(lambda: serve(sink)):
        wait_for_port(sink)
        floor = rate(lambda: _sending(sink), senders=SENDERS, seconds=seconds)
    return [
        Figure(
            name=f"mails taken in through SMTP, {SENDERS} senders",
            measured=f"{measured:.0f}/s",
            floor=f"{floor:.0f}/s (the same library, keeping nothing)",
            ratio=f"{measured / floor:.2f}",
            aim=f"{MAILS_AIM}/s",
            is_reached=measured >= MAILS_AIM,
            if_missed=IF_MISSED,
        )
    ]


def figures_out(house: House, *, seconds: int) -> list[Figure]:
    """Send what the openings left in the outbox, by one worker's lane."""
    sink = house.ports["SINK"]
    with closing(psycopg.connect(house.url, autocommit=True)) as owner, beside(lambda: serve(sink)):
        wait_for_port(sink)
        waiting = _count(owner, "done_at IS NULL AND dead_at IS NULL")
        # One act is a batch; those that stand in the outbox are all there is, so the lane may run dry first.
        measured = rate(_delivering, senders=1, seconds=seconds)
        floor = rate(lambda: _sending(sink), senders=1, seconds=min(seconds, 5))
    return [
        Figure(
            name="notices delivered to a local sink, 1 worker",
            measured=f"{measured:.0f}/s",
            floor=f"{floor:.0f}/s (the same bytes, nothing booked)",
            ratio=f"{measured / floor:.2f}",
            aim=f"(of {waiting} that waited)",
        )
    ]


def _sending(port: int) -> Act:
    line = smtplib.SMTP("127.0.0.1", port)
    line.ehlo()
    key = f"s{id(line)}-{line.sock.getsockname()[1] if line.sock else 0}-"

    def act() -> int:
        sender, raw = mails.a_mail(key)
        line.sendmail(sender, [ADDRESS], raw)
        return 1

    return act


def _delivering() -> Act:
    from dataclasses import replace

    from plantao import clock
    from plantao.wiring.work import WORK
    from plantao.work.attendance import new_number
    from plantao.work.queue_lane import QueueLane

    queue = next(each for each in WORK.all_queues() if each.name == "outbox")
    sent = [0]

    def run(message: Any, at: Any) -> None:
        queue.run(message, at)
        sent[0] += 1

    lane = QueueLane[Any](replace(queue, run=run), worker=new_number(), raises=True)

    def act() -> int:
        sent[0] = 0
        if not lane.turn(now=clock.now, stopping=lambda: False):
            raise StopIteration
        return sent[0]

    return act


def _count(owner: psycopg.Connection[Any], which: str) -> int:
    row = owner.execute(f"SELECT count(*) FROM messaging_message WHERE {which}").fetchone()
    assert row
    return int(row[0])


class _Nowhere:
    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        return "250 thrown away"


def serve(port: int) -> None:
    """Take mails at a port, and keep none."""
    from aiosmtpd.smtp import SMTP

    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(_Nowhere()), "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(forever())
