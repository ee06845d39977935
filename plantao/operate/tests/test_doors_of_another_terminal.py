"""A command that is typed in another terminal finds what `plantao up` started, unless the person says otherwise."""

import os
from pathlib import Path

import pytest

from plantao.operate.premises import DOORS
from plantao.operate.rooms import open_rooms


@pytest.fixture(autouse=True)
def _running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / DOORS).write_text("PLANTAO_PORT=8123\nPLANTAO_SMTP_PORT=2626\n")
    monkeypatch.setenv("PLANTAO_HOME", str(tmp_path))
    for name in ("PLANTAO_PORT", "PLANTAO_SMTP_PORT"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_the_ports_are_those_of_what_runs() -> None:
    open_rooms()

    assert (os.environ["PLANTAO_PORT"], os.environ["PLANTAO_SMTP_PORT"]) == ("8123", "2626")


def test_what_the_person_says_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANTAO_PORT", "9000")

    open_rooms()

    assert os.environ["PLANTAO_PORT"] == "9000"
