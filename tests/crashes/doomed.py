"""
Processes that die of kill -9 at one exact point, which no test could hit from outside.

Run as a process (`python -m tests.crashes.doomed`) it opens the rooms once, forks for each line it reads, `worker POINT` or
`receiver POINT`, and prints how that one ended.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from threading import Event
from typing import Any, Final

import django

BEFORE, AFTER = False, True
SECONDS: Final = 60
"""After so many the point was not reached: who waits hears of another death than that which was ordered."""

POINTS: Final[dict[str, tuple[str, str, bool]]] = {
    "mail-not-committed": ("plantao.messaging.inbox", "wake", AFTER),
    "mail-committed-not-answered": ("plantao.messaging.inbox", "receive", AFTER),
    "intake-claimed": ("plantao.work.leases", "hold", BEFORE),
    "intake-opened": ("plantao.intake.mail", "_open", AFTER),
    "intake-not-committed": ("plantao.work.leases", "done", AFTER),
    "intake-committed": ("plantao.work.queue_lane", "run_retrying", AFTER),
    "delivery-begun": ("plantao.messaging.delivery", "_begin", AFTER),
    "delivery-handed-over": ("plantao.channels.email.client:SmtpLine", "hand_over", AFTER),
    "delivery-not-committed": ("plantao.messaging.settling", "_record", AFTER),
    "delivery-booked": ("plantao.messaging.settling", "book_receipt", AFTER),
}


def doom(point: str) -> None:
    """Let this process die where it first comes to that point."""
    where, name, is_after = POINTS[point]
    module, _, inside = where.partition(":")
    holder: Any = importlib.import_module(module)
    holder = getattr(holder, inside) if inside else holder
    whole: Callable[..., Any] = getattr(holder, name)

    def dies(*args: Any, **kwargs: Any) -> None:
        if is_after:
            whole(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(holder, name, dies)


def work() -> None:
    from plantao.work.loop import Worker

    Worker().start()
    Event().wait()


def receive() -> None:
    from plantao.messaging.receiving import run_receivers

    run_receivers(Event())


def main() -> None:
    """Fork until the end of the input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for line in sys.stdin:
        role, point = line.split()
        child = os.fork()
        if not child:
            signal.alarm(SECONDS)
            doom(point)
            {"worker": work, "receiver": receive}[role]()
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - whoever ordered it reads this


if __name__ == "__main__":
    main()
