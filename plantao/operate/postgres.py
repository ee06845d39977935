"""
The embedded PostgreSQL: made, started and stopped beside Plantão, so that a newcomer needs none.

It listens on 127.0.0.1 only, on a free port, with a password; it has no socket in the file system. PostgreSQL refuses
to run as root: root starts it as the owner of the folder's parent or, where that is root too, as nobody.
"""

import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import psycopg

from plantao.operate import processes
from plantao.operate.postgres_binaries import Binaries, find
from plantao.operate.postgres_place import Place, settle
from plantao.operate.trouble import Trouble

NAME: Final = "plantao"
RETRY_FOR: Final = 10.0  # seconds; after a kill -9 the children of the old one may still hold its memory
RECOVER_FOR: Final = 600.0  # seconds; replaying a long log after a crash is not a failure

# The tables of timers, tasks and notices change all the time: vacuum early and without pause, keep statistics fresh.
SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %a ",
    "jit": "off",
    "random_page_cost": "1.1",
    "wal_compression": "on",
    "autovacuum_naptime": "10s",
    "autovacuum_vacuum_cost_delay": "0",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.02",
    "idle_in_transaction_session_timeout": "5min",
    # After a crash its files are synced before anything else: all at once that takes no time, one by one seconds.
    **({"recovery_init_sync_method": "syncfs"} if sys.platform.startswith("linux") else {}),
}
NOT_DURABLE: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class EmbeddedPostgres:
    """
    One PostgreSQL with its data under `folder` (or, where the user it runs as can't enter that, behind a link there).

    `tell` is given a sentence where something happens that an operator should know. `durable=False` is for tests only.
    """

    def __init__(
        self,
        folder: Path,
        *,
        log: Path | None = None,
        durable: bool = True,
        binaries: Binaries | None = None,
        tell: Callable[[str], None] = print,
    ) -> None:
        self.folder = folder
        self.log = log or folder.parent / "postgres.log"
        self.settings = SETTINGS if durable else SETTINGS | NOT_DURABLE
        self.durable = durable
        self.tell = tell
        self.process: subprocess.Popen[bytes] | None = None
        self.is_new = False
        self._binaries = binaries
        self._port: int | None = None

    def start(self) -> str:
        """
        Make the database where there is none, start it, and return its address. Raises Trouble.

        Started again after it ended by itself, it keeps its address.
        """
        place = settle(self.folder, tell=self.tell)
        data = place.folder / "data"
        version = data / "PG_VERSION"
        binaries = self._binaries or find(major=int(version.read_text()) if version.exists() else None)
        programs = place.reachable(binaries)
        if not version.exists():
            self.is_new = True
            self._make(data, place=place, programs=programs)
        _end_leftover(data)
        password = (place.folder / "password").read_text().strip()
        port = self._run([str(programs.folder / "postgres"), "-D", str(data)], place=place, password=password)
        _create_database(_url(port, password, "postgres"))
        return _url(port, password, NAME)

    def has_ended(self) -> bool:
        """Return whether it was started and has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def stop(self, *, within: float = 1.2) -> None:
        """Shut down within so many seconds; what is not finished then is taken up from the log at the next start."""
        if self.process is not None:
            # SIGINT ends sessions and writes a checkpoint, SIGQUIT leaves at once: nothing committed is lost by either.
            processes.end_group(self.process, [(signal.SIGINT, within), (signal.SIGQUIT, 0.6)])
            self.process = None

    def _make(self, data: Path, *, place: Place, programs: Binaries) -> None:
        half_made = data.with_name("data.new")
        shutil.rmtree(half_made, ignore_errors=True)
        password = secrets.token_urlsafe(24)
        place.write("password", password)
        handed_over = place.write("password.new", password, readable=True)
        command = [
            programs.folder / "initdb",
            f"--pgdata={half_made}",
            f"--username={NAME}",
            "--auth=scram-sha-256",
            f"--pwfile={handed_over}",
        ]
        durable = [] if self.durable else ["--no-sync"]
        made = subprocess.run(
            [*map(str, command), *programs.initdb_options(), *durable],
            check=False, capture_output=True, text=True, errors="replace", cwd=place.folder, **processes.as_user(place.user),
        )  # fmt: skip
        handed_over.unlink()
        if made.returncode:
            raise Trouble(f"the database could not be made in {place.folder}: {_reason(made.stderr.splitlines())}")
        half_made.rename(data)

    def _run(self, command: Sequence[str], *, place: Place, password: str) -> int:
        """Start the server and return the port on which it answers."""
        options = [f"-c{name}={value}" for name, value in self.settings.items()]
        retry_until = time.monotonic() + RETRY_FOR
        while True:
            port, from_here = self._port or _free_port(), self.log.stat().st_size if self.log.exists() else 0
            self.process = processes.start(
                [*command, f"-p{port}", *options], log=self.log, user=place.user, last_wish=signal.SIGINT, cwd=place.folder
            )
            if _answers(self.process, _url(port, password, "postgres")):
                self._port = port
                return port
            if time.monotonic() > retry_until:
                with self.log.open("rb") as log:
                    log.seek(from_here)
                    said = log.read().decode(errors="replace").splitlines()
                raise Trouble(f"PostgreSQL does not start: {_reason(said)} (see {self.log})")
            time.sleep(0.25)  # noqa: TID251 - the old one's children go on their own


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    """Wait until the server takes connections; False when it ended instead."""
    give_up_at = time.monotonic() + RECOVER_FOR
    while time.monotonic() < give_up_at:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            pass
        else:
            return True
        try:
            process.wait(timeout=0.03)
        except subprocess.TimeoutExpired:
            continue
        return False
    processes.end_group(process, [(signal.SIGQUIT, 2.0)])
    return False


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE {NAME}")


def _end_leftover(data: Path) -> None:
    """End a server that outlived a killed run; forget a number that now belongs to some other process."""
    left = data / "postmaster.pid"
    try:
        pid = int(left.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if str(data) not in processes.command_of(pid):
        left.unlink(missing_ok=True)
        return
    for number in (signal.SIGINT, signal.SIGQUIT):
        processes.send(pid, number)
        give_up_at = time.monotonic() + 3
        while time.monotonic() < give_up_at:
            if str(data) not in processes.command_of(pid):
                return
            time.sleep(0.05)  # noqa: TID251 - it is not our child, so it can't be waited for


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _url(port: int, password: str, database: str) -> str:
    return f"postgresql://{NAME}:{password}@127.0.0.1:{port}/{database}"


def _reason(lines: Sequence[str]) -> str:
    if any("No space left on device" in line for line in lines):
        return "the disk is full; make room and start again"
    told = [line for line in lines if "FATAL:" in line or "error:" in line or "PANIC:" in line] or [line for line in lines if line.strip()]
    return told[0].strip() if told else "it gave no reason"
