"""`plantao handbook check | schema`, as it is typed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from plantao.handbook.tests.handbooks import NOC, ROOT, SMALL, changed
from plantao.operate.cli import main

FIXTURES = ROOT / "tests/fixtures/handbooks"


def written(folder: Path, text: str | bytes) -> str:
    """Write a file and return its path."""
    path = folder / "mine.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


class TestCheck:
    @pytest.mark.parametrize("name", ["noc.yaml", "carrier.yaml"])
    def test_what_must_load_is_right(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        status = main(["handbook", "check", str(FIXTURES / name)])

        said = capsys.readouterr()
        assert status == 0
        assert said.out.splitlines()[-1] == f"{FIXTURES / name}: no errors, 2 warnings"
        assert said.err == ""

    def test_every_error_is_a_line_with_its_place(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = written(tmp_path, changed(changed(NOC, "tell: director", "tell: directr"), "country: BR\n", "country: brazil\n"))

        status = main(["handbook", "check", file])

        errors = [line for line in capsys.readouterr().out.splitlines() if " warning: " not in line]
        assert status == 1
        assert errors == [
            f"{file}:7:12: provider.country: `brazil` is not a country; write two capital letters of ISO 3166, such as `BR`",
            f"{file}:116:28: escalation.0.steps.2.tell: there is no role `directr`; did you mean `director`?",
        ]

    @pytest.mark.parametrize(
        ("terminal", "role", "country"),
        [
            ("pt_BR.UTF-8", "não existe função `directr`; você quis dizer `director`?", "`brazil` não é um país; escreva duas letras"),
            ("es_AR.UTF-8", "no existe función `directr`; ¿quiso decir `director`?", "`brazil` no es un país; escriba dos letras"),
            ("C.UTF-8", "there is no role `directr`; did you mean `director`?", "`brazil` is not a country; write two capital letters"),
        ],
    )
    def test_the_sentence_is_in_the_terminals_language_and_its_place_is_written_as_ever(
        self, terminal: str, role: str, country: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LC_ALL", terminal)
        file = written(tmp_path, changed(changed(NOC, "tell: director", "tell: directr"), "country: BR\n", "country: brazil\n"))

        assert main(["handbook", "check", file]) == 1

        errors = [line for line in capsys.readouterr().out.splitlines() if " warning: " not in line]
        assert errors[0].startswith(f"{file}:7:12: provider.country: {country}")
        assert errors[1] == f"{file}:116:28: escalation.0.steps.2.tell: {role}"

    def test_warnings_are_marked_and_refuse_nothing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = written(tmp_path, SMALL + "resolution: {asks_for: [cause]}")

        assert main(["handbook", "check", file]) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"{file}:7:25: warning: resolution.asks_for.0: `cause` is asked for, but `causes` has nothing to pick from",
            f"{file}: no errors, 1 warning",
        ]

    def test_several_files_are_all_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status = main(["handbook", "check", str(tmp_path / "none.yaml"), written(tmp_path, SMALL)])

        said = capsys.readouterr()
        assert status == 1
        assert "none.yaml: there is no such file" in said.err
        assert "no errors, no warnings" in said.out

    def test_a_file_that_can_not_be_read_is_one_sentence(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        loop = tmp_path / "loop.yaml"
        loop.symlink_to(loop)

        assert main(["handbook", "check", str(tmp_path / "none.yaml"), str(tmp_path), str(loop)]) == 1
        none, folder, circle = capsys.readouterr().err.splitlines()
        assert none == f"plantao: {tmp_path / 'none.yaml'}: there is no such file"
        assert folder == f"plantao: {tmp_path}: this is a directory, not a file"
        assert circle.startswith(f"plantao: {loop}: can't be read: ")

    def test_a_file_without_permission_is_one_sentence(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def refuse(*_arguments: object) -> None:
            raise PermissionError  # root, as whom the tests may run, could read it

        monkeypatch.setattr(Path, "open", refuse)

        assert main(["handbook", "check", "mine.yaml"]) == 1
        assert "may not be read by this user" in capsys.readouterr().err

    def test_the_largest_file_takes_a_moment_in_a_process_of_its_own(self, tmp_path: Path) -> None:
        file = written(tmp_path, SMALL + "roles: {" + ", ".join(f"role{n}: {{name: Name {n}}}" for n in range(16_000)) + "}")

        done = subprocess.run(
            [sys.executable, "-m", "plantao.operate.cli", "handbook", "check", file], capture_output=True, text=True, check=False
        )

        assert (done.returncode, done.stderr) == (0, "")

    @pytest.mark.parametrize("raw", [b"\x7fELF\0\0\xff", b"a: [" * 9, "ç".encode("latin-1"), b"\xff\xfea\0", b"&a [*a]", b""])
    def test_nothing_gives_a_traceback(self, tmp_path: Path, raw: bytes, capsys: pytest.CaptureFixture[str]) -> None:
        file = written(tmp_path, raw)

        assert main(["handbook", "check", file]) == 1
        said = capsys.readouterr()
        assert re.fullmatch(rf"{re.escape(file)}:\d+:\d+: file: [^\n]+\n", said.out)
        assert said.err == f"{file}: 1 error, no warnings\n"


class TestSchema:
    def test_prints_the_json_schema(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["handbook", "schema"]) == 0

        schema = json.loads(capsys.readouterr().out)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert "unclassified" in schema["required"]


class TestWithoutAnAction:
    def test_the_choice_is_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as exit_:
            main(["handbook"])

        assert exit_.value.code == 2
        assert "ACTION" in capsys.readouterr().err
