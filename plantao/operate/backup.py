"""`plantao backup`: the whole database in one file, while the desk goes on."""

import argparse
import os
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
    half_made = file.with_name(f"{file.name}.new")
    try:
        half_made.unlink(missing_ok=True)
        os.close(os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise Trouble(f"{half_made} can't be written: {error.strerror}") from None
    try:
        with at_hand(alone=False) as url:
            programs = postgres_clients.folder_for(least=postgres_clients.server_major(url))
            command: list[str | Path] = [programs / "pg_dump", "--format=custom", "--no-password", f"--file={half_made}"]
            postgres_clients.run(command, url=url)
        half_made.replace(file)
    finally:
        half_made.unlink(missing_ok=True)
    key = "PLANTAO_SECRET_KEY" if env.text("PLANTAO_SECRET_KEY") else env.home() / "run" / "secret_key"
    print(f"{file} holds the database ({file.stat().st_size / 1_000_000:.1f} MB); keep the secret key beside it: {key}")
    return 0
