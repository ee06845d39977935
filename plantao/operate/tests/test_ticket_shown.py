"""`plantao ticket show`: what it marks in what was said."""

import json

import pytest

from plantao.events.actor import Actor, ActorKind
from plantao.operate.cli import main
from plantao.tickets.models import Words
from plantao.tickets.testing import MONDAY_10H, a_requester, a_ticket

pytestmark = pytest.mark.django_db


class TestAnAnswerByAMachine:
    def test_when_the_ticket_is_shown_then_it_is_marked_in_text_and_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester)
        away = Words("I am out until Friday.", is_automatic=True)
        ticket.reply(by=Actor(ActorKind.STRANGER, requester.pk), at=MONDAY_10H, public=True, words=away)

        assert main(["ticket", "show", ticket.protocol]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert main(["ticket", "show", ticket.protocol, "--json"]) == 0
        entries = json.loads(capsys.readouterr().out)["entries"]

        marked = [below for line, below in zip(lines, lines[1:], strict=False) if line == "    (written by a machine, not by a person)"]
        assert marked == ["    I am out until Friday."]
        assert [entry["automatic"] for entry in entries] == [False, True]
