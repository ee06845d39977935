"""`plantao backup`: the whole database in one file, while the desk goes on."""

import argparse
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import env
from plantao.operate import postgres_clients
from plantao.operate.database_at_hand import at_hand
from plantao.operate.trouble import Trouble


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Writes the whole database, originals and attachments included, as it is at one instant, into a file that only you can read. "
        "The desk goes on meanwhile. Keep the secret key beside it, and restore it now and then: `plantao restore`."
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="what to write; a file that is there is replaced as a whole")


def run(options: argparse.Namespace) -> int:
    file: Path = options.file
    if file.is_dir():
        raise Trouble(f"{file} is a folder; name a file in it")
    with half_made(file) as place, at_hand(alone=False) as url:
        programs = postgres_clients.folder_for(least=postgres_clients.server_major(url))
        command: list[str | Path] = [programs / "pg_dump", "--format=custom", "--no-password", f"--file={place}"]
        postgres_clients.run(command, url=url)
    key = "PLANTAO_SECRET_KEY" if env.text("PLANTAO_SECRET_KEY") else env.home() / "run" / "secret_key"
    print(f"{file} holds the database ({file.stat().st_size / 1_000_000:.1f} MB); keep the secret key beside it: {key}")
    return 0


@contextmanager
def half_made(file: Path) -> Iterator[Path]:
    """
    Give the place of a file until it is whole, for us alone to read and to write; at the end it becomes `file`, or goes.

    Raises Trouble where it can't be written, or another backup is writing it: one killed halfway leaves nothing in the way.
    """
    place = file.with_name(f"{file.name}.new")
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise Trouble(f"{place} can't be written: {error.strerror}") from None
    try:
        if not _is_ours(descriptor, place):
            raise Trouble(f"{file} is being written by another backup; wait until that is done, or name another file")
        os.fchmod(descriptor, 0o600)
        try:
            yield place
            place.replace(file)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
    finally:
        os.close(descriptor)


def _is_ours(descriptor: int, place: Path) -> bool:
    """Take the lock of an open file; return whether nobody else has it, and it still lies at its place."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), place.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
