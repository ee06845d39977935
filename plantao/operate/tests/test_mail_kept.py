"""`plantao mail file`, `open`, `block`, `admit` and `blocked`, as somebody types them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plantao.directory.models import Customer
from plantao.events.actor import DESK
from plantao.intake.mail import take_in
from plantao.messaging.handlers import inbox_of
from plantao.messaging.models import BlockedSender
from plantao.operate import mail_fate
from plantao.operate.cli import main
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, a_desk, a_ticket
from plantao.work.testing import wired

pytestmark = pytest.mark.django_db

AUTOMATIC = (
    b"From: Robot <robot@cliente.example>\r\nTo: noc@jatoba.example\r\nSubject: Temperatura\r\nMessage-ID: <1@cliente.example>\r\n"
    b"Auto-Submitted: auto-generated\r\n\r\n41 graus.\r\n"
)


@pytest.fixture(autouse=True)
def _at_work(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "en")
    monkeypatch.setattr(mail_fate, "LOOK_AGAIN", 0)
    a_desk(at=LONG_AGO)
    with wired(queues=(inbox_of({"email": take_in}),)):
        yield


@pytest.fixture
def kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the number of a mail in the tray."""
    file = tmp_path / "mail.eml"
    file.write_bytes(AUTOMATIC)
    assert main(["mail", "deliver", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["result"] == "tray"
    return str(said["id"])


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["mail", *words, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


class TestAMailInTheTray:
    @pytest.mark.parametrize(("more", "public"), [([], False), (["--public"], True)])
    def test_when_it_is_filed_then_its_words_stand_on_the_ticket(
        self, kept: str, more: list[str], public: bool, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ticket = a_ticket()

        said = typed(capsys, "file", kept, ticket.protocol, *more)

        assert (said["result"], said["protocol"]) == ("filed", ticket.protocol)
        assert ticket.entries.order_by("-pk").values_list("is_public", "text")[0] == (public, "41 graus.")

    def test_when_a_ticket_is_opened_of_it_then_for_the_customer_that_is_named(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        customer = Customer.objects.add("Aurora", by=DESK, at=LONG_AGO)

        said = typed(capsys, "open", kept, "--customer", "aurora")

        assert (said["result"], Ticket.objects.get(protocols__number=said["protocol"]).customer) == ("opened", customer)

    def test_when_it_is_put_away_then_it_is_told_who_comes_second(self, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["mail", "quarantine", "discard", kept, "--reason", "noise"]) == 0

        assert main(["mail", "quarantine", "discard", kept, "--reason", "noise"]) == 1
        assert "Somebody dealt with this mail before you" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["file", "999", "20261122000001"], "no message 999 ever came in"),
            (["file", "KEPT", "1"], "there is no ticket '1'"),
            (["open", "KEPT", "--customer", "nobody"], "there is no customer 'nobody'"),
            (["open", "KEPT", "--by", "nobody@jatoba.example"], "nobody with the address nobody@jatoba.example is staff"),
        ],
    )
    def test_when_something_is_named_that_there_is_not_then_nothing_is_done(
        self, kept: str, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["mail", *(kept if word == "KEPT" else word for word in words)]) == 1

        assert told in capsys.readouterr().err
        assert not Ticket.objects.exists()


class TestASender:
    def test_when_blocked_and_let_in_again_then_the_list_shows_both(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert typed(capsys, "block", "Robot@cliente.example", "--reason", "noise")["reason"] == "noise"
        assert BlockedSender.objects.blocks("robot@cliente.example")
        assert typed(capsys, "blocked")["sender"] == "robot@cliente.example"

        assert typed(capsys, "admit", "robot@cliente.example")["until"]

        assert main(["mail", "blocked"]) == 0
        assert capsys.readouterr().out == "No sender is blocked.\n"

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["block", "robot", "--reason", "noise"], "is no mail address"),
            (["block", "robot@cliente.example", "--reason", " "], "say why the sender is blocked"),
            (["admit", "robot@cliente.example"], "is not blocked; `plantao mail blocked` names who is"),
        ],
    )
    def test_when_that_can_not_be_then_a_sentence_says_why(self, words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["mail", *words]) == 1

        assert told in capsys.readouterr().err

    def test_when_who_acts_lacks_the_right_then_it_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        agent = an_agent(at=LONG_AGO)

        assert main(["mail", "block", "robot@cliente.example", "--reason", "noise", "--by", str(agent.person.mail_address)]) == 1

        assert not BlockedSender.objects.exists()
