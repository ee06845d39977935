"""The `mail` process: runs every receiver that the channels registered, each in a thread, until told to stop."""

import logging
import time
from threading import Event, Thread

from django.db import connection

from plantao.messaging import registry
from plantao.messaging.registry import Receiver

FIRST_PAUSE = 0.5  # seconds after a receiver ended; doubled each time
LONGEST_PAUSE = 10.0
CALM_AFTER = 20.0  # seconds alive after which its end counts as the first
END_WITHIN = 2.0  # seconds that receivers have when told to end

log = logging.getLogger(__name__)


def run_receivers(stop: Event) -> None:
    """Run all registered receivers until `stop` is set; one that fails is started again, and disturbs no other."""
    threads = [
        Thread(target=keep_running, args=(name, receiver, stop), name=f"receiver.{name}", daemon=True)
        for registration in registry.registrations()
        for name, receiver in registration.receivers
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(END_WITHIN)


def keep_running(name: str, receiver: Receiver, stop: Event) -> None:
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
                "messaging.receiver.failed",
                extra={"receiver": name, "error_type": type(error).__name__},
                exc_info=None if is_foreseen else error,
            )
        finally:
            connection.close()
        deaths = 1 if time.monotonic() - began > CALM_AFTER else deaths + 1
        stop.wait(min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(deaths - 1, 10)))
