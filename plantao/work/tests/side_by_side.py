"""Doing several things at the same time, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any

from django.db import connection, connections
from psycopg.conninfo import make_conninfo

PATIENCE = 30
"""Seconds after which a test says that something hangs; nothing waits this long when all is well."""


def beside(*acts: Callable[[], Any]) -> Any:
    """Run these in threads of their own; return the result of the only one, or the list of all. One that hangs is left behind."""

    def alone(act: Callable[[], Any], future: "Future[Any]") -> None:
        try:
            future.set_result(act())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits for the result
            future.set_exception(error)
        finally:
            connections.close_all()

    futures: list[Future[Any]] = [Future() for _ in acts]
    threads = [Thread(target=alone, args=pair, daemon=True) for pair in zip(acts, futures, strict=True)]
    for thread in threads:
        thread.start()
    results = [future.result(PATIENCE) for future in futures]
    for thread in threads:
        thread.join(PATIENCE)
    return results if len(acts) > 1 else results[0]


def conninfo() -> str:
    """Return where the test's database is, as libpq writes it."""
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return make_conninfo(**{key: str(connection.settings_dict[name]) for name, key in named.items() if connection.settings_dict[name]})
