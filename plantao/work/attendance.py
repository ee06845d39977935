"""
Who is at work: each worker holds an advisory lock of PostgreSQL for as long as its process lives.

The lock goes with its connection, so the moment a worker is killed everybody can see that it is gone, and what it had
in its hands is given back without waiting for leases to end.
"""

import secrets
from typing import Any

import psycopg
from django.db import connection

LOCK_CLASS = 1_347_174_740
"""The first half of our advisory locks' keys: any number that nobody else in the database uses."""


def new_number() -> int:
    """Return a number for a worker, which nobody else has."""
    return secrets.randbelow(2**31 - 1) + 1


def sign_in(link: psycopg.Connection[Any], number: int) -> bool:
    """Be present under this number for as long as `link` lasts; False while an older connection of ours isn't gone yet."""
    row = link.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", [LOCK_CLASS, number]).fetchone()
    return bool(row and row[0])


def present() -> frozenset[int]:
    """Return the numbers of the workers that are alive on this database, on whatever machine."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT objid::bigint FROM pg_locks
            WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            [LOCK_CLASS],
        )
        return frozenset(number for (number,) in cursor.fetchall())
