"""Runs `plantao up` for tests, as a person would: another process, a folder, ports of its own."""

import os
import re
import signal
import site
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from plantao.operate import supervisor

REPOSITORY = Path(__file__).resolve().parents[3]


class Installation:
    """An installation of Plantão in `home`; `with` ends whatever of it is still running."""

    def __init__(self, home: Path, *, database_url: str = "", python: str = sys.executable) -> None:
        self.home = home
        self.command: Sequence[str] = (python, "-m", "plantao.operate.cli", "up")
        self.web_port, self.smtp_port = free_port(), free_port()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("PLANTAO_", "DATABASE_", "DJANGO_"))}
        self.environment |= {
            "PLANTAO_HOME": str(home), "PLANTAO_PORT": str(self.web_port), "PLANTAO_SMTP_PORT": str(self.smtp_port),
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *site.getsitepackages()]), "DATABASE_URL": database_url, "DEMO": "0",
        }  # fmt: skip
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Installation":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
        self.kill_everything()

    def start(self, **how: Any) -> subprocess.Popen[bytes]:
        """Start it and return at once; what it prints is collected in `output`."""
        with self.printed.open("wb") as printed:
            process = subprocess.Popen(self.command, env=self.environment, stdout=printed, stderr=printed, start_new_session=True, **how)
        self.processes.append(process)
        return process

    @property
    def printed(self) -> Path:
        return self.home.with_name(f"{self.home.name}.printed")

    @property
    def output(self) -> str:
        """What the last start has printed so far."""
        return self.printed.read_text(errors="replace")

    def start_and_wait(self, **how: Any) -> subprocess.Popen[bytes]:
        """Start it and return when it says that it runs."""
        process = self.start(**how)
        wait_until(lambda: "Plantão is running" in self.output or process.poll() is not None, within=90)
        assert process.poll() is None, self.output
        return process

    def refusal(self) -> str:
        """Start it where it can't start; return what it says to that."""
        ended = subprocess.run(self.command, env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        assert ended.returncode == 1, ended.stdout + ended.stderr
        assert "Traceback" not in ended.stdout + ended.stderr
        assert len(ended.stderr.splitlines()) == 1, ended.stderr
        return ended.stderr.strip()

    def say(self, *command: str) -> str:
        """Run another command of ours beside it, and return what it prints."""
        asked = [*self.command[:-1], *command]
        return subprocess.run(asked, env=self.environment, capture_output=True, text=True, timeout=60, check=True).stdout

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://localhost:{self.web_port}{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def status_of(self, path: str) -> int:
        """Ask the web server; 0 where none answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.web_port}{path}", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def database_url(self) -> str:
        return (self.home / "run" / "database_url").read_text().strip()

    def running(self) -> dict[int, str]:
        """Return the processes that belong to it, its PostgreSQL included, but not the supervisor."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment, command = (entry / "environ").read_bytes().split(b"\0"), (entry / "cmdline").read_bytes().decode()
            except OSError:
                continue
            mark = f"{supervisor.MARK}={self.home}".encode()
            if mark in environment or (str((self.home / "postgres").resolve()) in command and "postgres" in command.split("\0")[0]):
                found[int(entry.name)] = command.replace("\0", " ")
        return found

    def of(self, pattern: str) -> list[int]:
        """Return the ids of those whose command line matches."""
        return [pid for pid, command in self.running().items() if re.search(pattern, command)]

    def kill_everything(self) -> None:
        """kill -9 the supervisor and all that it started, at once."""
        for pid in [*(process.pid for process in self.processes if process.poll() is None), *self.running()]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for process in self.processes:
            process.wait()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_until(answer: Callable[[], object], *, within: float) -> None:
    """Return when `answer()` is true; fail after so many seconds."""
    give_up_at = time.monotonic() + within
    while not answer():
        assert time.monotonic() < give_up_at, "it did not come true in time"
        threading.Event().wait(0.1)
