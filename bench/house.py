"""The installation that is measured: its own durable PostgreSQL and its own processes, in a folder that goes when the run ends."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event

import psycopg

from config import env
from plantao.operate import processes
from plantao.operate.postgres import EmbeddedPostgres
from plantao.operate.postgres_binaries import find

ADDRESS = "noc@jatoba.example"
HANDBOOK = env.HERE / "handbooks" / "noc.yaml"
PLANTAO = (sys.executable, "-m", "plantao.operate.cli")
READY_WITHIN = 30.0


class House:
    """A running database with tables and a handbook in force; `url` is its owner's address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Only what the measuring needs besides: when each transaction was really committed.
        self.postgres = EmbeddedPostgres(folder / "postgres", log=folder / "postgres.log", tell=lambda _: None)
        self.postgres.settings = self.postgres.settings | {"track_commit_timestamp": "on"}
        self.url = self.postgres.start()
        self.ports = {"PLANTAO_SMTP_PORT": free_port(), "PLANTAO_PORT": free_port(), "SINK": free_port()}
        os.environ |= {
            "PLANTAO_HOME": str(folder),
            "PLANTAO_SECRET_KEY": secrets.token_urlsafe(32),
            "PLANTAO_LOG_LEVEL": "ERROR",
            "PLANTAO_MAIL_OUT": f"smtp://127.0.0.1:{self.ports['SINK']}",
            "DATABASE_URL": self.url,
            **{name: str(port) for name, port in self.ports.items() if name != "SINK"},
        }

    def prepare(self) -> None:
        """Make the tables, put the shipped handbook in force, and open the rooms in this process."""
        with (self.folder / "migrate.log").open("wb") as log:
            command = [*PLANTAO, "migrate", "--first-handbook", str(HANDBOOK)]
            subprocess.run(command, check=True, stdout=log, stderr=log)
        from plantao.operate.rooms import open_rooms

        open_rooms()

    @contextmanager
    def running(self, command: str, *, port: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """Run one of Plantão's services meanwhile; with a port, from when it answers there."""
        process = processes.start([*PLANTAO, command], log=self.folder / f"{command}.log")
        try:
            if port is not None:
                wait_for_port(port)
            yield process
        finally:
            processes.end_group(process, [(signal.SIGTERM, 4.0)])

    def pgbench(self, script: str, *, clients: int, seconds: int) -> float:
        """Run a script of pgbench and return its transactions a second."""
        path = self.folder / "floor.sql"
        path.write_text(script)
        program = find(major=None).folder / "pgbench"
        parts = psycopg.conninfo.conninfo_to_dict(self.url)
        said = subprocess.run(
            [str(program), "--no-vacuum", f"--client={clients}", f"--jobs={min(clients, 2)}", f"--time={seconds}",
             "--protocol=prepared", f"--file={path}"],
            check=True, capture_output=True, text=True,
            env={"PGHOST": str(parts["host"]), "PGPORT": str(parts["port"]), "PGUSER": str(parts["user"]),
                 "PGPASSWORD": str(parts["password"]), "PGDATABASE": str(parts["dbname"])},
        ).stdout  # fmt: skip
        return next(float(line.split()[2]) for line in said.splitlines() if line.startswith("tps"))


@contextmanager
def house() -> Iterator[House]:
    """Build an installation, and leave nothing of it behind."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="plantao-bench-"))
        folder.chmod(0o755)  # PostgreSQL may run as another user
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        built = House(folder)
        stack.callback(built.postgres.stop)
        built.prepare()
        yield built


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Return as soon as somebody answers there; raises TimeoutError."""
    pause = Event()
    for _ in range(int(READY_WITHIN / 0.05)):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            pause.wait(0.05)
        else:
            return
    raise TimeoutError(f"nobody answers on port {port}")
