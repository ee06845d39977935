"""A form that is sent twice does what it does once: its token is kept with what came of it."""

from collections.abc import Callable
from hashlib import sha256

from django.core.cache import cache
from django.db import connection

LOCK_CLASS = 1_667_329_132
"""The first half of the advisory locks' keys under which a token is looked up: any number that nobody else in the database uses."""
KEPT = 24 * 60 * 60
"""Seconds; a form that lay open longer than a day is a new one."""


def once(token: str, act: Callable[[], str]) -> str:
    """
    Return what `act` returned under this token, now or before. The second of two who send at once waits for the first.

    Without a token ("") everything is done each time. Runs in a transaction, with which what is kept is kept or undone: the
    cache is a table of the same database.
    """
    if not token:
        return act()
    digest = sha256(token.encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [LOCK_CLASS, int.from_bytes(digest[:4], signed=True)])
    key = f"once.{digest.hex()}"
    came_of_it = cache.get(key)
    if came_of_it is None:
        came_of_it = act()
        cache.set(key, came_of_it, KEPT)
    return str(came_of_it)
