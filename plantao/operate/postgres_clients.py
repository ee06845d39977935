"""PostgreSQL's own programs that read and write backups: which of them to take, and how to run them without a password in sight."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psycopg
from psycopg import pq

from plantao.operate import database
from plantao.operate.postgres_binaries import in_the_wheel, on_the_machine
from plantao.operate.trouble import Trouble

DEBIAN_CLIENTS: Final = Path("/usr/bin")


def folder_for(*, least: int, newest: bool = False) -> Path:
    """
    Return the folder with `pg_dump`, `pg_restore` and `psql` of the oldest version from `least` (a major one: 18) on, or of the `newest`.

    A program reads what its own and older versions wrote, so the oldest that will do writes what most can read.
    Raises Trouble where there is none.
    """
    found = {folder: major for folder in (*in_the_wheel(), *on_the_machine(), DEBIAN_CLIENTS) if (major := _major(folder)) >= max(least, 1)}
    if not found:
        raise Trouble(f"no pg_dump, pg_restore and psql of version {least} or newer were found; on Debian: apt install postgresql-client")
    return (max if newest else min)(found, key=lambda folder: found[folder])


def server_major(url: str) -> int:
    """Return the major version of the PostgreSQL at `url`."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        return connection.info.server_version // 10_000


def environment(url: str) -> dict[str, str]:
    """Return the environment in which such a program finds `url`: on its command line everybody could read the password."""
    names = {option.keyword.decode(): option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar}
    parts = database.read(url)
    return {**os.environ, **{names[key]: value for key, value in parts.items() if key in names}, "LC_ALL": "C.UTF-8"}


def run(command: Sequence[str | Path], *, url: str) -> None:
    """Run one to its end. Raises Trouble with what it said last."""
    ended = subprocess.run(list(command), env=environment(url), capture_output=True, check=False)
    if ended.returncode:
        raise failed(command, ended.stderr)


def failed(command: Sequence[str | Path], said: bytes) -> Trouble:
    """Return what to tell of one that failed: the first error it named."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line.lower()] or lines or ["it gave no reason"]
    return Trouble(f"{Path(command[0]).name} failed: {errors[0]}")


def _major(folder: Path) -> int:
    """Return the version of the programs in a folder; 0 where one is missing or was made for another system."""
    if not all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql")):
        return 0
    try:
        told = subprocess.run([folder / "pg_dump", "--version"], check=False, capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.search(r"\) (\d+)", told)
    return int(version[1]) if version else 0
