"""Mail comes in by a client that is not ours, into a database that goes away and comes back, by a process that is killed."""

import os
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from plantao.channels.email.door import LmtpDoor
from plantao.channels.email.tests.listening import listening
from plantao.messaging.models import Inbound
from plantao.operate import postgres as launcher
from plantao.operate import roles
from plantao.operate.postgres import EmbeddedPostgres

ROOT = Path(__file__).parents[2]
NOC = "noc@redeipe.example"
ANA = "ana@cliente.example"
NO_SWAKS = "a mail client that is not ours is missing here: install swaks" if shutil.which("swaks") is None else ""


def swaks(port: int, *options: str) -> int:
    """Send a mail with swaks, and return its exit status: 0 where the server answered for it."""
    command = ["swaks", "--server", "127.0.0.1", "--port", str(port), "--from", ANA, "--helo", "cliente.example", *options]
    return subprocess.run(command, check=False, capture_output=True, timeout=30).returncode


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(bool(NO_SWAKS), reason=NO_SWAKS or "nothing is missing")
class TestAClientThatIsNotOurs:
    def test_when_it_sends_a_mail_with_a_file_by_smtp_then_it_is_kept_whole(self, tmp_path: Path) -> None:
        picture = tmp_path / "led.bin"
        picture.write_bytes(bytes(range(256)) * 400)
        with listening() as port:
            status = swaks(port, "--to", NOC, "--header", "Subject: Enlace fora", "--attach", f"@{picture}")

        assert status == 0
        assert b"Subject: Enlace fora" in Inbound.objects.get().original.read()

    def test_when_it_hands_one_over_by_lmtp_then_it_is_kept(self) -> None:
        with listening(LmtpDoor) as port:
            status = swaks(port, "--protocol", "LMTP", "--to", f"{NOC},noc+abc@redeipe.example")

        assert status == 0
        assert Inbound.objects.get().envelope["rcpt_to"] == [NOC, "noc+abc@redeipe.example"]

    def test_when_it_writes_to_somebody_else_then_it_is_refused(self) -> None:
        with listening() as port:
            status = swaks(port, "--to", "somebody@else.example")

        assert status == 24  # swaks: no recipient was accepted
        assert not Inbound.objects.exists()


class Receiving:
    """A receiver as a process of its own, on a database of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = EmbeddedPostgres(home / "postgres", durable=False, tell=lambda _: None)
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        self.url = self.postgres.start()
        roles.prepare(self.url)
        self.environment = {**os.environ, "DATABASE_URL": self.url, "PLANTAO_DATABASE_ROLE": "owner", "PLANTAO_HOME": str(self.home)}
        migrate = [sys.executable, "-m", "django", "migrate", "--settings", "config.settings", "--verbosity", "0"]
        subprocess.run(migrate, check=True, cwd=ROOT, env=self.environment, capture_output=True)
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.journeys.mail_receiver"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()

    def send(self, number: int) -> int:
        """Send a mail, and return what the receiver answered; 0 where the line broke."""
        raw = f"From: {ANA}\r\nSubject: {number}\r\nMessage-ID: <{number}@cliente.example>\r\n\r\nCaiu.\r\n".encode()
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
                client.ehlo()
                client.mail(ANA)
                client.rcpt(NOC)
                return client.data(raw)[0]
        except (OSError, smtplib.SMTPException):
            return 0

    def kept(self) -> list[str]:
        """Return the subjects of what is in the database."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT content FROM messaging_inbound JOIN files_blob ON sha256 = original_id").fetchall()
        return [bytes(content).split(b"Subject: ")[1].split(b"\r\n")[0].decode() for (content,) in rows]


@pytest.fixture(scope="module")
def receiving() -> Iterator[Receiving]:
    home = Path(tempfile.mkdtemp(prefix="plantao-receiving-"))
    home.chmod(0o755)
    port, running = _free_port(), Receiving(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launcher, "_free_port", lambda: port)  # so that the database comes back where it was
        try:
            running.prepare()
            yield running
        finally:
            running.kill()
            running.postgres.stop()
            shutil.rmtree(home, ignore_errors=True)


class TestADatabaseThatGoesAway:
    def test_when_a_mail_comes_meanwhile_then_it_is_put_off_and_taken_when_it_is_back(self, receiving: Receiving) -> None:
        before = receiving.send(1)
        receiving.postgres.stop()
        meanwhile = receiving.send(2)
        receiving.postgres.start()
        after = receiving.send(2)

        assert (before, meanwhile, after) == (250, 451, 250)
        assert sorted(receiving.kept()) == ["1", "2"]


class TestAReceiverThatIsKilled:
    def test_when_mails_are_coming_in_then_every_one_that_was_answered_for_is_kept_once(self, receiving: Receiving) -> None:
        answered: dict[int, int] = {}

        def senders(first: int) -> None:
            for number in range(first, first + 40):
                answered[number] = receiving.send(number)

        threads = [threading.Thread(target=senders, args=[first]) for first in (1000, 2000, 3000)]
        for thread in threads:
            thread.start()
        threading.Event().wait(0.3)
        receiving.kill()
        for thread in threads:
            thread.join()
        receiving.start()
        for number in [number for number, code in answered.items() if code != 250]:
            answered[number] = receiving.send(number)  # as a mail server does

        assert set(answered.values()) == {250}
        assert {str(number) for number in answered} <= set(receiving.kept())
        assert len(receiving.kept()) == len(set(receiving.kept()))


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
