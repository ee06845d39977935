"""What is told of a database that can't be used."""

import os

import psycopg
import pytest

from plantao.operate import database
from plantao.operate.trouble import Trouble


class TestDatabaseThatAnswers:
    def test_when_it_will_do_then_its_version_is_returned(self) -> None:
        assert int(database.check(os.environ["DATABASE_URL"]).split(".")[0]) >= 15

    def test_when_it_is_too_old_then_both_versions_are_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "OLDEST", 99)

        with pytest.raises(Trouble, match=r"is PostgreSQL \d+.*; Plantão needs 99 or newer, upgrade it or name another in DATABASE_URL"):
            database.check(os.environ["DATABASE_URL"])

    def test_when_its_encoding_can_not_hold_all_texts_then_it_is_said(self) -> None:
        url = os.environ["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as administrator:
            administrator.execute("CREATE DATABASE in_latin1 TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'")
            try:
                with pytest.raises(Trouble, match="is in LATIN1; make one with ENCODING 'UTF8'"):
                    database.check(url.rsplit("/", 1)[0] + "/in_latin1")
            finally:
                administrator.execute("DROP DATABASE in_latin1")

    def test_when_nothing_may_be_written_there_then_it_is_said(self) -> None:
        with pytest.raises(Trouble, match="can only be read; turn its default_transaction_read_only off"):
            database.check(psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], options="-c default_transaction_read_only=on"))

    def test_when_the_password_is_wrong_then_it_is_not_repeated(self) -> None:
        before, after = os.environ["DATABASE_URL"].split("@")

        with pytest.raises(Trouble, match="password authentication failed") as told:
            database.check(f"{before.rsplit(':', 1)[0]}:hunter2@{after}")

        assert "hunter2" not in str(told.value)
        assert str(told.value).endswith("; is DATABASE_URL right?")

    def test_when_nobody_listens_there_then_it_is_asked_whether_it_runs(self) -> None:
        with pytest.raises(Trouble, match="Connection refused; is it running, and is DATABASE_URL right"):
            database.check("postgresql://desk:hunter2@127.0.0.1:1/desk")
