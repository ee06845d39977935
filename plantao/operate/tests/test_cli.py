"""What whoever types a command is told where the machine, or what was typed, stands in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plantao.operate.cli import main
from plantao.operate.tests.running import REPOSITORY


def typed(*words: str, into: int = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "plantao.operate.cli", *words]
    return subprocess.run(command, cwd=REPOSITORY, env={**os.environ, **environment}, stdout=into, stderr=subprocess.PIPE, check=False)


class TestOutputThatCanNotBeWritten:
    def test_when_its_disk_is_full_then_a_sentence_says_so(self) -> None:
        with open("/dev/full", "wb") as full:
            done = typed("handbook", "schema", into=full.fileno())

        assert (done.returncode, done.stderr.decode()) == (1, "plantao: what is printed: No space left on device\n")

    def test_when_the_terminal_has_not_a_letter_then_its_number_is_written(self, tmp_path: Path) -> None:
        mail = tmp_path / "a.eml"
        mail.write_bytes("From: ana@x.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNão há sinal\r\n".encode())

        done = typed("mail", "read", str(mail), PYTHONIOENCODING="ascii")

        assert (done.returncode, done.stderr, rb"N\xe3o h\xe1 sinal" in done.stdout) == (0, b"", True)


@pytest.mark.django_db
class TestWhatCanNotBeKept:
    def test_when_it_is_no_utf_8_then_a_sentence_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["customer", "add", "Fibra Pared\udcf3n"]) == 1

        assert "what was typed is no UTF-8" in capsys.readouterr().err

    def test_when_it_is_too_long_then_a_sentence_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["customer", "add", "x" * 3_000]) == 1

        assert "can't be kept: value too long" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["-1", "0", "65536", "8e3", "٣", "9" * 30])
def test_a_number_that_is_none_is_refused_with_what_to_write(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["web", f"--port={number}"])

    assert (ended.value.code, "write a number from 1 to 65535" in capsys.readouterr().err) == (2, True)
