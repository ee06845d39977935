"""Where processes are born that are to die."""

import os
import subprocess
import sys
from typing import Self

from plantao.operate.tests.running import free_port
from plantao.work.tests.side_by_side import conninfo
from tests.crashes.sink import ROOT, Sink


class Nursery:
    """Starts what is to die; one process for all tests, so that each costs a fork."""

    def __init__(self, sink: Sink) -> None:
        self.port = free_port()
        environment = {
            **os.environ, "DATABASE_URL": conninfo(), "PLANTAO_MAIL_OUT": sink.url, "PLANTAO_SMTP_PORT": str(self.port),
            "PLANTAO_LOG_LEVEL": "ERROR",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.crashes.doomed"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def bear(self, role: str, point: str) -> None:
        """Start a `worker`, a `receiver` or a `watch` that dies at that point (see tests/crashes/doomed.py); returns at once."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{role} {point}\n")
        self._process.stdin.flush()

    def death(self) -> int:
        """Wait for it to end; return how it did."""
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())
