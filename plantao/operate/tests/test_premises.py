"""The folder of an installation: its lock, its secrets, its room."""

import os
import stat
from pathlib import Path

import pytest

from plantao.operate import database, premises, up
from plantao.operate.premises import Premises
from plantao.operate.trouble import Trouble


@pytest.fixture
def opened(tmp_path: Path) -> Premises:
    made = Premises(tmp_path / "var")
    made.open()
    return made


class TestNewFolder:
    def test_when_opened_then_only_its_user_can_look_at_the_secrets(self, opened: Premises) -> None:
        opened.make_secret_key()

        assert stat.S_IMODE(opened.run.stat().st_mode) == 0o700
        assert stat.S_IMODE((opened.run / "secret_key").stat().st_mode) == 0o600

    def test_when_the_key_is_made_again_then_it_stays(self, opened: Premises) -> None:
        opened.make_secret_key()
        key = (opened.run / "secret_key").read_text()

        opened.make_secret_key()

        assert len(key) > 50
        assert (opened.run / "secret_key").read_text() == key


class TestLockedFolder:
    def test_when_locked_again_then_it_names_who_has_it(self, opened: Premises) -> None:
        with opened.lock(), pytest.raises(Trouble, match=r"already runs from .* \(process \d+\)"):
            opened.lock()

    def test_when_let_go_then_it_can_be_locked(self, opened: Premises) -> None:
        opened.lock().close()

        opened.lock().close()


class TestFullDisk:
    def test_when_there_is_no_room_then_one_sentence_says_what_to_do(self, opened: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(premises, "ROOM_NEEDED", 2**70)

        with pytest.raises(Trouble, match=r"the disk is full: .* make room"):
            opened.open()

    def test_when_it_fills_up_on_the_way_then_one_sentence_says_so(self) -> None:
        assert up.in_words(OSError(28, "No space left on device", "/srv/var/run/lock")).startswith("the disk is full: /srv/var/run/lock")

    def test_when_the_databases_is_full_then_it_is_that_one(self) -> None:
        refused = OSError("connection failed: FATAL:  could not write init file: No space left on device")

        assert (
            str(database.unusable("postgresql://u@db.example/x", refused))
            == "the disk of the database at db.example:5432 is full; make room there"
        )


@pytest.mark.parametrize(
    ("errno", "sentence"),
    [(13, "Permission denied; put that right, or name another folder"), (30, "Read-only file system; put that right")],
)
def test_what_the_system_refuses_is_said_with_where(errno: int, sentence: str) -> None:
    assert sentence in up.in_words(OSError(errno, os.strerror(errno), "/srv/var/log"))
