"""Two workers, twenty senders, staff on the same tickets, one database: no deadlock reaches anyone."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest
from django.db import connections

from plantao import clock
from plantao.directory.testing import a_customer
from plantao.messaging.models import Inbound, Message
from plantao.operate.tests.running import free_port, wait_until
from plantao.people.models import Person
from plantao.rules.refused import Refused
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import LinkKind, Ticket
from plantao.tickets.models.entry import Words
from plantao.work.acting import run_retrying
from plantao.work.tests.side_by_side import conninfo
from tests.crashes.books import Books
from tests.crashes.desk import Desk
from tests.crashes.senders import PATIENCE, Letter, Sender, Senders, greets
from tests.crashes.sink import ROOT, Sink

SENDERS: Final = 20
PEOPLE: Final = 8
"""So many have written all of it, each from several programs at once: most first mails of a stranger come in twos and threes."""

LETTERS_EACH: Final = 5
COLLEAGUES: Final = 3


class OneOfACrowd(Sender):
    """Writes new mails, answers to whatever tickets there are, and some of its mails a second time."""

    books: Books

    def _letter(self, number: int) -> Letter:
        sent = list(self.answers)
        if number > 1 and self.chance.random() < 0.15:
            return self.chance.choice(sent)
        address = f"cliente{int(self.name) % PEOPLE}@cliente.example"
        tickets = self.books.ask("SELECT protocol FROM tickets_ticket") if number > 1 and self.chance.random() < 0.6 else []
        if not tickets:
            return Letter(f"Falha {self.name} {number}", address)
        return Letter(f"Re: [{self.chance.choice(tickets)['protocol']}] {self.name} {number}", address, is_reply=True)


class Colleague(threading.Thread):
    """One of the staff, who does this and that to whatever tickets there are. `errors` is what stopped them, `did` what they did."""

    def __init__(self, agent: Agent, *, chance: Random) -> None:
        super().__init__(daemon=True)
        self.agent, self.chance = agent, chance
        self.stops = threading.Event()
        self.errors: list[BaseException] = []
        self.did: list[str] = []

    def run(self) -> None:
        try:
            while not self.stops.wait(self.chance.uniform(0, 0.3)):
                tickets = list(Ticket.objects.still_open().values_list("pk", flat=True))
                if len(tickets) > 1:
                    self._act(*self.chance.sample(tickets, 2))
        except BaseException as error:  # noqa: BLE001 - what reaches a person is what this test is about
            self.errors.append(error)
        finally:
            connections.close_all()

    def _act(self, one: int, other: int) -> None:
        acts: list[Callable[[Ticket, Ticket], object]] = [self._reply, self._note, self._hold, self._merge, self._link]
        act = self.chance.choice(acts)
        try:
            run_retrying(lambda: act(Ticket.objects.get(pk=one), Ticket.objects.get(pk=other)))
            self.did.append(act.__name__)
        except Refused:
            self.did.append("was refused")

    def _reply(self, ticket: Ticket, _: Ticket) -> None:
        ticket.reply(by=self.agent.actor, at=clock.now(), public=True, words=Words("Estamos olhando."))

    def _note(self, ticket: Ticket, _: Ticket) -> None:
        ticket.note(by=self.agent.actor, at=clock.now(), words=Words("É o enlace da serra."))

    def _hold(self, ticket: Ticket, _: Ticket) -> None:
        ticket.hold(by=self.agent.actor, at=clock.now(), public=True, reason="awaiting_customer", question="O roteador está ligado?")

    def _merge(self, ticket: Ticket, into: Ticket) -> None:
        ticket.merge(by=self.agent.actor, at=clock.now(), public=True, into=into)

    def _link(self, ticket: Ticket, other: Ticket) -> None:
        ticket.link(by=self.agent.actor, at=clock.now(), public=True, other=other, kind=LinkKind.RELATED)


class TestACrowd:
    @pytest.mark.timeout(600)
    def test_when_all_act_at_once_then_no_deadlock_reaches_anyone_and_every_mail_has_its_effect_once(
        self, desk: Desk, chance: Random, tmp_path: Path
    ) -> None:
        at, port, log = clock.now() - timedelta(days=1), free_port(), tmp_path / "log"
        a_customer(at=at, domains=("cliente.example",))
        staff = [Colleague(an_agent(f"Agente {number}", at=at), chance=Random(chance.random())) for number in range(COLLEAGUES)]
        names = [str(number) for number in range(SENDERS)]
        OneOfACrowd.books = desk.books
        with ExitStack() as running:
            for command in ("mail-server", "work", "work"):
                running.enter_context(_one_process(command, sink=desk.sink, port=port, log=log))
            wait_until(lambda: greets(port), within=PATIENCE)
            crowd = Senders(names, port=port, chance=chance, pace=0.5, most=LETTERS_EACH, kind=OneOfACrowd)
            with _at_work(staff), crowd:
                wait_until(crowd.have_finished, within=PATIENCE)
                wait_until(lambda: not Inbound.objects.filter(done_at=None, dead_at=None).exists(), within=PATIENCE)
            Message.objects.filter(attempts=0).update(run_at=None)  # nobody waits here for a burst to end
            desk.books.come_to_rest(within=PATIENCE)

        assert log.read_text() == "", "something failed, if only to be tried again"
        assert [error for colleague in staff for error in colleague.errors] == []
        assert crowd.codes() == {250}
        assert desk.wrongs(crowd.answered()) == []
        assert Person.objects.filter(contacts__isnull=False).count() == PEOPLE
        assert {name for colleague in staff for name in colleague.did} >= {"_reply", "_merge"}
        assert not Inbound.objects.filter(failures__gt=0).exists()
        assert not Message.objects.filter(is_perhaps_twice=True).exists()


@contextmanager
def _one_process(command: str, *, sink: Sink, port: int, log: Path) -> Iterator[None]:
    """Run a command of ours on the test's database; what it warns of is in `log`. Told to end, it must end well."""
    environment = {
        **os.environ, "DATABASE_URL": conninfo(), "PLANTAO_MAIL_OUT": sink.url, "PLANTAO_SMTP_PORT": str(port),
        "PLANTAO_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    with log.open("ab") as written:
        process = subprocess.Popen([sys.executable, "-m", "plantao.operate.cli", command], cwd=ROOT, env=environment, stderr=written)
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0


@contextmanager
def _at_work(staff: Sequence[Colleague]) -> Iterator[None]:
    for colleague in staff:
        colleague.start()
    try:
        yield
    finally:
        for colleague in staff:
            colleague.stops.set()
        for colleague in staff:
            colleague.join(PATIENCE)
