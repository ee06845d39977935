"""How a service waits to be ended: by Ctrl-C, or by SIGTERM of whoever supervises it."""

import signal
import threading


def stop_event() -> threading.Event:
    """Return an event that is set as soon as this process is asked to end; to be called in its main thread."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    return asked
