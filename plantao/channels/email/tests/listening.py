"""A receiver that listens on a free port for the length of a block."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plantao.channels.email import receiver as receivers
from plantao.channels.email.door import Door
from plantao.channels.email.provider import Provider
from plantao.channels.email.tests.sink import OURS


@contextmanager
def listening(door: type[Door] = Door, find_provider: Callable[[], Provider | None] = lambda: OURS) -> Iterator[int]:
    """Run a receiver in a thread, and give its port."""
    ports: list[int] = []
    stop, ready = threading.Event(), threading.Event()

    def on_listening(port: int) -> None:
        ports.append(port)
        ready.set()

    thread = threading.Thread(target=receivers.receiver(find_provider, port=0, door=door, on_listening=on_listening), args=[stop])
    thread.start()
    try:
        assert ready.wait(10)
        yield ports[0]
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()
