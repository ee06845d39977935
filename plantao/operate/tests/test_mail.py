"""`plantao mail deliver`, `quarantine` and `tray`: mails in files through the real intake, and what could not be worked on."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from plantao.intake.mail import take_in
from plantao.messaging.handlers import inbox_of
from plantao.messaging.models import Inbound, Outcome
from plantao.operate import mail_fate
from plantao.operate.cli import main
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, a_desk
from plantao.work.testing import wired

pytestmark = pytest.mark.django_db
Said = dict[str, Any]

MAIL = (
    b"From: Ana <ana@cliente.example>\r\nTo: noc@jatoba.example\r\nSubject: Link fora\r\nMessage-ID: <1@cliente.example>\r\n\r\nCaiu.\r\n"
)
AUTOMATIC = MAIL.replace(b"<1@", b"<2@").replace(b"Subject", b"Auto-Submitted: auto-replied\r\nSubject")
POISON = MAIL.replace(b"<1@", b"<3@").replace(b"Link fora", b"poison")


def read_unless_poisoned(inbound: Inbound, at: datetime) -> None:
    if b"poison" in inbound.original.read():
        raise ValueError("nobody can read this")
    take_in(inbound, at)


@pytest.fixture(autouse=True)
def _at_work(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A house with a handbook where the intake works, no worker runs, and what fails is tried again at once."""
    monkeypatch.setenv("LC_ALL", "en")
    monkeypatch.setattr(Inbound, "BACK_OFF", (timedelta(), timedelta()))
    monkeypatch.setattr(mail_fate, "LOOK_AGAIN", 0)
    a_desk(at=LONG_AGO)
    with wired(queues=(inbox_of({"email": read_unless_poisoned}),)):
        yield


class Terminal:
    """Mails in files, and what is read when a command was typed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def file(self, raw: bytes, *, name: str = "mail.eml") -> str:
        (self.folder / name).write_bytes(raw)
        return str(self.folder / name)

    def json(self, *arguments: str, status: int = 0) -> list[Said]:
        assert main(["mail", *arguments, "--json"]) == status
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]

    def lines(self, *arguments: str, status: int = 0) -> list[str]:
        assert main(["mail", *arguments]) == status
        said = self.capsys.readouterr()
        return (said.out or said.err).splitlines()


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


class TestDelivery:
    def test_when_a_person_writes_then_a_ticket_is_opened_and_named(self, terminal: Terminal) -> None:
        file = terminal.file(MAIL)

        (said,) = terminal.json("deliver", file)

        ticket = Ticket.objects.get()
        assert (said["file"], said["result"], said["protocol"]) == (file, "opened", ticket.protocol)
        assert (said["was_here"], said["error"], said["reason"]) == (False, None, None)
        assert Inbound.objects.get(pk=said["id"]).envelope["via"] == "file"

    def test_when_the_same_mail_comes_again_in_a_mailbox_file_then_it_is_said_and_nothing_more_is_opened(self, terminal: Terminal) -> None:
        box = b"From ana@cliente.example Mon Nov 23 12:00:00 2026\n" + MAIL

        first, again = terminal.json("deliver", terminal.file(MAIL), terminal.file(box, name="mail.box"))

        assert (again["was_here"], again["protocol"]) == (True, first["protocol"])
        assert Ticket.objects.count() == 1

    def test_when_it_names_a_protocol_then_it_is_filed_there(self, terminal: Terminal) -> None:
        (first,) = terminal.json("deliver", terminal.file(MAIL))
        answer = MAIL.replace(b"<1@", b"<9@").replace(b"Link fora", f"Re: [{first['protocol']}] Link fora".encode())

        (said,) = terminal.json("deliver", terminal.file(answer))

        assert (said["result"], said["protocol"]) == ("filed", first["protocol"])

    def test_when_files_are_no_mails_then_each_is_told_and_the_next_is_taken_in(self, terminal: Terminal, settings: Any) -> None:
        settings.MAIL_SIZE_LIMIT = 1_000
        missing = str(terminal.folder / "missing.eml")
        files = [
            missing,
            terminal.file(b"\r\n", name="empty.eml"),
            terminal.file(MAIL + b"x" * 1_000, name="large.eml"),
            terminal.file(MAIL),
        ]

        said = terminal.json("deliver", *files, status=1)

        assert [each["error"] for each in said] == [
            "No such file or directory", "it is empty", "it is larger than 1,000 bytes (PLANTAO_MAIL_SIZE_LIMIT)", None,
        ]  # fmt: skip
        assert [each["result"] for each in said] == [None, None, None, "opened"]

    def test_when_it_comes_on_standard_input_then_a_line_says_what_became_of_it(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MAIL)))

        (line,) = terminal.lines("deliver", "-")

        assert line == f"-: opened {Ticket.objects.get().protocol} (nothing_points)"

    def test_when_nothing_is_worked_on_in_time_then_it_is_kept_and_said_to_wait(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("plantao.work.attendance.present", lambda: frozenset({7}))

        (said,) = terminal.json("deliver", terminal.file(MAIL), "--wait", "0")

        assert (said["result"], said["protocol"]) == ("waiting", None)


class TestADatabaseThatGoesAway:
    def test_when_mail_is_delivered_then_one_sentence_says_so(self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        def gone(*arguments: object, **more: object) -> None:
            raise OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(mail_fate, "settle", gone)

        (line,) = terminal.lines("deliver", terminal.file(MAIL), status=1)

        assert line.startswith("plantao: the database at ")
        assert "server closed the connection unexpectedly" in line


class TestNoHandbook:
    def test_when_mail_is_delivered_then_one_sentence_says_so_and_none_is_kept(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("plantao.clock.now", lambda: LONG_AGO - timedelta(days=1))

        (line,) = terminal.lines("deliver", terminal.file(MAIL), status=1)

        assert "No handbook is in force" in line
        assert not Inbound.objects.exists()


class TestQuarantine:
    @pytest.fixture
    def poisoned(self, terminal: Terminal) -> Said:
        said: Said
        said, after = terminal.json("deliver", terminal.file(POISON, name="poison.eml"), terminal.file(MAIL))
        assert after["result"] == "opened"
        return said

    def test_when_a_mail_fails_then_it_is_listed_with_the_reason(self, terminal: Terminal, poisoned: Said) -> None:
        assert poisoned["result"] == "quarantined"
        for words in (["quarantine"], ["quarantine", "list"]):
            (listed,) = terminal.json(*words)
            assert (listed["id"], listed["from"], listed["subject"]) == (poisoned["id"], "ana@cliente.example", "poison")
            assert "nobody can read this" in listed["reason"]
            assert listed["tries"] == 3

    def test_when_it_is_tried_again_after_a_repair_then_its_ticket_is_named(self, terminal: Terminal, poisoned: Said) -> None:
        with wired(queues=(inbox_of({"email": take_in}),)):
            (said,) = terminal.json("quarantine", "retry", str(poisoned["id"]))

        assert (said["id"], said["result"]) == (poisoned["id"], "opened")
        assert terminal.lines("quarantine") == ["Nothing is in quarantine."]

    def test_when_all_are_tried_again_in_vain_then_they_are_back(self, terminal: Terminal, poisoned: Said) -> None:
        (line,) = terminal.lines("quarantine", "retry", "--all", status=1)

        assert line.startswith(f"{poisoned['id']}: in quarantine: ")

    def test_when_one_is_put_away_then_its_original_stays(self, terminal: Terminal, poisoned: Said) -> None:
        (said,) = terminal.json("quarantine", "discard", str(poisoned["id"]), "--reason", "an empty test")

        assert (said["result"], said["why"]) == (Outcome.DISCARDED, "an empty test")
        assert Inbound.objects.get(pk=poisoned["id"]).original.read() == POISON
        assert terminal.json("quarantine") == []

    def test_when_one_is_shown_then_all_that_is_known_of_it_stands_there(self, terminal: Terminal, poisoned: Said) -> None:
        (said,) = terminal.json("quarantine", "show", str(poisoned["id"]))

        assert (said["mail"]["subject"], said["mail"]["text"], said["envelope"]["via"]) == ("poison", "Caiu.", "file")
        assert "nobody can read this" in said["reason"]

    def test_when_the_original_is_asked_for_then_it_comes_byte_by_byte(
        self, terminal: Terminal, poisoned: Said, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        printed = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, write_through=True))

        assert main(["mail", "quarantine", "show", str(poisoned["id"]), "--original"]) == 0

        assert printed.getvalue() == POISON

    @pytest.mark.parametrize(
        ("words", "told"),
        [(["retry", "999999"], "is not in quarantine"), (["discard", "99999999999999999999", "--reason", "x"], "ever came in")],
    )
    def test_when_what_is_named_is_not_there_then_a_sentence_says_so(self, terminal: Terminal, words: list[str], told: str) -> None:
        (line,) = terminal.lines("quarantine", *words, status=1)

        assert told in line

    def test_when_nothing_is_named_to_try_again_then_it_is_asked(self, terminal: Terminal) -> None:
        (line,) = terminal.lines("quarantine", "retry", status=1)

        assert "their IDs, or --all" in line


class TestTray:
    def test_when_automatic_mail_answers_nothing_then_it_is_listed_with_why(self, terminal: Terminal) -> None:
        (delivered,) = terminal.json("deliver", terminal.file(AUTOMATIC))

        (said,) = terminal.json("tray")

        assert (delivered["result"], delivered["protocol"]) == ("tray", None)
        assert (said["id"], said["from"], said["subject"]) == (delivered["id"], "ana@cliente.example", "Link fora")
        assert said["why"]

    def test_when_nothing_is_in_it_then_it_says_so(self, terminal: Terminal) -> None:
        assert terminal.lines("tray") == ["The tray is empty."]
