"""`plantao up` as a newcomer meets it: real processes, started, stopped, killed and refused."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
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


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One that runs, for tests that leave it running."""
    home = tmp_path_factory.mktemp("running") / "var"
    with Installation(home) as made:
        made.start_and_wait()
        yield made
    shutil.rmtree((home / "postgres").resolve(), ignore_errors=True)


class TestEmptyFolder:
    def test_when_made_up_and_told_to_end_then_nothing_is_left_but_the_data(self, installation: Installation) -> None:
        installation.command = ("make", "-s", "up")
        make = installation.start_and_wait(cwd=REPOSITORY)
        assert installation.status_of("/readyz") == 200

        began = time.monotonic()
        make.send_signal(signal.SIGTERM)
        make.wait(timeout=10)

        assert time.monotonic() - began < 5
        assert installation.running() == {}
        assert sorted(path.name for path in (installation.home / "run").iterdir()) == ["lock", "secret_key"]


class TestRunningInstallation:
    def test_when_the_line_is_pasted_then_a_ticket_is_opened_and_its_sender_told_on_the_page_that_is_named(
        self, running: Installation
    ) -> None:
        [line] = [line.strip() for line in running.output.splitlines() if "python3 -c" in line]
        [page] = re.findall(r"read it at http://localhost:\d+(/\S+)", running.output)

        subprocess.run(["sh", "-c", line], check=True, timeout=20)

        wait_until(lambda: json.loads(running.say("status", "--json"))["notices"]["sent"], within=20)
        assert json.loads(running.say("status", "--json"))["tickets"]["new"] == 1
        assert "ana@cliente.example" in running.page(page)

    def test_when_it_is_started_again_then_the_second_says_that_it_runs(self, running: Installation) -> None:
        assert f"already runs from {running.home} (process {running.processes[0].pid})" in running.refusal()

    @pytest.mark.parametrize(
        ("process", "told"),
        [(r"cli web", "web ended"), (r"cli work", "worker ended"), (r"cli mail", "mail ended"), (r"postgres -D", "PostgreSQL ended")],
    )
    def test_when_a_part_is_killed_then_it_comes_back_where_it_was(self, running: Installation, process: str, told: str) -> None:
        address = running.database_url()

        os.kill(running.of(process)[0], signal.SIGKILL)

        wait_until(lambda: told in running.output, within=10)
        wait_until(lambda: running.of(process) and running.status_of("/readyz") == 200, within=30)
        assert running.database_url() == address


class TestKilledInstallation:
    def test_when_the_supervisor_or_everything_was_killed_then_the_next_start_goes_on_with_the_data(
        self, installation: Installation
    ) -> None:
        installation.command = ("make", "-s", "up")
        make = installation.start_and_wait(cwd=REPOSITORY)
        secret = (installation.home / "run" / "secret_key").read_text()
        with psycopg.connect(installation.database_url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

        os.kill(supervisor_of(make.pid), signal.SIGKILL)
        make.wait(timeout=10)
        make = installation.start_and_wait(cwd=REPOSITORY)
        assert len(installation.of(r"postgres -D")) == 1

        os.kill(supervisor_of(make.pid), signal.SIGKILL)
        installation.kill_everything()
        make = installation.start_and_wait(cwd=REPOSITORY)
        with psycopg.connect(installation.database_url()) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        assert (installation.home / "run" / "secret_key").read_text() == secret

        make.kill()
        wait_until(lambda: not installation.running(), within=6)


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

    def test_when_a_server_of_mail_is_none_then_it_is_said_at_once(self, installation: Installation) -> None:
        installation.environment["PLANTAO_MAIL_OUT"] = "ftp://desk:secret@mail.example"

        assert installation.refusal() == "plantao: PLANTAO_MAIL_OUT begins with ftp://; write smtp:// or smtps://"

    def test_when_web_and_mail_are_given_one_port_then_it_is_said(self, installation: Installation) -> None:
        installation.environment["PLANTAO_SMTP_PORT"] = str(installation.web_port)

        assert f"PLANTAO_PORT and PLANTAO_SMTP_PORT are both {installation.web_port}" in installation.refusal()

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
