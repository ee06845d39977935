"""`plantao up` as a newcomer meets it: real processes, started, stopped, killed and refused."""

import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from plantao.operate import processes
from plantao.operate.tests.running import REPOSITORY, Installation, wait_until


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with Installation(tmp_path / "var") as made:
        yield made
    shutil.rmtree((tmp_path / "var" / "postgres").resolve(), ignore_errors=True)


class TestEmptyFolder:
    def test_when_started_and_stopped_then_all_was_there_and_nothing_is_left(self, installation: Installation) -> None:
        process = installation.start_and_wait()

        assert installation.status_of("/readyz") == 200
        assert f"{installation.home}" in installation.output
        assert f"http://localhost:{installation.web_port}" in installation.output
        assert f"already runs from {installation.home} (process {process.pid})" in installation.refusal()

        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert time.monotonic() - began < 5
        assert installation.running() == {}
        assert sorted(path.name for path in (installation.home / "run").iterdir()) == ["lock", "secret_key"]


class TestRunningInstallation:
    def test_when_anything_is_killed_then_it_comes_back_and_when_everything_is_then_the_next_start_goes_on(
        self, installation: Installation
    ) -> None:
        installation.start_and_wait()
        address = installation.database_url()
        secret = (installation.home / "run" / "secret_key").read_text()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

        for killed, told in ((r"cli web", "web ended"), (r"cli work", "worker ended"), (r"postgres -D", "PostgreSQL ended")):
            os.kill(installation.of(killed)[0], signal.SIGKILL)
            wait_until(lambda told=told: told in installation.output, within=10)  # type: ignore[misc]
            wait_until(lambda: installation.status_of("/readyz") == 200, within=20)
        assert installation.database_url() == address

        installation.kill_everything()
        installation.start_and_wait()

        with psycopg.connect(installation.database_url()) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        assert (installation.home / "run" / "secret_key").read_text() == secret


class TestMake:
    def test_when_parts_of_it_are_killed_then_the_rest_follows_and_the_next_start_ends_what_is_left(
        self, installation: Installation
    ) -> None:
        installation.command = ("make", "-s", "up")
        make = installation.start_and_wait(cwd=REPOSITORY)
        os.kill(supervisor_of(make.pid), signal.SIGKILL)
        make.wait(timeout=10)

        make = installation.start_and_wait(cwd=REPOSITORY)
        assert len(installation.of(r"postgres -D")) == 1

        make.kill()
        wait_until(lambda: not installation.running(), within=6)

    def test_when_it_is_told_to_end_then_nothing_is_left(self, installation: Installation) -> None:
        installation.command = ("make", "-s", "up")
        make = installation.start_and_wait(cwd=REPOSITORY)

        make.send_signal(signal.SIGTERM)

        make.wait(timeout=6)
        assert not installation.running()


def supervisor_of(make: int) -> int:
    """Return the process that make started and waits for."""
    return int(Path(f"/proc/{make}/task/{make}/children").read_text().split()[0])


class TestSomethingInTheWay:
    def test_when_a_port_is_taken_then_another_is_proposed(self, installation: Installation) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", installation.web_port))
            other.listen()

            said = installation.refusal()

        assert f"port {installation.web_port} on 127.0.0.1 is taken" in said
        assert f"PLANTAO_PORT={installation.web_port + 1} make up" in said

    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("not an address", "DATABASE_URL can't be read as an address of PostgreSQL"),
            ("postgresql://u:secret@127.0.0.1:1/x", "the database at 127.0.0.1:1 can't be used: Connection refused"),
        ],
    )
    def test_when_the_database_is_none_then_it_is_said_without_the_password(self, tmp_path: Path, url: str, sentence: str) -> None:
        said = Installation(tmp_path / "var", database_url=url).refusal()

        assert sentence in said
        assert "secret" not in said

    def test_when_a_setting_is_wrong_then_its_name_and_what_to_write_are_said(self, installation: Installation) -> None:
        installation.environment["PLANTAO_PORT"] = "eight thousand"

        assert "PLANTAO_PORT is 'eight thousand'; write a whole number" in installation.refusal()

    def test_when_home_is_a_file_then_it_is_said(self, installation: Installation) -> None:
        installation.home.touch()

        assert f"{installation.home} can't be made a folder" in installation.refusal()


class TestDatabaseOfOnesOwn:
    def test_when_it_is_named_then_it_is_used_and_none_is_embedded(self, tmp_path: Path) -> None:
        own = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/of_ones_own"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as administrator:
            administrator.execute("CREATE DATABASE of_ones_own")
            try:
                with Installation(tmp_path / "var", database_url=own) as installation:
                    installation.start_and_wait()

                    assert installation.status_of("/readyz") == 200
                    assert not (installation.home / "postgres").exists()
            finally:
                administrator.execute("DROP DATABASE of_ones_own WITH (FORCE)")


@pytest.mark.as_root
class TestOrdinaryUser:
    def test_when_started_then_everything_runs_as_that_user(self) -> None:
        user = processes.nobody()
        python = next((path for path in pythons() if user.can("-x", Path(path)) and user.can("-r", Path(__file__))), None)
        if python is None:
            pytest.skip(f"{user.name} can't reach this Python, or the source; put them where others may enter")
        with tempfile.TemporaryDirectory(prefix="plantao-", dir="/var/tmp") as folder:
            os.chown(folder, user.uid, user.gid)
            with Installation(Path(folder) / "var", python=python) as installation:
                process = installation.start_and_wait(**processes.as_user(user), cwd="/")

                owners = {Path(f"/proc/{pid}").stat().st_uid for pid in installation.running()}
                process.send_signal(signal.SIGINT)
                process.wait(timeout=10)
                assert owners == {user.uid}


def pythons() -> list[str]:
    """This Python and, where that is in a folder of root's, the system's of the same version."""
    return [sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"]
