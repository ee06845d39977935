"""What `plantao up` prints at the end: that the line to paste really sends a mail in."""

import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from plantao.operate import arrival
from plantao.operate.tests.running import free_port


class Received:
    """A server of mail that keeps what it was handed."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(envelope)
        return "250 taken"


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[Received]:
    kept = Received()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    monkeypatch.setenv("PLANTAO_SMTP_PORT", str(controller.port))
    yield kept
    controller.stop()


class TestMailReceiver:
    def test_when_the_line_is_pasted_then_a_mail_comes_in_and_each_time_another(self, received: Received) -> None:
        welcome = arrival.welcome(Path("/srv/var"), {"mail_address": "noc@provider.example"})
        [line] = [line.strip() for line in welcome.splitlines() if "python3 -c" in line]

        for _ in range(2):
            subprocess.run(["sh", "-c", line], check=True, timeout=20)

        first, second = (message_from_bytes(mail.original_content or b"") for mail in received.mails)
        assert received.mails[0].rcpt_tos == ["noc@provider.example"]
        assert first["To"] == "noc@provider.example"
        assert "roteador" in first.get_payload()
        assert first["Message-ID"] != second["Message-ID"]

    def test_when_it_greets_then_it_answers_and_when_not_it_does_not(self, received: Received, monkeypatch: pytest.MonkeyPatch) -> None:
        assert arrival.mail_answers()
        monkeypatch.setenv("PLANTAO_SMTP_PORT", str(free_port()))

        assert not arrival.mail_answers()


class TestMailOut:
    def test_when_no_server_is_set_then_it_says_that_mail_is_caught(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("PLANTAO_MAIL_OUT", raising=False)

        assert "none leaves this machine" in arrival.welcome(Path("/srv/var"), {})

    def test_when_one_is_set_then_it_is_named_without_its_password(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PLANTAO_MAIL_OUT", "smtps://desk:secret@mail.provider.example:465")

        said = arrival.welcome(Path("/srv/var"), {})

        assert "sent by mail.provider.example:465" in said
        assert "secret" not in said
