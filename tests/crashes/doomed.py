"""
Processes that die of kill -9 at one exact point, which no test could hit from outside.

Run as a process (`python -m tests.crashes.doomed`) it opens the rooms once, forks for each line it reads, `worker POINT`,
`receiver POINT` or `watch POINT`, and prints how that one ended. `POINT*3` is the third time that it comes there;
`random*250` any instant of the next 250 ms.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from random import Random
from threading import Event
from typing import Any, Final

import django

BEFORE, AFTER = False, True
SECONDS: Final = 60
"""After so many the point was not reached: who waits hears of another death than that which was ordered."""

POINTS: Final[dict[str, tuple[str, str, bool]]] = {
    "mail-not-committed": ("plantao.messaging.inbox", "wake", AFTER),
    "mail-committed-not-answered": ("plantao.messaging.inbox", "receive_all", AFTER),
    "intake-claimed": ("plantao.work.leases", "hold", BEFORE),
    "intake-opened": ("plantao.intake.mail", "open_ticket", AFTER),
    "intake-not-committed": ("plantao.work.leases", "done", AFTER),
    "intake-committed": ("plantao.work.queue_lane", "run_retrying", AFTER),
    "delivery-begun": ("plantao.messaging.delivery", "_begin", AFTER),
    "delivery-handed-over": ("plantao.channels.email.client:SmtpLine", "hand_over", AFTER),
    "delivery-not-committed": ("plantao.messaging.settling", "_record", AFTER),
    "delivery-booked": ("plantao.messaging.settling", "book_receipt", AFTER),
    "watch-locked": ("plantao.work.watch", "_take", BEFORE),
    "watch-not-committed": ("plantao.work.watch", "_check_goes_on", BEFORE),
    "watch-committed": ("plantao.work.watch", "run_retrying", AFTER),
    "step-begun": ("plantao.escalation.climbing", "happen", BEFORE),
    "step-happened": ("plantao.escalation.climbing", "happen", AFTER),
    "step-next-set": ("plantao.escalation.climbing", "_wake", AFTER),
    "breach-recorded": ("plantao.sla.counting", "_record_passed", AFTER),
    "due-looked-at": ("plantao.sla.handlers", "look_at", AFTER),
    "due-done": ("plantao.sla.handlers", "_record", AFTER),
    "ring-begun": ("plantao.escalation.handlers", "ring", BEFORE),
    "ring-done": ("plantao.escalation.handlers", "ring", AFTER),
    "notice-posted": ("plantao.messaging.outbox", "post", AFTER),
}


WATCHED: Final = 2
"""A watch that does not come to its point in so many subjects ends by itself: others want their share of what is due."""


def doom(point: str) -> None:
    """Let this process die where it comes to that point."""
    point, _, number = point.partition("*")
    if point == "random":
        signal.setitimer(signal.ITIMER_REAL, Random().uniform(0.001, int(number) / 1_000))  # its signal ends a process like kill -9
        return
    passes = iter(range(int(number or 1) - 1))
    holder, name, is_after = place_of(point)
    whole: Callable[..., Any] = getattr(holder, name)

    def dies(*args: Any, **kwargs: Any) -> Any:
        if next(passes, None) is not None:
            return whole(*args, **kwargs)
        if is_after:
            whole(*args, **kwargs)
        return os.kill(os.getpid(), signal.SIGKILL)

    setattr(holder, name, dies)


def place_of(point: str) -> tuple[Any, str, bool]:
    """Return what holds the function, its name, and whether one dies after it or before. Raises AttributeError where there is no such."""
    where, name, is_after = POINTS[point]
    module, _, inside = where.partition(":")
    holder: Any = importlib.import_module(module)
    holder = getattr(holder, inside) if inside else holder
    getattr(holder, name)
    return holder, name, is_after


def work() -> None:
    from plantao.work.loop import Worker

    Worker().start()
    Event().wait()


def watch() -> None:
    """Run what is due, as a worker's watch does, until nothing is; then end well."""
    from plantao import clock
    from plantao.work.models import Timer
    from plantao.work.registry import registered
    from plantao.work.watch import WatchLane

    lane, left = WatchLane(registered()), iter(range(WATCHED))
    lane.settle_in(at=clock.now())
    while lane.turn(now=clock.now, stopping=lambda: next(left, None) is None) and Timer.objects.filter(due_at__lte=clock.now()).exists():
        pass
    os._exit(0)


def receive() -> None:
    from plantao.messaging.receiving import run_receivers

    run_receivers(Event())


def practise() -> None:
    """Do some of what is due before the first fork, and undo it: handbook, texts and calendars are read once for all children."""
    from django.db import connections, transaction

    from plantao import clock
    from plantao.work.registry import registered
    from plantao.work.watch import WatchLane

    left = iter(range(WATCHED))
    with transaction.atomic():
        WatchLane(registered()).turn(now=clock.now, stopping=lambda: next(left, None) is None)
        transaction.set_rollback(True)
    connections.close_all()


def main() -> None:
    """Fork until the end of the input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    has_practised = False
    for line in sys.stdin:
        role, point = line.split()
        if role == "watch" and not has_practised:
            practise()
            has_practised = True
        child = os.fork()
        if not child:
            signal.alarm(SECONDS)
            doom(point)
            {"worker": work, "receiver": receive, "watch": watch}[role]()
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - whoever ordered it reads this


if __name__ == "__main__":
    main()
