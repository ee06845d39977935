"""How a worker is woken, and how others see that it lives: one connection that listens and is present."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import psycopg
from django.db import connection

from plantao.work import attendance

CHANNEL = "plantao_work"
CAP = timedelta(seconds=1)
"""The longest sleep of a lane: what is due later than this needs to wake nobody."""

LONGEST_PAUSE = 1.0
"""Seconds after which at the latest a lost connection is tried again: sooner than others take our rows for orphans."""

LOOK_UP_EVERY = 0.5
"""Seconds after which a listener looks up from its connection to see whether it should stop."""

log = logging.getLogger(__name__)


def wake(lane: str) -> None:
    """Wake the workers of this lane when the current transaction commits (at once where there is none)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, lane])


class Listener:
    """
    A connection of its own, past every transaction pooler, on which a worker hears of new work and is seen to be alive.

    `heard` is called with the name of the lane, and with None when anything may have been missed. `present` is set
    while others can see us; meanwhile, and only then, may rows be leased under `number`.
    """

    def __init__(self, *, conninfo: str, number: int, heard: Callable[[str | None], None]) -> None:
        self.conninfo = conninfo
        self.number = number
        self.heard = heard
        self.present = Event()

    def run(self, stop: Event) -> None:
        """Listen until `stop` is set, on one connection after the other."""
        troubles = 0
        while not stop.is_set():
            try:
                with psycopg.connect(self.conninfo, autocommit=True, connect_timeout=5, keepalives_idle=10, keepalives_interval=5) as link:
                    link.execute(f"LISTEN {CHANNEL}")
                    troubles = 0
                    self._listen(link, stop)
            except psycopg.Error as error:
                log.warning("work.listener.disconnected", extra={"error": type(error).__name__})
            self.present.clear()
            troubles = min(troubles + 1, 10)
            stop.wait(min(0.05 * 2**troubles, LONGEST_PAUSE))

    def _listen(self, link: psycopg.Connection[Any], stop: Event) -> None:
        while not stop.is_set():
            if not self.present.is_set() and attendance.sign_in(link, self.number):
                self.present.set()
                self.heard(None)
            for word in link.notifies(timeout=LOOK_UP_EVERY):
                self.heard(word.payload)
                if stop.is_set():
                    return
