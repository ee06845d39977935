"""Opens the rooms (Django and the database) for a command; commands that need neither don't import this."""

import os

import django
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, OperationalError, connection

from config import env
from plantao.operate import database
from plantao.operate.premises import DOORS
from plantao.operate.trouble import Trouble


def open_rooms(*, must_answer: bool = True) -> None:
    """
    Set up Django for this process. Raises Trouble where no database is named or, if it `must_answer`, none answers.

    A service that waits for its database, as web, worker and mail do, asks with `must_answer=False`.
    """
    furnish_rooms()
    if must_answer:
        database_must_answer()
    else:
        settings_must_do()


def furnish_rooms() -> None:
    """Set up Django for this process, whatever its settings are worth. Raises Trouble where no database is named."""
    _find_doors()
    url = env.database_url()
    if not url:
        raise Trouble("no database is named and none runs here; start Plantão with `make up`, or set DATABASE_URL")
    database.read(url)
    if direct := env.text("DATABASE_DIRECT_URL"):
        database.read(direct, variable="DATABASE_DIRECT_URL")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def database_must_answer() -> None:
    """Raise Trouble where the database named can't be used, or not in our role."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise database.unusable(env.database_url(), error) from None
    except DatabaseError:  # it let us in, but not in our role
        told = f"the login of DATABASE_URL may not act as {settings.APP_ROLE}; run `plantao migrate`, which lets it or says who must"
        raise Trouble(told) from None


def settings_must_do() -> None:
    """Raise Trouble where a room can't work with its settings: what runs for days says so at its start, not at the first mail."""
    for found in checks.run_checks(tags=["settings"]):
        if found.is_serious():
            raise Trouble(found.msg)


def _find_doors() -> None:
    """Let a command that is typed in another terminal know the ports that `plantao up` was started with."""
    try:
        written = (env.home() / "run" / DOORS).read_text()
    except OSError:
        return
    for name, value in (line.split("=", 1) for line in written.splitlines() if "=" in line):
        os.environ.setdefault(name, value)
