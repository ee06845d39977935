"""Tables are brought up to this version while others hold them: by giving way, and without what a killed run left."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from django.db import connection

from plantao.operate import migrating
from plantao.operate.trouble import Trouble
from plantao.work.tests.side_by_side import conninfo


def indexes() -> dict[str, bool]:
    """Return {index of the tasks: whether it is whole}."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = 'work_task'::regclass"
        )
        return dict(cursor.fetchall())


@pytest.fixture(autouse=True)
def _waits_as_before(transactional_db: None) -> Iterator[None]:
    """Nothing of what is set here stays with the connection."""
    yield
    connection.close()


class TestTablesOfThisVersion:
    def test_when_brought_up_again_then_nothing_is_done(self, capsys: pytest.CaptureFixture[str]) -> None:
        migrating.bring_up()

        assert "No migrations to apply" in capsys.readouterr().out

    def test_when_a_killed_run_left_half_an_index_then_it_is_taken_away(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX half_made ON work_task (created_at)")
            cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_made'::regclass")
        whole = {name for name, is_valid in indexes().items() if is_valid}

        migrating.bring_up()

        assert indexes().keys() == whole


class TestTableThatIsInUse:
    @pytest.fixture(autouse=True)
    def _short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(migrating, "LOCK_TIMEOUT", "50ms")

    @pytest.fixture
    def other(self) -> Iterator[psycopg.Connection]:
        """Somebody who looks at the tasks in a transaction, and is in no hurry to end it."""
        with closing(psycopg.connect(conninfo())) as other:
            other.execute("LOCK TABLE work_task IN ACCESS SHARE MODE")
            yield other

    def test_when_its_user_goes_on_then_it_gives_way_and_tries_again(
        self, other: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(migrating, "call_command", self.alters)

        migrating.bring_up(pause=lambda _: other.close())

        assert "giving way" in capsys.readouterr().out

    def test_when_its_user_never_ends_then_it_says_so(self, other: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
        pauses: list[float] = []
        monkeypatch.setattr(migrating, "call_command", self.alters)

        with pytest.raises(Trouble, match="stays in use"):
            migrating.bring_up(tries=3, pause=pauses.append)

        assert len(pauses) == 2

    def alters(self, *arguments: object, **more: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE work_task ALTER COLUMN kind SET DEFAULT 'none'")
            cursor.execute("ALTER TABLE work_task ALTER COLUMN kind DROP DEFAULT")

    def test_when_an_index_is_made_beside_the_work_then_it_waits_as_long_as_it_must(self) -> None:
        seen: list[str] = []

        def execute(sql: str, *arguments: object) -> None:
            seen.append(sql)

        migrating._at_leisure(execute, "CREATE INDEX CONCURRENTLY x ON y (z)", None, False, {})
        migrating._at_leisure(execute, "ALTER TABLE y", None, False, {})

        made = "CREATE INDEX CONCURRENTLY IF NOT EXISTS x ON y (z)"  # whole, by a run that was killed before it noted that: it stays
        assert seen == ["SET lock_timeout TO 0", made, "SET lock_timeout TO '50ms'", "ALTER TABLE y"]
