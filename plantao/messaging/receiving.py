"""The `mail` process: runs every receiver that the channels registered, each in a thread, until told to stop."""

import logging
from threading import Event, Thread

from django.db import connection

from plantao.messaging import registry
from plantao.messaging.registry import Receiver

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Seconds before a receiver that ended or failed is started again; doubled from one failure to the next."""

WITHIN = 4.0
"""Seconds that receivers have to end when told to."""

log = logging.getLogger(__name__)


def run_receivers(stop: Event) -> None:
    """Run all registered receivers until `stop` is set; one that fails is started again, and disturbs no other."""
    threads = [
        Thread(target=_keep_running, args=(name, receiver, stop), name=f"receiver.{name}", daemon=True)
        for registration in registry.registrations()
        for name, receiver in registration.receivers
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(WITHIN)


def _keep_running(name: str, receiver: Receiver, stop: Event) -> None:
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            receiver(stop)
            pause = FIRST_PAUSE
        except Exception as error:
            log.error("messaging.receiver.failed", extra={"receiver": name}, exc_info=error)
        finally:
            connection.close()
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
