"""The folder of a running installation (PLANTAO_HOME): its lock, its secrets, and whether there is room and a free door."""

import errno
import fcntl
import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from config import env
from plantao.operate.trouble import Trouble

ROOM_NEEDED = 150_000_000  # bytes; a fresh database and a day's logs


DOORS: Final = "doors"  # in run/: the ports of what runs, for commands in other terminals


@dataclass(frozen=True, slots=True)
class Premises:
    """Everything that a running installation writes is under `home`: postgres/, log/, run/ (secrets: for its user only)."""

    home: Path

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def log(self) -> Path:
        return self.home / "log"

    def open(self) -> None:
        """Make the folders. Raises Trouble where that can't be, or the disk has no room."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.run.mkdir(mode=0o700, exist_ok=True)
            self.log.mkdir(mode=0o750, exist_ok=True)
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise Trouble(f"{error.filename} can't be made a folder ({error.strerror}); name another in PLANTAO_HOME") from None
        self.must_have_room()

    def must_have_room(self) -> None:
        free = shutil.disk_usage(self.home).free
        if free < ROOM_NEEDED:
            raise Trouble(
                f"the disk is full: {free // 1_000_000} MB are free for {self.home}, at least {ROOM_NEEDED // 1_000_000} are needed; "
                "make room, or name another folder in PLANTAO_HOME"
            )

    def lock(self) -> TextIO:
        """Return the lock that keeps a second `up` out as long as this process lives. Raises Trouble where one runs."""
        try:
            file = (self.run / "lock").open("a+")
        except PermissionError:
            raise Trouble(f"{self.run} belongs to another user; start as that user, or name another folder in PLANTAO_HOME") from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise Trouble(
                f"Plantão already runs from {self.home} (process {holder}); stop it first, or name another folder in PLANTAO_HOME"
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file

    def keep_secret(self, name: str, content: str | None) -> None:
        """Write run/NAME for our user only, as a whole or not at all; None removes it."""
        path = self.run / name
        if content is None:
            path.unlink(missing_ok=True)
            return
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content + "\n")
        new.replace(path)

    def make_secret_key(self) -> None:
        """Make the key that signs links and reply addresses, once; a new one would make all that were sent void."""
        path = self.run / "secret_key"
        if not path.exists() or not path.read_text().strip():
            self.keep_secret("secret_key", secrets.token_urlsafe(48))


def doors_must_be_free(*, web: int, smtp: int, lmtp: int) -> None:
    """Raise Trouble where web or mail receiver could not listen; a port that is 0 is not opened."""
    doors = {"PLANTAO_PORT": web, "PLANTAO_SMTP_PORT": smtp, "PLANTAO_LMTP_PORT": lmtp}
    opened = [(variable, port) for variable, port in doors.items() if port]
    for place, (variable, port) in enumerate(opened):
        for first, taken in opened[:place]:
            if taken == port:
                raise Trouble(f"{first} and {variable} are both {port}; give each a port of its own: {variable}={port + 1} make up")
        host = "PLANTAO_WEB_HOST" if variable == "PLANTAO_PORT" else "PLANTAO_SMTP_HOST"
        _must_be_free(host, port, variable=variable)


def _must_be_free(host_variable: str, port: int, *, variable: str) -> None:
    """Raise Trouble where somebody else listens on the port, or we may not."""
    host = env.text(host_variable, "127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
            door.listen(1)
        except PermissionError:
            raise Trouble(f"this user may not open port {port}; choose one above 1023: {variable}={port + 8000} make up") from None
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise Trouble(
                    f"{host_variable} is {host!r}, which is no address of this machine; write 127.0.0.1, or 0.0.0.0 for all"
                ) from None
            taken = f"port {port} on {host} is taken by another program ({error.strerror})"
            raise Trouble(f"{taken}; end that, or choose another port: {variable}={port + 1} make up") from None
