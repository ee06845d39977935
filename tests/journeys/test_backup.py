"""A desk is backed up while it works, its machine is lost, and another goes on: with everything, and nothing twice."""

import hashlib
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.operate.postgres import EmbeddedPostgres
from plantao.operate.tests.running import REPOSITORY, wait_until
from plantao.operate.up import PLANTAO
from plantao.tickets.models import Protocol
from plantao.work.tests.side_by_side import conninfo
from tests.journeys.conftest import NOC, House, a_mail

COUNTED = {"tickets_counter"}
"""What a restored desk changes at once: counts go on past what may have been given."""

FORGOTTEN = {"accounts_cache"}
"""What no crash survives, and a backup need not: who tried to sign in how often."""

GUARDS = r"""
SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgtype, tgenabled) AS guard FROM pg_trigger WHERE NOT tgisinternal
UNION SELECT concat_ws(' ', 'policy', tablename, policyname, cmd, roles, qual, with_check) FROM pg_policies
UNION SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, contype) FROM pg_constraint WHERE contype <> 'n'
UNION SELECT concat_ws(' ', 'index', regexp_replace(indexdef, '::[a-z ]+(\[\])?|[()]', '', 'g')) FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT concat_ws(' ', 'function', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION SELECT concat_ws(' ', 'grant', grantee, privilege_type, table_name) FROM information_schema.role_table_grants
    WHERE grantee IN ('plantao_app', 'plantao_portal')
UNION SELECT concat_ws(' ', 'walled', oid::regclass) FROM pg_class WHERE relrowsecurity
"""

KEPT_FROM_THE_APP = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND EXISTS (
    SELECT FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS needed WHERE NOT has_table_privilege('plantao_app', oid, needed)
)
"""


@dataclass(frozen=True)
class Desk:
    """An installation that commands are typed at: by the address of its database, or by its folder."""

    home: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PLANTAO_", "DATABASE_"))}
        return environment | {"PLANTAO_HOME": str(self.home), "PLANTAO_SECRET_KEY": "s" * 50, "DATABASE_URL": self.url}

    def say(self, *command: str, refused: bool = False) -> str:
        """Type a command; return what it prints or, where it is to be refused, what it says to that."""
        told = subprocess.run(
            [*PLANTAO, *command], cwd=REPOSITORY, env=self.environment, capture_output=True, text=True, timeout=200, check=False,
        )  # fmt: skip
        assert (told.returncode == 1) == refused, told.stdout + told.stderr
        return told.stderr if refused else told.stdout

    @contextmanager
    def working(self) -> Iterator[None]:
        """Let a worker work for the length of the block."""
        worker = subprocess.Popen([*PLANTAO, "work"], cwd=REPOSITORY, env=self.environment, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait()

    @contextmanager
    def running(self) -> Iterator["Desk"]:
        """Start the embedded database of its folder, and give the desk as it is reached by address."""
        postgres = EmbeddedPostgres(self.home / "postgres", durable=False)
        try:
            yield Desk(self.home, postgres.start())
        finally:
            postgres.stop()
            shutil.rmtree((self.home / "postgres").resolve())  # where root's folders keep PostgreSQL's user out, it is elsewhere

    def ask(self, question: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(question.encode()).fetchall()

    def contents(self) -> dict[str, tuple[int, str]]:
        """Return {table: (how many rows, a digest of all that is in them)}."""
        with psycopg.connect(self.url) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            found = {}
            for (table,) in tables:
                rows = sorted(row for (row,) in connection.execute(f'SELECT t::text FROM "{table}" AS t'.encode()))
                found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        return found

    def guards(self) -> set[str]:
        """Return each trigger, policy, constraint, index, function and grant to one of our roles, spelled out."""
        return {row["guard"] for row in self.ask(GUARDS)}


@pytest.fixture
def desk(transactional_db: None, tmp_path: Path) -> tuple[Desk, House]:
    """A desk that has told two customers of their tickets, and keeps a third's mail on which nobody has worked yet."""
    house = House(clock.now() - timedelta(minutes=5))
    a_handbook_in_force(at=house.at - timedelta(days=30))
    for number in (1, 2):
        house.mail(a_mail(sender=f"Ana <ana{number}@cliente.example>", message_id=f"<{number}@cliente.example>"))
        house.later(minutes=1)
    waiting = a_mail("E agora?", sender="Eva <eva@cliente.example>", message_id="<3@cliente.example>")
    envelope = {"via": "smtp", "mail_from": "eva@cliente.example", "rcpt_to": [NOC]}
    inbox.receive(channel="email", outside_id=identity(waiting), original=waiting, envelope=envelope, at=house.at)
    return Desk(tmp_path / "old", conninfo()), house


def told(desk: Desk) -> Counter[str]:
    """Return how many mails went to each customer."""
    return Counter(row["address"] for row in desk.ask("SELECT address FROM messaging_notice WHERE state = 'sent'"))


def mails_sent(desk: Desk) -> int:
    return int(desk.ask("SELECT count(*) AS n FROM events_event WHERE verb = 'message.delivered'")[0]["n"])


class TestDeskWhoseMachineIsLost:
    def test_when_its_backup_is_restored_elsewhere_then_everything_is_there_and_the_desk_goes_on(
        self, desk: tuple[Desk, House], tmp_path: Path
    ) -> None:
        old, house = desk
        file, new = tmp_path / "plantao.dump", Desk(tmp_path / "new")
        contents, guards, had_sent = old.contents(), old.guards(), mails_sent(old)

        old.say("backup", str(file))
        house.mail(a_mail(sender="Rui <rui@cliente.example>", message_id="<4@cliente.example>"))
        given_since = Protocol.objects.latest("id").number
        new.say("restore", str(file))

        assert file.stat().st_mode & 0o777 == 0o600
        with new.running() as going_on:
            restored = going_on.contents()
            assert {name: held for name, held in contents.items() if held != restored.get(name)}.keys() <= COUNTED | FORGOTTEN
            assert {guard.split()[0] for guard in guards} == {"trigger", "policy", "constraint", "index", "function", "grant", "walled"}
            assert sorted(guards - going_on.guards()) == []
            assert going_on.ask(KEPT_FROM_THE_APP) == []

            again = tmp_path / "again.eml"
            again.write_bytes(a_mail("Caiu de novo", sender="Ivo <ivo@cliente.example>", message_id="<5@cliente.example>"))
            going_on.say("mail", "deliver", str(again))

            with going_on.working():
                wait_until(lambda: sum(told(going_on).values()) >= 3, within=60)
            numbers = [row["number"] for row in going_on.ask("SELECT number FROM tickets_protocol")]
            assert len(numbers) == 4
            assert given_since not in numbers
            assert told(going_on) == {f"{name}@cliente.example": 1 for name in ("ana1", "ana2", "eva")}
            assert mails_sent(going_on) == had_sent + 1


class TestDatabaseThatIsInUse:
    def test_when_a_backup_is_to_go_over_it_then_that_is_refused(self, desk: tuple[Desk, House], tmp_path: Path) -> None:
        old, _ = desk
        file = tmp_path / "plantao.dump"
        old.say("backup", str(file))
        contents = old.contents()

        said = old.say("restore", str(file), refused=True)

        assert "restore into an empty one" in said
        assert old.contents() == contents


class TestFileThatIsNoBackup:
    def test_when_it_is_to_be_restored_then_it_is_said_and_nothing_is_made(self, tmp_path: Path) -> None:
        file = tmp_path / "holiday.jpg"
        file.write_bytes(b"\xff\xd8\xff\xe0 not a dump")

        said = Desk(tmp_path / "new").say("restore", str(file), refused=True)

        assert "is no backup that can be read here" in said
        assert not (tmp_path / "new").exists()
