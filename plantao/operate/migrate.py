"""`plantao migrate`: as the owner, makes the database's roles and tables, or brings them up to this version."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import psycopg

from config import env
from plantao.operate import database, roles
from plantao.operate.trouble import Trouble

ONE_AT_A_TIME = 7_526_826_155  # an advisory lock: several machines may be started at once


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Makes the roles and tables in the database of DATABASE_OWNER_URL (by default DATABASE_URL), or brings them up to this version. "
        "Safe to run again, and on several machines at once. Where the owner may not make roles, the SQL for an administrator is printed."
    )
    parser.add_argument("--first-handbook", metavar="FILE", type=Path, help="put this handbook in force where there is none yet")


def run(options: argparse.Namespace) -> int:
    url = env.database_url(owner=True)
    if not url:
        raise Trouble("no database is named and none runs here; start Plantão with `make up`, or set DATABASE_URL")
    database.check(url, variable="DATABASE_OWNER_URL" if env.text("DATABASE_OWNER_URL") else "DATABASE_URL")
    to_apply: Path | None = options.first_handbook
    up_to_this_version(url, then=(lambda: _apply(to_apply)) if to_apply else None)
    return 0


def up_to_this_version(url: str, *, then: Callable[[], None] | None = None) -> None:
    """Make what is missing in the owner's database at `url`, one process at a time, and do `then` as the owner. Raises Trouble."""
    os.environ["PLANTAO_DATABASE_ROLE"] = "owner"
    with psycopg.connect(url, autocommit=True) as waiting:
        waiting.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        roles.must_be_there(url, login=database.read(env.database_url()).get("user"))
        _migrate()
        if then is not None:
            then()


def _apply(path: Path) -> None:
    from plantao import clock
    from plantao.operate.first_handbook import apply_where_none

    print(apply_where_none(path, at=clock.now()) or "one is in force already")


def _migrate() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    from plantao.operate.rooms import settings_must_do

    django.setup()
    settings_must_do()
    from plantao.operate.migrating import bring_up

    bring_up()
