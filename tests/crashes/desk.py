"""A desk on the test's own database: the test's process is one of those that work there, others are started and killed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from plantao import clock
from plantao.channels.email.provider import Provider
from plantao.channels.email.tests.listening import listening
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.operate.tests.running import wait_until
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

    def come_to_rest(self, *, within: float = PATIENCE) -> None:
        """Work until nothing is due and nothing is left; fail after so many seconds."""
        with self.working():
            wait_until(lambda: not self.books.ask("SELECT 1 FROM work_timer WHERE due_at <= now() LIMIT 1"), within=within)
            self.books.come_to_rest(within=within)

    def wrongs(self, letters: Iterable[Letter]) -> list[str]:
        return self.books.wrongs(letters, times_sent=self.sink.times_taken())
