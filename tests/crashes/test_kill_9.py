"""
A whole Plantão, killed with -9 part by part and all at once while mails are coming in: what was answered for is one ticket,
told once, and nothing is told twice but what was on the wire.

CRASH_ROUNDS=200 kills everything that often; CRASH_SEED repeats a run.
"""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final, Self

import psutil
import pytest

from plantao.operate.tests.running import Installation, wait_until
from tests.crashes.books import Books
from tests.crashes.senders import Senders
from tests.crashes.sink import Sink

ROUNDS: Final = int(os.environ.get("CRASH_ROUNDS", "10"))
WHILE_BUILT: Final = 3
"""So many of the rounds fall into the very first start, which makes the database."""

PATIENCE: Final = 150.0
"""Seconds after which a test says that something hangs; nothing waits this long when all is well."""

CAUGHT: Final = "SELECT outside_id, count(*) AS times FROM email_caughtmail GROUP BY outside_id"


class House(Installation):
    """An installation with those who write to it, and its processes as victims."""

    def __init__(self, home: Path, sink: Sink) -> None:
        super().__init__(home)
        self.command = (str(Path(sys.executable).with_name("plantao")), "up")
        self._sink = sink
        self._senders: list[Senders] = []

    def __enter__(self) -> Self:
        return self

    def must_run(self) -> None:
        """Start it where it does not run yet."""
        if not self.processes or self.processes[-1].poll() is not None:
            self.start_and_wait()

    def sends_to(self, mail_out: str) -> None:
        """From the next start on, let mail go out to this server; "" where it is caught."""
        self.environment["PLANTAO_MAIL_OUT"] = mail_out

    def senders(self, names: Sequence[str], *, chance: Random) -> Senders:
        """Let these write to it, who have not before."""
        self._senders.append(Senders(names, port=self.smtp_port, chance=chance))
        return self._senders[-1]

    def wrongs(self) -> list[str]:
        """Come to rest, and return a sentence for each thing that must not be."""
        books = Books(self.database_url())
        books.come_to_rest(within=PATIENCE)
        caught = {str(row["outside_id"]): int(row["times"]) for row in books.ask(CAUGHT)}
        letters = [letter for senders in self._senders for letter in senders.answered()]
        return books.wrongs(letters, times_sent=Counter(caught) + self._sink.times_taken())

    def kill(self, victim: str, *, chance: Random) -> None:
        """kill -9 one of its parts, as soon as there is one: it may still be coming back from the blow before."""
        alive: list[int] = []

        def is_there() -> bool:
            alive[:] = self._pids_of(victim)
            return bool(alive)

        wait_until(is_there, within=PATIENCE)
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(alive), signal.SIGKILL)

    def _pids_of(self, victim: str) -> list[int]:
        if victim != "a child of postgres":
            return self.of(PARTS[victim])[:1]
        with contextlib.suppress(psutil.NoSuchProcess):
            return [child.pid for server in self.of(PARTS["postgres"])[:1] for child in psutil.Process(server).children()]
        return []

    def kill_all_at_once(self) -> None:
        """kill -9 the supervisor and everything below it, before any of them could hear of the others' end."""
        everybody = [psutil.Process(process.pid) for process in self.processes if process.poll() is None]
        everybody += [below for above in everybody for below in above.children(recursive=True)]
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for process in everybody:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
        for started in self.processes:
            started.wait()


PARTS: Final = {"mail": "cli mail-server", "worker": "cli work", "web": "cli web", "postgres": "postgres -D"}
VICTIMS: Final = [*PARTS, "a child of postgres"]


@pytest.fixture(scope="module")
def house(whole_run_sink: Sink) -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="plantao-crashes-"))
    folder.chmod(0o755)  # where tests run as root, PostgreSQL runs as nobody
    with House(folder / "var", whole_run_sink) as made:
        yield made
    shutil.rmtree(folder, ignore_errors=True)


class TestAHouse:
    @pytest.mark.timeout(300 + 60 * ROUNDS)
    def test_when_everything_is_killed_again_and_again_then_every_mail_is_one_ticket_told_once(
        self, house: House, sink: Sink, chance: Random
    ) -> None:
        house.sends_to(sink.url)
        with house.senders(["eva", "fabio", "gil", "hugo"], chance=chance) as senders:
            for number in range(ROUNDS):
                house.start()
                if number >= WHILE_BUILT:
                    senders.get_through(1)
                _let_pass(chance.uniform(0, 1.5 if number >= WHILE_BUILT else 4))
                house.kill_all_at_once()
            house.start_and_wait()
            senders.finish(within=PATIENCE)

        assert house.wrongs() == []

    def test_when_its_parts_are_killed_then_they_come_back_and_every_mail_is_one_ticket_told_once(
        self, house: House, chance: Random
    ) -> None:
        house.must_run()
        with house.senders(["ana", "bia", "caio", "davi"], chance=chance) as senders:
            for victim in chance.sample(2 * VICTIMS, k=2 * len(VICTIMS)):
                senders.get_through(5)
                _let_pass(chance.uniform(0, 0.5))
                house.kill(victim, chance=chance)
            senders.finish(within=PATIENCE)

        assert house.wrongs() == []
        assert 451 in senders.codes(), "nobody met the database while it was away"
        wait_until(lambda: house.status_of("/readyz") == 200, within=PATIENCE)


def _let_pass(seconds: float) -> None:
    """Let chance choose the instant of the blow."""
    threading.Event().wait(seconds)
