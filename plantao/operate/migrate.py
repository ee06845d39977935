"""`plantao migrate`: as the owner, makes the database's roles and tables, or brings them up to this version."""

import argparse
import os
import sys
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
    os.environ["PLANTAO_DATABASE_ROLE"] = "owner"
    with psycopg.connect(url, autocommit=True) as waiting:
        waiting.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        to_run = roles.prepare(url, login=database.read(env.database_url()).get("user"))
        if to_run:
            raise Trouble(roles.sentence(to_run))
        _migrate()
        if options.first_handbook:
            _apply(options.first_handbook)
    return 0


def _apply(path: Path) -> None:
    from plantao import clock
    from plantao.operate.first_handbook import apply_where_none

    print(apply_where_none(path, at=clock.now()) or "one is in force already")


def _migrate() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    from plantao.operate.rooms import settings_must_do

    django.setup()
    settings_must_do()
    call_command("migrate", interactive=False, verbosity=1, stdout=sys.stdout)
