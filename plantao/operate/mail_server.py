"""`plantao mail-server`: everything that takes messages in, as the channels registered it; for mail SMTP, LMTP and the mailbox."""

import argparse
import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from plantao.operate.rooms import open_rooms
from plantao.operate.until_stopped import stop_event

FIRST_PAUSE: Final = 0.5  # seconds after a receiver ended; doubled each time
LONGEST_PAUSE: Final = 30.0
CALM_AFTER: Final = 60.0  # seconds alive after which its end counts as the first
END_WITHIN: Final = 2.0

log = logging.getLogger(__name__)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Takes mail in: SMTP, LMTP and the mailbox that is fetched from, as far as they are set. Waits for its database. SIGTERM ends it."
    )


def run(options: argparse.Namespace) -> int:
    stop = stop_event()
    open_rooms(must_answer=False)
    from plantao.messaging.registry import registrations

    threads = [
        threading.Thread(target=keep_running, args=(name, receiver, stop), name=name, daemon=True)
        for registration in registrations()
        for name, receiver in registration.receivers
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(END_WITHIN)
    return 0


def keep_running(name: str, receiver: Callable[[threading.Event], None], stop: threading.Event) -> None:
    """Run a receiver until `stop` is set; start it again, after a pause that grows, when it ends before."""
    deaths = 0
    while not stop.is_set():
        began = time.monotonic()
        try:
            receiver(stop)
        except Exception as error:  # one way in that fails must not close the others, whatever it fails of
            is_foreseen = isinstance(error, OSError)
            log.log(
                logging.WARNING if is_foreseen else logging.ERROR,
                "mail.receiver.ended",
                extra={"receiver": name, "error_type": type(error).__name__},
                exc_info=None if is_foreseen else error,
            )
        deaths = 1 if time.monotonic() - began > CALM_AFTER else deaths + 1
        stop.wait(min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(deaths - 1, 10)))
