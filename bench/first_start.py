"""`make up` in a folder that somebody has just cloned into: until it says that it runs, with packages that were downloaded before."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.house import free_port
from bench.table import Figure
from config import env
from plantao.operate import processes

RUNS = "Plantão is running."
INSTALLED = "  home "
"""How the first line begins that Plantão itself prints."""

DEMONSTRATION_AIM = 60.0
MADE_HERE = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "*.mo", ".*_cache", ".hypothesis")


def figures() -> Iterator[Figure]:
    """Start twice: empty, and with the demonstration that a newcomer sees."""
    for name, demo in (("an empty desk", "0"), ("the demonstration", "1")):
        seconds, installing, said = _started(demo=demo)
        yield Figure(
            name=f"make up from nothing, with {name}",
            measured=f"{seconds:.0f} s{said}",
            floor=f"{installing:.0f} s (installing the packages)",
            ratio=f"{seconds / installing:.1f}",
            aim=f"under {DEMONSTRATION_AIM:.0f} s",
            is_reached=seconds < DEMONSTRATION_AIM,
            if_missed="what is not installing is the month that the demonstration lives through; it does as much as its time allows.",
        )


def _started(*, demo: str) -> tuple[float, float, str]:
    """Return the seconds until it runs, those of them for installing, and what it said of the demonstration."""
    with _clone() as folder:
        since, installed_at, said = time.monotonic(), 0.0, ""
        command = ["make", "up", f"PYTHON={Path(sys.base_prefix) / 'bin' / 'python3'}"]
        with subprocess.Popen(
            command, cwd=folder, env=_environment(folder, demo), stdout=subprocess.PIPE, start_new_session=True
        ) as process:
            assert process.stdout
            try:
                for line in map(bytes.decode, process.stdout):
                    if line.startswith(INSTALLED):
                        installed_at = time.monotonic()
                    if "tickets, loaded in" in line or "left out:" in line:
                        said = f" ({line.strip()})"
                    if line.startswith(RUNS):
                        return time.monotonic() - since, installed_at - since, said
                raise RuntimeError("make up ended before it ran")
            finally:
                processes.end_group(process, [(signal.SIGTERM, 10.0)])


def _environment(folder: Path, demo: str) -> dict[str, str]:
    """Return that of a shell in which nothing of Plantão was ever set."""
    ours = ("PLANTAO_", "DATABASE_", "DJANGO_", "VIRTUAL_ENV", "MAKE", "MFLAGS")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    ports = {name: str(free_port()) for name in ("PLANTAO_PORT", "PLANTAO_SMTP_PORT")}
    return plain | ports | {"PLANTAO_HOME": str(folder / "var"), "DEMO": demo}


@contextmanager
def _clone() -> Iterator[Path]:
    """Make a copy of the sources in which nothing was installed or compiled, and leave nothing of it behind."""
    with tempfile.TemporaryDirectory(prefix="plantao-first-start-", ignore_cleanup_errors=True) as there:
        Path(there).chmod(0o755)  # PostgreSQL may run as another user
        yield Path(shutil.copytree(env.HERE, Path(there) / "plantao", ignore=MADE_HERE))
