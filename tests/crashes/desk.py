"""A desk on the test's own database: the test's process is one of those that work there, others are started and killed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from plantao import clock
from plantao.channels.email.provider import Provider
from plantao.channels.email.tests.listening import listening
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.work.loop import Worker
from plantao.work.tests.side_by_side import PATIENCE, conninfo
from tests.crashes.books import Books
from tests.crashes.senders import NOC, Letter
from tests.crashes.sink import Sink


class Desk:
    """What the tests ask of it."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.books = Books(conninfo())

    @contextmanager
    def working(self) -> Iterator[Worker]:
        """Let this process be a worker for the length of the block; it must stop in time."""
        worker = Worker(conninfo=conninfo())
        worker.start()
        try:
            yield worker
        finally:
            assert worker.stop(within=timedelta(seconds=PATIENCE))

    @contextmanager
    def receiving(self) -> Iterator[int]:
        """Take mails in for the length of the block; gives the port."""
        with listening(find_provider=lambda: Provider(name="NOC", address=NOC)) as port:
            yield port

    def keep(self, letters: Iterable[Letter]) -> None:
        """Let these mails be taken in and answered for."""
        for letter in letters:
            raw, envelope = letter.written(), {"via": "smtp", "mail_from": letter.address, "rcpt_to": [NOC]}
            inbox.receive(channel="email", outside_id=identity(raw), original=raw, envelope=envelope, at=clock.now())

    def come_to_rest(self) -> None:
        """Work until nothing is left."""
        with self.working():
            self.books.come_to_rest(within=PATIENCE)

    def wrongs(self, letters: Iterable[Letter]) -> list[str]:
        return self.books.wrongs(letters, times_sent=self.sink.times_taken())
