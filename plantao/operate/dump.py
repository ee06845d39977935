"""A backup file (pg_dump --format=custom): what is in it, and how it gets into a database."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import psycopg

from plantao.operate import postgres_clients
from plantao.operate.trouble import Trouble

OURS: Final = " TABLE public django_migrations "
RIGHTS_OF_ANOTHER: Final = " DEFAULT ACL "  # names the owner there was; `roles.prepare` gives them to the one there is
UNKNOWN_TO_OLDER: Final = b"SET transaction_timeout"  # PostgreSQL before 17 doesn't know it
END_OF_HEADER: Final = b"SELECT pg_catalog.set_config"


@dataclass(frozen=True, slots=True)
class Dump:
    """A backup that can be read: `contents` as `pg_restore --list` tells them, `programs` the folder of what can read it."""

    file: Path
    contents: str
    programs: Path

    def load(self, url: str) -> None:
        """Put everything into the database at `url`, as its user's: in one transaction, all or nothing. Raises Trouble."""
        wanted = [line for line in self.contents.splitlines() if RIGHTS_OF_ANOTHER not in line]
        with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as listed:
            listed.write("\n".join(wanted) + "\n")
            listed.flush()
            reading: list[str | Path] = [
                self.programs / "pg_restore", "--no-owner", "--no-comments", f"--use-list={listed.name}", "--file=-", self.file,
            ]  # fmt: skip
            self._pipe(reading, url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def _pipe(self, reading: list[str | Path], url: str) -> None:
        """Let psql run what pg_restore writes; both are heard, and what psql says goes first."""
        writing: list[str | Path] = [
            self.programs / "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--file=-",
        ]
        with tempfile.TemporaryFile() as complaints, tempfile.TemporaryFile() as answers:
            reader = subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=complaints)
            writer = subprocess.Popen(
                writing, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=answers, env=postgres_clients.environment(url)
            )
            assert reader.stdout is not None
            assert writer.stdin is not None
            try:
                _pass_on(reader.stdout, writer.stdin)
                if reader.wait():
                    writer.kill()  # before it commits what is only a part
                writer.stdin.close()
            except BrokenPipeError:  # psql has met an error and gone; it says below which
                reader.kill()
            writer.wait()
            reader.wait()
            for command, code, file in ((writing, writer.returncode, answers), (reading, reader.returncode, complaints)):
                if code > 0:
                    file.seek(0)
                    raise postgres_clients.failed(command, file.read())


def read(file: Path) -> Dump:
    """Return the backup in `file`. Raises Trouble where it is none of ours, or no program here can read it."""
    if not file.is_file():
        raise Trouble(f"{file} is no file")
    newest = postgres_clients.folder_for(least=0, newest=True)
    listed = subprocess.run([newest / "pg_restore", "--list", file], capture_output=True, text=True, errors="replace", check=False)
    if listed.returncode:
        raise Trouble(f"{file} is no backup that can be read here: {(listed.stderr.strip().splitlines() or ['it gave no reason'])[-1]}")
    if OURS not in listed.stdout:
        raise Trouble(f"{file} is a backup of something else than Plantão")
    dumped_by = re.search(r"Dumped by pg_dump version: (\d+)", listed.stdout)
    return Dump(file, listed.stdout, postgres_clients.folder_for(least=int(dumped_by[1]) if dumped_by else 0))


def must_be_empty(url: str) -> None:
    """Raise Trouble where the database holds tables: nothing is ever restored over what somebody may still need."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if row and row[0]:
            raise Trouble(
                f"the database {connection.info.dbname} holds {row[0]} tables; restore into an empty one, made by `createdb`, "
                "or into another PLANTAO_HOME"
            )


def _pass_on(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy, but for the one setting of the header that an older PostgreSQL would refuse."""
    for line in source:
        if not line.startswith(UNKNOWN_TO_OLDER):
            target.write(line)
        if line.startswith(END_OF_HEADER):
            break
    shutil.copyfileobj(source, target, 1024 * 1024)
    target.flush()
