"""`plantao escalation`, as whoever is on duty types it."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from plantao import clock
from plantao.escalation.testing import ladders_wired, on_duty
from plantao.operate.cli import main
from plantao.tickets.models import Ticket
from plantao.tickets.testing import MONDAY_9H, MONDAY_11H, a_ticket
from plantao.work.loop import run_due

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
Say = Callable[..., list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _ladders() -> Iterator[None]:
    with ladders_wired():
        yield


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Let the watch run until a minute after eleven, run `plantao escalation ... --json` there, and return what it prints."""

    def run(*words: str, at: timedelta = MINUTE, status: int = 0) -> list[dict[str, Any]]:
        with clock.frozen(MONDAY_11H + at):
            run_due(MONDAY_11H + at, raises=True)
            assert main(["escalation", *words, "--json"]) == status
        told = capsys.readouterr()
        return [{"error": told.err}] if status else [json.loads(line) for line in told.out.splitlines()]

    return run


@pytest.fixture
def urgent() -> Ticket:
    for role in ("noc_coordinator", "noc_manager"):
        on_duty(role, mail=f"{role}@noc.example")
    ticket = a_ticket(criticality="urgent")
    with clock.frozen(MONDAY_11H):
        run_due(MONDAY_11H, raises=True)
    return ticket


class TestTicketThatRings:
    def test_list_says_whom_and_since_when(self, say: Say, urgent: Ticket) -> None:
        [ringing] = say("list")

        assert (ringing["protocol"], ringing["tell"], ringing["people"]) == (
            urgent.protocol,
            "noc_coordinator",
            ["noc_coordinator@noc.example"],
        )
        assert (ringing["since"], ringing["rung"], ringing["next_at"]) == ("2026-11-16T14:00:00Z", 1, "2026-11-16T14:05:00Z")

    def test_acknowledge_lets_it_fall_silent(self, say: Say, urgent: Ticket) -> None:
        [given] = say("acknowledge", urgent.protocol, "--by", "noc_coordinator@noc.example")

        assert (given["tell"], given["until"]) == ("noc_coordinator", "2026-11-16T15:01:00Z")
        assert say("list") == []
        assert "rings now" in say("acknowledge", urgent.protocol, status=1)[0]["error"]

    def test_show_lists_the_whole_ladder(self, say: Say, urgent: Ticket) -> None:
        assert [(step["tell"], step["due_at"], step["state"]) for step in say("show", urgent.protocol)] == [
            ("noc_coordinator", "2026-11-16T14:00:00Z", "happened"),
            ("noc_manager", "2026-11-16T16:00:00Z", "to come"),
            ("director", "2026-11-17T12:00:00Z", "to come"),
        ]

    def test_who_names_whoever_would_be_told_and_the_gaps(self, say: Say, urgent: Ticket) -> None:
        assert [(each["tell"], each["to"], each["gaps"]) for each in say("who", urgent.protocol)] == [
            ("noc_coordinator", "noc_coordinator", []), ("noc_manager", "noc_manager", []), ("director", "administrators", ["director"]),
        ]  # fmt: skip


class TestTicketWhoseStepsAreOffered:
    def test_ask_is_refused_before_it_is_due_and_taken_afterwards(self, say: Say) -> None:
        ticket = a_ticket(criticality="controlled", opened_at=MONDAY_9H)

        assert "may be asked for once it is due" in say("ask", ticket.protocol, at=-MINUTE, status=1)[0]["error"]
        [asked] = say("ask", ticket.protocol)

        assert (asked["tell"], asked["happened_at"]) == ("noc_coordinator", "2026-11-16T14:01:00Z")


class TestTheExplanationOfATicket:
    def test_when_it_is_asked_for_in_json_then_its_steps_are_those_of_plantao_explain_with_what_became_of_them(
        self, urgent: Ticket, capsys: pytest.CaptureFixture[str]
    ) -> None:
        told = []
        for words in (["ticket", "show", urgent.protocol, "--explain"], ["ticket", "show", urgent.protocol, "--explain", "--published"]):
            with clock.frozen(MONDAY_11H + MINUTE):
                run_due(MONDAY_11H + MINUTE, raises=True)
                assert main([*words, "--json"]) == 0
            told.append(json.loads(capsys.readouterr().out)["escalation"])

        inside, outside = told
        assert [(step["tell"], step["due_at"], step["automatic"], step["state"]) for step in outside] == [
            ("noc_coordinator", "2026-11-16T14:00:00Z", True, "happened"),
            ("noc_manager", "2026-11-16T16:00:00Z", True, "to come"),
            ("director", "2026-11-17T12:00:00Z", True, "to come"),
        ]
        assert [(step["told"], step["people"], step["gaps"]) for step in inside] == [
            ("noc_coordinator", ["noc_coordinator@noc.example"], []),
            ("noc_manager", ["noc_manager@noc.example"], []),
            ("administrators", [], ["director"]),
        ]
        assert inside[0]["rung_at"] == ["2026-11-16T14:00:00Z"]
        assert not {"people", "told", "rung_at"} & outside[0].keys()
