"""`plantao migrate`: as the owner, makes the database's roles and tables, or brings them up to this version."""

import argparse
import os
import sys

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
            print("-- to be run once in this database by an administrator; then start again", *(f"{line};" for line in to_run), sep="\n")
            raise Trouble("the owner of this database may not make its roles; let an administrator run the SQL above")
        _migrate()
    return 0


def _migrate() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=1, stdout=sys.stdout)
