"""Where a backup lies until it is whole; what it holds is tried in tests/journeys/test_backup.py."""

from pathlib import Path

import pytest

from plantao.operate.backup import half_made
from plantao.operate.trouble import Trouble


class TestABackupThatIsBeingWritten:
    def test_when_it_is_whole_then_it_takes_the_place_of_the_one_before_and_is_for_us_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "desk.dump"
        file.write_text("yesterday", encoding="utf-8")

        with half_made(file) as place:
            place.write_text("today", encoding="utf-8")
            assert file.read_text(encoding="utf-8") == "yesterday"

        assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777) == ("today", 0o600)
        assert list(tmp_path.iterdir()) == [file]

    def test_when_another_begins_then_that_is_refused_and_the_first_stays_whole(self, tmp_path: Path) -> None:
        file = tmp_path / "desk.dump"

        with half_made(file) as place:
            place.write_text("today", encoding="utf-8")
            with pytest.raises(Trouble, match="is being written by another backup"), half_made(file):
                pytest.fail("two wrote one file")

        assert file.read_text(encoding="utf-8") == "today"

    def test_when_it_fails_then_the_one_before_stays_and_nothing_else(self, tmp_path: Path) -> None:
        file = tmp_path / "desk.dump"
        file.write_text("yesterday", encoding="utf-8")

        with pytest.raises(Trouble), half_made(file):
            raise Trouble("the database is away")

        assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["yesterday"]

    def test_when_one_was_killed_halfway_then_its_rest_is_in_nobodys_way(self, tmp_path: Path) -> None:
        file = tmp_path / "desk.dump"
        (tmp_path / "desk.dump.new").write_text("half", encoding="utf-8")

        with half_made(file) as place:
            place.write_text("today", encoding="utf-8")

        assert file.read_text(encoding="utf-8") == "today"
