"""`plantao rerate`, and the clocks that `plantao ticket show --explain` tells."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from plantao import clock
from plantao.agreements.testing import SHIPPED, a_handbook_in_force
from plantao.operate.cli import main
from plantao.sla.testing import clocks_wired
from plantao.tickets.testing import MONDAY_9H, MONDAY_10H, MONDAY_11H, STAFF, a_ticket

pytestmark = pytest.mark.django_db
NOC = (SHIPPED / "noc.yaml").read_text(encoding="utf-8")
LESS = NOC.replace("attend: {within: 2h, calendar: always}", "attend: {within: 3h, calendar: always}", 1)
RENAMED = NOC.replace("- {key: n1,", "- {key: first,", 1)


@pytest.fixture(autouse=True)
def _at_ten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "en")
    with clocks_wired(), clock.frozen(MONDAY_10H):
        yield


@pytest.fixture
def protocol() -> str:
    return a_ticket(criticality="urgent", opened_at=MONDAY_9H - timedelta(minutes=1)).protocol


def put_in_force(source: str) -> None:
    a_handbook_in_force(at=MONDAY_9H, source=source.encode())


class TestHandbookThatPromisesLess:
    def test_when_only_looked_at_then_before_and_after_are_printed_and_nothing_changes(
        self, protocol: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put_in_force(LESS)

        assert main(["rerate", "--dry-run"]) == 0

        assert capsys.readouterr().out.splitlines() == [
            f"{protocol}: handbook 1 -> 2, calendars 1 -> 2",
            "    attend: running, due 2026-11-16T13:59:00Z -> running, due 2026-11-16T14:59:00Z",
            "    resolve: running, due 2026-11-16T19:59:00Z -> running, due 2026-11-16T19:59:00Z",
            "    update: waiting -> waiting",
        ]
        assert main(["rerate", "--dry-run", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["before"] == {"handbook": 1, "calendars": 1}

    def test_when_done_then_the_ticket_has_moved_and_does_not_move_again(self, protocol: str, capsys: pytest.CaptureFixture[str]) -> None:
        put_in_force(LESS)

        assert main(["rerate", protocol, "--reason", "The new contract."]) == 0
        capsys.readouterr()

        assert main(["rerate", "--reason", "Once more."]) == 0
        assert capsys.readouterr().out == ""
        assert main(["ticket", "show", protocol, "--explain", "--json"]) == 0
        attend = json.loads(capsys.readouterr().out)["clocks"]["attend"]
        assert (attend["due_at"], attend["handbook_version"], attend["calendars_version"]) == ("2026-11-16T14:59:00Z", 2, 2)

    def test_when_only_the_calendars_are_to_move_then_the_handbook_stays(self, protocol: str, capsys: pytest.CaptureFixture[str]) -> None:
        put_in_force(LESS)

        assert main(["rerate", "--keep-handbook", "--reason", "A holiday."]) == 0

        assert capsys.readouterr().out.splitlines()[0] == f"{protocol}: handbook 1 -> 1, calendars 1 -> 2"


class TestRerateThatCanNotBe:
    def test_when_nobody_says_why_then_one_sentence_says_what_to_do(self, protocol: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["rerate"]) == 1
        assert capsys.readouterr().err == "plantao: say why with --reason TEXT, or look first with --dry-run\n"

    def test_when_a_ticket_does_not_fit_then_it_is_told_and_the_others_go_on(self, capsys: pytest.CaptureFixture[str]) -> None:
        unfit = a_ticket(opened_at=MONDAY_9H - timedelta(minutes=2)).protocol
        put_in_force(RENAMED)

        assert main(["rerate", "--reason", "New names."]) == 1

        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(f"{unfit}: ")
        assert "n1" in said.err

    @pytest.mark.parametrize(("option", "said"), [("--handbook", "no version 9 of the handbook"), ("--calendars", "no version 9")])
    def test_when_there_is_no_such_version_then_it_says_so(
        self, protocol: str, option: str, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["rerate", "--dry-run", option, "9"]) == 1
        assert said in capsys.readouterr().err


class TestTicketThatIsExplained:
    def test_when_no_language_is_asked_for_then_it_is_that_of_the_ticket(self, protocol: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["ticket", "show", protocol, "--explain", "--published"]) == 0

        assert capsys.readouterr().out.splitlines() == [
            "Situação em 16/11/2026 10:00; as horas são de America/Sao_Paulo.",
            "",
            "Primeiro atendimento por uma pessoa: prometido em 2 h corridas; até 16/11/2026 10:59; contado 1 h 1 min, faltam 59 min.",
            "    16/11/2026 08:59 - 16/11/2026 10:00     1 h 1 min  contado",
            "",
            "Escalonamento: quem é avisado enquanto não há solução",
            "    Coordenação do NOC (após 2 h corridas): em 16/11/2026 10:59, se até lá não houver solução",
            "    Gerência do NOC (após 4 h corridas): em 16/11/2026 12:59, se até lá não houver solução",
            "    Diretoria (após 24 h corridas): em 17/11/2026 08:59, se até lá não houver solução",
        ]

    def test_when_an_instant_and_a_language_are_asked_for_then_those_count(self, protocol: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["ticket", "show", protocol, "--explain", "--language", "en", "--at", "2026-11-16T11:00:00-03:00"]) == 0

        out = capsys.readouterr().out
        assert "overdue since 2026-11-16 10:59; counted 2 h 1 min." in out
        assert "our own goal, not published" in out

    def test_when_asked_as_json_then_it_has_the_shape_of_explain_and_what_was_promised_before(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ticket = a_ticket(criticality="controlled", opened_at=MONDAY_9H - timedelta(minutes=1))
        ticket.classify(by=STAFF, at=MONDAY_10H, public=True, criticality="urgent", reason="Worse.")

        assert main(["ticket", "show", ticket.protocol, "--explain", "--json", "--at", MONDAY_11H.isoformat()]) == 0

        told = json.loads(capsys.readouterr().out)["clocks"]
        assert list(told) == ["attend", "update", "resolve"]
        assert told["update"] == {"due_at": None, "state": "waiting", "published": False, "criticality": "urgent"}
        assert {key: told["attend"][key] for key in ("calendar", "earliest", "due_at", "elapsed", "remaining", "state", "round")} == {
            "calendar": "always", "earliest": None, "due_at": "2026-11-16T15:00:00Z", "elapsed": 3_600, "remaining": 3_600,
            "state": "running", "round": 1,
        }  # fmt: skip
        assert told["attend"]["former"] == [
            {"criticality": "controlled", "due_at": "2026-11-18T15:59:00Z", "state": "stopped", "until": "2026-11-16T13:00:00Z"}
        ]
