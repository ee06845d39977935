import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plantao.handbook.case import KEYS
from plantao.handbook.document import LANGUAGES
from plantao.operate.cli import main
from plantao.operate.explain import Shelf, answers
from plantao.operate.explain_text import WORDS
from plantao.rules.service_level import State
from plantao.rules.working_time import Kind

HANDBOOKS = Path(__file__).resolve().parents[3] / "tests/fixtures/handbooks"
CASE: dict[str, Any] = {
    "handbook": "noc.yaml",
    "criticality": "urgent",
    "opened": "2026-11-18T17:30:00-03:00",
    "at": "2026-11-18T18:30:00-03:00",
}
ONE = ["explain", "--handbook", str(HANDBOOKS / "noc.yaml"), "--criticality", "controlled", "--opened", "2026-11-18T17:30:00-03:00"]
SEEN = ["--at", "2026-11-19T10:00:00-03:00"]


def line(**changed: Any) -> bytes:
    return json.dumps({**CASE, **changed}).encode() + b"\n"


def answered(*lines: bytes) -> list[dict[str, Any]]:
    return list(answers(lines, Shelf(HANDBOOKS)))


class TestManyCases:
    def test_when_a_case_names_a_file_outside_the_folder_then_it_is_not_opened(self, tmp_path: Path) -> None:
        folder = tmp_path / "handbooks"
        folder.mkdir()
        for place in (folder / "noc.yaml", tmp_path / "noc.yaml"):
            place.write_bytes((HANDBOOKS / "noc.yaml").read_bytes())
        outside = ("../noc.yaml", str(tmp_path / "noc.yaml"), "sub/../../noc.yaml", "..", "../handbooks-of-others/noc.yaml")

        refused = [answer["error"] for answer in answers([line(handbook=name) for name in outside], Shelf(folder, is_closed=True))]
        inside = answers([line(handbook=name) for name in ("noc.yaml", str(folder / "noc.yaml"))], Shelf(folder, is_closed=True))

        assert refused == [f"handbook: `{name[:60]}` lies outside {folder}, where the handbooks are; see --handbooks" for name in outside]
        assert all("clocks" in answer for answer in inside)

    def test_when_some_are_wrong_then_each_says_so_on_its_line_and_the_rest_are_answered(self) -> None:
        good, *wrong, last = answered(
            line(),
            b"{nonsense\n",
            b"\xff\xfe\n",
            b"[" * 100_000 + b"\n",
            b'"a text"\n',
            line(opened="yesterday"),
            line(handbook="nobody.yaml"),
            line(handbook="-"),
            line(handbook="."),
            line(criticality="grave \x1b[31m"),
            line(criticality="\ud800"),
            line(),
        )

        assert good == last
        assert good["clocks"]["attend"]["state"] == "running"
        assert [list(each) for each in wrong] == [["error"]] * 10
        assert [each["error"].partition(":")[0] for each in wrong] == [
            "the line is not JSON",
            "the line is not UTF-8",
            "the line is JSON that no case needs",
            "a case must be an object with the keys " + ", ".join(f"`{key}`" for key in KEYS),
            "opened",
            "handbook",
            "handbook",
            "handbook",
            "criticality",
            "criticality",
        ]
        assert all(each["error"].isprintable() for each in wrong)

    def test_when_a_handbook_has_an_error_then_every_case_says_which_and_where(self, tmp_path: Path) -> None:
        (tmp_path / "noc.yaml").write_text("handbook: 2\n", encoding="utf-8")

        one, other = answers([line(), line()], Shelf(tmp_path))

        assert one == other
        assert one["error"].startswith(f"handbook: {tmp_path / 'noc.yaml'}:1:")

    def test_when_lines_are_blank_or_the_first_has_a_mark_then_nothing_is_lost(self) -> None:
        assert len(answered(b"\xef\xbb\xbf" + line(), b"\n", line())) == 2

    def test_when_many_cases_name_a_handbook_then_it_is_read_once(self, tmp_path: Path) -> None:
        (tmp_path / "noc.yaml").write_bytes((HANDBOOKS / "noc.yaml").read_bytes())
        shelf = Shelf(tmp_path)

        first = shelf.handbook("noc.yaml")
        (tmp_path / "noc.yaml").unlink()

        assert shelf.handbook("noc.yaml") is first

    def test_when_run_as_a_command_then_neither_django_nor_a_database_is_needed(self) -> None:
        code = "import sys; from plantao.operate.cli import main; main(sys.argv[1:]); assert 'django' not in sys.modules"
        run = [sys.executable, "-c", code, "explain", "--cases", "-", "--handbooks", str(HANDBOOKS)]

        done = subprocess.run(run, input=line() * 2 + b"?\n", capture_output=True, check=True, timeout=60)

        assert [list(json.loads(each)) for each in done.stdout.splitlines()] == [["clocks", "escalation"]] * 2 + [["error"]]


class TestCasesFromAFile:
    def test_when_it_exists_then_it_is_answered(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "cases").write_bytes(line())

        assert main(["explain", "--cases", str(tmp_path / "cases"), "--handbooks", str(HANDBOOKS)]) == 0
        assert "clocks" in json.loads(capsys.readouterr().out)

    def test_when_it_does_not_then_one_sentence_says_so(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["explain", "--cases", str(tmp_path / "cases")]) == 1
        assert capsys.readouterr().err == f"plantao: {tmp_path / 'cases'}: can't be read: No such file or directory\n"


class TestOneCase:
    def test_when_asked_for_json_then_it_is_the_answer_on_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        hold, event = "2026-11-19T09:00:00-03:00//scheduled", "attended=2026-11-19T08:30:00-03:00"

        assert main([*ONE, *SEEN, "--hold", hold, "--event", event, "--json"]) == 0

        clocks = json.loads(capsys.readouterr().out)["clocks"]
        assert (clocks["attend"]["state"], clocks["resolve"]["state"]) == ("met", "held")

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            (
                "pt-br",
                [
                    "Controlado · Suporte Técnico",
                    "resolve: suspenso; vence ainda sem hora; contado 1:30, resta 38:30",
                    "suspenso: Agendado",
                ],
            ),
            (
                "es",
                [
                    "Controlado · Soporte Técnico",
                    "resolve: suspendido; vence aún sin hora; contado 1:30, resta 38:30",
                    "suspendido: Programado",
                ],
            ),
            (
                "en",
                ["Controlled · Technical Support", "resolve: on hold; due not known yet; counted 1:30, left 38:30", "on hold: Scheduled"],
            ),
        ],
    )
    def test_when_asked_for_people_then_it_is_told_in_their_language(
        self, language: str, words: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([*ONE, *SEEN, "--hold", "2026-11-19T09:00:00-03:00//scheduled", "--language", language]) == 0

        told = capsys.readouterr().out
        assert [each for each in words if each not in told] == []

    def test_when_no_instant_is_given_then_it_is_seen_now(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*ONE, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["clocks"]["attend"]["due_at"] == "2026-11-24T14:30:00Z"

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            (["--opened", "today"], "plantao: opened: `today` is not an instant; write it as in `2026-11-18T17:30:00-03:00`\n"),
            (["--criticality", "grave"], "plantao: criticality: the handbook has no criticality `grave`; there are "),
            (["--handbook", "nobody.yaml"], "plantao: handbook: nobody.yaml: there is no such file\n"),
            (["--hold", "lunch"], "plantao: --hold lunch: is not a hold; write SINCE/UNTIL/REASON, or SINCE//REASON"),
            (["--event", "attended"], "plantao: --event attended: is not an event; write EVENT=T"),
        ],
    )
    def test_when_it_is_wrong_then_one_sentence_says_where_and_what(
        self, more: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([*ONE, *SEEN, *more]) == 1

        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith(sentence)
        assert told.err.count("\n") == 1

    def test_when_it_is_wrong_and_json_was_asked_for_then_so_is_the_error(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*ONE, "--at", "now", "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["error"].startswith("at: `now` is not an instant")


class TestOptionsThatDoNotGoTogether:
    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ([], "--handbook, --criticality, --opened are missing; or give many cases with --cases -"),
            (["--handbook", "noc.yaml", "--opened", "x"], "--criticality is missing"),
            (["--cases", "-", "--criticality", "urgent"], "--criticality tells one case, and --cases brings its own"),
            (["--handbooks", "."], "--handbooks goes with --cases"),
        ],
    )
    def test_when_typed_then_the_usage_says_why(self, typed: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["explain", *typed])

        assert left.value.code == 2
        assert sentence in capsys.readouterr().err


class TestWordsForPeople:
    def test_when_a_state_or_a_kind_exists_then_every_language_has_a_word_for_it(self) -> None:
        assert set(WORDS) == set(LANGUAGES)
        assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["en"])}
        assert {str(code) for code in (*State, *Kind)} <= set(WORDS["en"])
