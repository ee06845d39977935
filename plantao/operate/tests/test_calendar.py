"""`plantao calendar`: what is listed, set, cleared and only looked at."""

import json
from collections.abc import Callable

import pytest

from plantao import clock
from plantao.agreements.models import CalendarVersion
from plantao.operate.cli import main
from plantao.sla.testing import clocks_wired
from plantao.tickets.testing import MONDAY_9H, MONDAY_12H, a_desk, a_ticket

pytestmark = pytest.mark.django_db
Typed = Callable[..., list[str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Return a function that types a command on Monday at noon and returns its lines."""

    def run(*arguments: str, status: int = 0) -> list[str]:
        with clock.frozen(MONDAY_12H):
            assert main(["calendar", *arguments]) == status
        said = capsys.readouterr()
        return (said.out if status == 0 else said.err).splitlines()

    a_desk()
    return run


def test_when_a_day_is_set_then_it_is_listed_with_its_version(typed: Typed) -> None:
    typed("set", "office", "2026-11-17", "--hours", "08:00-12:00", "--name", "City day", "--reason", "Decree 7")

    assert "office\t2026-11-17\t08:00-12:00\tperson\tCity day" in typed("list", "office")
    newest = json.loads(typed("versions", "--json")[0])
    assert (newest["version"], newest["because"], newest["reason"]) == (2, "day_set", "Decree 7")
    assert newest["about"] == {"calendar": "office", "date": "2026-11-17"}


def test_when_it_is_only_looked_at_then_the_tickets_are_told_and_nothing_is_made(typed: Typed) -> None:
    with clocks_wired():
        ticket = a_ticket(criticality="controlled", opened_at=MONDAY_9H)

    [line] = typed("set", "office", "2026-11-17", "--closed", "--reason", "Decree 7", "--dry-run")

    assert line.startswith(ticket.protocol)
    assert CalendarVersion.objects.count() == 1


def test_when_a_day_is_cleared_then_it_is_no_longer_listed(typed: Typed) -> None:
    typed("set", "office", "2026-11-17", "--closed", "--reason", "Decree 7")
    typed("clear", "office", "2026-11-17", "--reason", "It was revoked")

    assert not [line for line in typed("list", "office") if "2026-11-17" in line]


@pytest.mark.parametrize(
    "wrong", [("office", "17/11", "--closed"), ("office", "2026-11-17", "--hours", "8 to 12"), ("night", "2026-11-17", "--open")]
)
def test_when_something_is_wrong_then_it_is_said(typed: Typed, wrong: tuple[str, ...]) -> None:
    assert typed("set", *wrong, "--reason", "x", status=1)[0].startswith("plantao: ")


def test_when_a_calendar_is_named_that_there_is_not_then_its_days_are_not_said_to_be_none(typed: Typed) -> None:
    [told] = typed("list", "nights", status=1)

    assert "nights" in told
    assert "office" in told


def test_when_versions_are_listed_then_in_the_language_of_the_terminal(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")

    assert "version 1 of the handbook was put in force" in typed("versions")[0]
