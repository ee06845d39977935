"""
Brings the tables up to this version while the desk goes on.

A change of a table that waits for a lock makes everybody wait behind it. So it waits shortly, gives way, and tries again.
"""

import sys
import time
from collections.abc import Callable
from typing import Any, Final

import psycopg
from django.core.management import call_command
from django.db import OperationalError, connection

from plantao.operate.trouble import Trouble

LOCK_TIMEOUT: Final = "4s"
TRIES: Final = 10
PAUSE: Final = 3.0  # seconds

HALF_MADE: Final = """
SELECT index.relname FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
WHERE NOT indisvalid AND index.relnamespace = 'public'::regnamespace AND index.relname NOT LIKE '%\\_ccnew%'
"""


def give_way(seconds: float) -> None:
    """Let those who wait go first."""
    time.sleep(seconds)  # noqa: TID251 - a command of an operator, between two tries


def bring_up(*, tries: int = TRIES, pause: Callable[[float], None] = give_way) -> None:
    """Run what migrations are missing, each once. Raises Trouble where a table stays in use; then it may be run again."""
    for left in reversed(range(tries)):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
            drop_half_made_indexes()
            with connection.execute_wrapper(_at_leisure):
                call_command("migrate", interactive=False, verbosity=1, stdout=sys.stdout)
            return
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise
            if left:
                print("a table is in use; giving way, and trying again", flush=True)
                pause(PAUSE)
    raise Trouble("a table stays in use by a transaction that does not end (look in pg_stat_activity); end it, and run this again")


def drop_half_made_indexes() -> None:
    """Take away what is left of an index that was being made beside the work when it was killed: made again, it would clash."""
    with connection.cursor() as cursor:
        cursor.execute(HALF_MADE)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY {connection.ops.quote_name(name)}")


def _at_leisure(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """
    Let what holds up nobody wait as long as it must: indexes that are made beside the work. One that is there was made whole (see
    above) by a run that was killed before it could note that, and stays.
    """
    if "CONCURRENTLY" not in str(sql):
        return execute(sql, params, many, context)
    execute("SET lock_timeout TO 0", None, False, context)
    try:
        return execute(str(sql).replace("CREATE INDEX CONCURRENTLY ", "CREATE INDEX CONCURRENTLY IF NOT EXISTS "), params, many, context)
    finally:
        execute(f"SET lock_timeout TO '{LOCK_TIMEOUT}'", None, False, context)
