"""`plantao restore`: a backup into an empty database, so that the desk goes on from there and gives no number twice."""

import argparse
import os
from pathlib import Path

from config import env
from plantao.operate import database, dump, migrate, roles
from plantao.operate.database_at_hand import at_hand
from plantao.operate.numbers import from_to

SKIPPED = 10_000


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Puts a backup of `plantao backup` (or of pg_dump --format=custom) into an empty database: that of DATABASE_URL, or an embedded "
        "one in PLANTAO_HOME. Makes roles and rights, brings the tables up to this version, and passes over the numbers that may have "
        "been given since the backup, so that no protocol names two tickets. All of the data comes in, or none."
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", metavar="FILE", type=Path, nargs="?", help="the backup")
    source.add_argument(
        "--by-postgresql", action="store_true", help="the database was already put back by PostgreSQL's own means; do only what follows"
    )
    parser.add_argument(
        "--skip", type=from_to(0, 10_000_000), default=SKIPPED, metavar="N",
        help=f"how many numbers to pass over in each count: more than were given since the backup ({SKIPPED})",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    archive = None if options.by_postgresql else dump.read(options.file)
    with at_hand(alone=True) as url:
        os.environ["DATABASE_URL"] = env.text("DATABASE_URL") or url
        if archive is not None:
            dump.must_be_empty(url)
            roles.must_be_there(url, login=database.read(env.database_url()).get("user"))
            archive.load(url)
        migrate.up_to_this_version(url, then=lambda: _go_on(options.skip))
    if not env.text("PLANTAO_SECRET_KEY") and not (env.home() / "run" / "secret_key").exists():
        print(f"put the secret key of that installation into {env.home() / 'run' / 'secret_key'} before you start it")
    return 0


def _go_on(skip: int) -> None:
    from plantao import clock
    from plantao.operate.restored import go_on

    print(go_on(at=clock.now(), skip=skip))
