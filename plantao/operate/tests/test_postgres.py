"""The embedded PostgreSQL, on real processes: made, started again, killed, and in folders that keep it out."""

import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from plantao.operate import postgres_binaries, postgres_place, processes
from plantao.operate.postgres import EmbeddedPostgres
from plantao.operate.trouble import Trouble


class Told(list[str]):
    """Collects what the operator is told."""

    def __call__(self, sentence: str) -> None:
        self.append(sentence)


def answer(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row
    return row[0]


def do(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that everybody may enter, as a home usually is; pytest's own are for their user only."""
    with tempfile.TemporaryDirectory(prefix="plantao-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder).resolve()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def postgres(home: Path, told: Told) -> Iterator[EmbeddedPostgres]:
    """One that has not been started, and is stopped at the end however the test went."""
    server = EmbeddedPostgres(home / "postgres", tell=told)
    yield server
    server.stop()


class TestNoDatabaseYet:
    def test_when_started_then_it_is_made_with_code_point_order_and_checksums(self, postgres: EmbeddedPostgres, told: Told) -> None:
        url = postgres.start()

        assert answer(url, "SELECT current_database()") == "plantao"
        assert answer(url, "SELECT 'Z' < 'a' AND lower('ÁÇ') = 'áç'") is True
        assert answer(url, "SHOW data_checksums") == "on"
        assert told == []

    def test_when_started_then_only_this_machine_and_only_the_password_get_in(self, postgres: EmbeddedPostgres) -> None:
        url = postgres.start()

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url, password="guess")
        assert answer(url, "SHOW listen_addresses") == "127.0.0.1"
        assert answer(url, "SHOW unix_socket_directories") == ""
        assert (postgres.folder / "password").stat().st_mode & 0o077 == 0

    def test_when_making_it_was_cut_off_then_the_next_start_makes_it_anew(self, postgres: EmbeddedPostgres) -> None:
        postgres.start()
        postgres.stop()
        shutil.rmtree(postgres.folder / "data")
        half_made = postgres.folder / "data.new"
        half_made.mkdir()
        (half_made / "PG_VERSION").write_text("18\n")

        assert answer(postgres.start(), "SELECT 1") == 1


class TestDatabaseWithData:
    def test_when_stopped_and_started_then_the_data_is_there(self, postgres: EmbeddedPostgres) -> None:
        do(postgres.start(), "CREATE TABLE kept AS SELECT 7 AS number")
        postgres.stop()

        assert answer(postgres.start(), "SELECT number FROM kept") == 7

    def test_when_every_process_is_killed_then_it_starts_at_once_with_what_was_committed(self, postgres: EmbeddedPostgres) -> None:
        do(postgres.start(), "CREATE TABLE kept AS SELECT 7 AS number")
        assert postgres.process
        os.kill(postgres.process.pid, signal.SIGKILL)
        postgres.process.wait()

        assert answer(postgres.start(), "SELECT number FROM kept") == 7

    def test_when_the_old_server_still_runs_then_it_is_ended_first(self, postgres: EmbeddedPostgres, home: Path) -> None:
        do(postgres.start(), "CREATE TABLE kept AS SELECT 7 AS number")
        old, postgres.process = postgres.process, None
        assert old

        assert answer(postgres.start(), "SELECT number FROM kept") == 7
        assert old.wait(timeout=1) == 0

    def test_when_its_number_now_belongs_to_another_process_then_that_one_is_left_alone(self, postgres: EmbeddedPostgres) -> None:
        postgres.start()
        postgres.stop()
        (postgres.folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.folder}\n")

        assert answer(postgres.start(), "SELECT 1") == 1

    def test_when_its_version_is_not_to_be_had_then_one_sentence_says_so(self, postgres: EmbeddedPostgres) -> None:
        postgres.start()
        postgres.stop()
        (postgres.folder / "data" / "PG_VERSION").write_text("14\n")

        with pytest.raises(Trouble, match="written by PostgreSQL 14"):
            postgres.start()


class TestMachineWithItsOwnPostgres:
    def test_when_the_wheel_has_nothing_for_it_then_the_machines_is_used(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        if not any(postgres_binaries.on_the_machine()):
            pytest.skip("no PostgreSQL is installed on this machine (Debian: apt install postgresql)")
        monkeypatch.setattr(postgres_binaries, "in_the_wheel", lambda: iter(()))
        machines = postgres_binaries.find()
        server = EmbeddedPostgres(home / "postgres", tell=Told())

        try:
            url = server.start()
            assert (
                answer(url, "SHOW server_version_num / 10000".replace(" / 10000", ""))
                == f"{machines.major}00{machines.version.split('.')[1]}"
            )
            assert answer(url, "SELECT 'Z' < 'a' AND lower('ÁÇ') = 'áç'") is True
            assert answer(url, "SHOW data_checksums") == "on"
        finally:
            server.stop()

    def test_when_only_a_too_old_one_is_found_then_one_sentence_says_what_to_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "initdb").touch()
        (tmp_path / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.9'\n")
        (tmp_path / "postgres").chmod(0o755)
        monkeypatch.setattr(postgres_binaries, "in_the_wheel", lambda: iter(()))
        monkeypatch.setattr(postgres_binaries, "on_the_machine", lambda: iter((tmp_path,)))

        with pytest.raises(Trouble, match=r"PostgreSQL 13\.9 was found, which is too old.*DATABASE_URL"):
            postgres_binaries.find()


@pytest.mark.as_root
class TestFolderOfRootAlone:
    def test_when_started_then_data_and_programs_go_where_the_user_can_enter_and_that_is_told(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        closed = home / "closed"
        closed.mkdir(mode=0o700)
        programs = next(postgres_binaries.in_the_wheel())
        package = programs.parent.parent
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, closed / part.name, symlinks=True)
        monkeypatch.setattr(postgres_binaries, "in_the_wheel", lambda: iter((closed.joinpath(*programs.parts[-3:]),)))
        told = Told()
        server = EmbeddedPostgres(closed / "postgres", tell=told)

        try:
            assert answer(server.start(), "SELECT 1") == 1
            server.stop()
            assert answer(server.start(), "SELECT 1") == 1
            place = (closed / "postgres").resolve()
            assert told == [f"the database is kept in {place}, since nobody, as whom PostgreSQL runs, can't enter {closed}"]
            assert server.process
            assert Path(f"/proc/{server.process.pid}").stat().st_uid == processes.nobody().uid
        finally:
            server.stop()
            shutil.rmtree((closed / "postgres").resolve(), ignore_errors=True)

    def test_when_another_such_folder_was_removed_then_its_database_is_told_of_and_kept(
        self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres_place, "ELSEWHERE", (home,))
        told = Told()
        places = []
        for name in ("gone", "kept", "new"):
            closed = tmp_path / name
            closed.mkdir(mode=0o700)
            places.append(postgres_place.settle(closed / "postgres", tell=told.append).folder)
            if name == "gone":
                shutil.rmtree(closed)

        left = [sentence for sentence in told if "no folder leads to" in sentence]

        assert left == [f"{places[0]} holds a database that no folder leads to any more; remove it if nobody wants it back"] * 2
        assert all(place.is_dir() for place in places)

    def test_when_the_folder_behind_the_link_is_gone_then_one_sentence_says_so(self, home: Path) -> None:
        (home / "postgres").symlink_to(home / "gone")

        with pytest.raises(Trouble, match="which is gone"):
            EmbeddedPostgres(home / "postgres").start()


@pytest.mark.as_root
class TestHomeOfAnotherUser:
    def test_when_root_starts_it_then_it_runs_as_the_owner(self, home: Path) -> None:
        owned = home / "owned"
        owned.mkdir()
        owner = next(user for user in pwd.getpwall() if user.pw_uid not in {0, processes.nobody().uid})
        os.chown(owned, owner.pw_uid, owner.pw_gid)
        server = EmbeddedPostgres(owned / "postgres", tell=Told())

        try:
            server.start()
            assert server.process
            assert Path(f"/proc/{server.process.pid}").stat().st_uid == owner.pw_uid
        finally:
            server.stop()
