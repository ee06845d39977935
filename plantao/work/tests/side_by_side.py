"""Doing several things at the same time, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections
from psycopg.conninfo import make_conninfo

PATIENCE = 30
"""Seconds after which a test says that something hangs; nothing waits this long when all is well."""


def beside(*acts: Callable[[], Any]) -> Any:
    """Run these in threads of their own; return the result of the only one, or the list of all."""

    def alone(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        results = [future.result(PATIENCE) for future in [pool.submit(alone, act) for act in acts]]
    return results if len(acts) > 1 else results[0]


def conninfo() -> str:
    """Return where the test's database is, as libpq writes it."""
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return make_conninfo(**{key: str(connection.settings_dict[name]) for name, key in named.items() if connection.settings_dict[name]})
