"""A copy of a database that takes its place, or goes without a trace."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from plantao.operate.database_copy import Copy

SERVER = os.environ["DATABASE_URL"].rsplit("/", 1)[0]


@contextmanager
def connected(name: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(f"{SERVER}/{name}", autocommit=True) as connection:
        yield connection


@pytest.fixture
def copy() -> Iterator[Copy]:
    """A copy of a database in which one row is."""
    with connected("postgres") as server:
        server.execute("CREATE DATABASE copied")
    with connected("copied") as original:
        original.execute("CREATE TABLE kept AS SELECT 7 AS number")
    made = Copy(f"{SERVER}/copied", name="copied_beside")
    made.make()
    yield made
    with connected("postgres") as server:
        for name in ("copied", "copied_beside"):
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def databases() -> set[str]:
    with connected("postgres") as server:
        return {name for (name,) in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'copied%'")}


class TestACopy:
    def test_when_it_is_put_in_place_then_what_was_done_there_is_what_there_is(self, copy: Copy) -> None:
        with psycopg.connect(copy.url, autocommit=True) as beside:
            beside.execute("INSERT INTO kept VALUES (8)")

        copy.put_in_place()

        assert databases() == {"copied"}
        with connected("copied") as there:
            assert there.execute("SELECT array_agg(number ORDER BY number) FROM kept").fetchone() == ([7, 8],)

    def test_when_it_is_dropped_while_somebody_is_connected_then_the_original_is_as_it_was(self, copy: Copy) -> None:
        with psycopg.connect(copy.url, autocommit=True) as beside:
            beside.execute("INSERT INTO kept VALUES (8)")
            copy.drop()

        assert databases() == {"copied"}
        with connected("copied") as there:
            assert there.execute("SELECT array_agg(number) FROM kept").fetchone() == ([7],)
