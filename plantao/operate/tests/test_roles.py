"""The database roles, on a real database: made by one who may, spelled out for one who may not."""

import os
import secrets
import subprocess
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from plantao.operate import roles
from plantao.operate.up import PLANTAO


@pytest.fixture
def administrator() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        yield connection


class Database:
    """A database of its own, with an owner who is no superuser."""

    def __init__(self, administrator: psycopg.Connection) -> None:
        self.name = f"roles_{secrets.token_hex(4)}"
        self.administrator = administrator
        self.run("CREATE ROLE {} LOGIN PASSWORD 'secret'")
        self.run("CREATE DATABASE {} OWNER {}")
        self.url = make_conninfo(os.environ["DATABASE_URL"], user=self.name, dbname=self.name, password="secret")

    def run(self, statement: str) -> None:
        self.administrator.execute(sql.SQL(statement).format(*[sql.Identifier(self.name)] * 2))


@pytest.fixture
def database(administrator: psycopg.Connection) -> Iterator[Database]:
    made = Database(administrator)
    yield made
    made.run("DROP DATABASE {}")
    made.run("DROP ROLE {}")


class TestOwnerWhoMayNotMakeRoles:
    def test_when_they_are_not_given_then_the_sql_to_run_is_returned_and_enough(
        self, database: Database, administrator: psycopg.Connection
    ) -> None:
        to_run = roles.prepare(database.url)

        assert f'GRANT "plantao_app" TO "{database.name}"' in to_run
        for statement in to_run:
            administrator.execute(statement.encode())
        assert roles.prepare(database.url) == []


class TestPreparedDatabase:
    def test_when_acting_as_app_then_rows_may_be_written_and_tables_not(self, database: Database) -> None:
        for statement in roles.prepare(database.url):
            database.administrator.execute(statement.encode())
        roles.prepare(database.url)

        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE made_later (number bigint GENERATED ALWAYS AS IDENTITY)")
            connection.execute("SET ROLE plantao_app")
            connection.execute("INSERT INTO made_later DEFAULT VALUES")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("DROP TABLE made_later")

    def test_when_acting_as_portal_then_nothing_is_seen_without_leave(self, database: Database) -> None:
        for statement in roles.prepare(database.url):
            database.administrator.execute(statement.encode())
        roles.prepare(database.url)

        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE made_later (number bigint)")
            connection.execute("SET ROLE plantao_portal")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT * FROM made_later")


class TestLoginThatMayNotActAsTheApp:
    def test_when_a_command_is_typed_then_it_says_what_to_run(self, database: Database) -> None:
        environment = {**os.environ, "DATABASE_URL": database.url, "PLANTAO_DATABASE_ROLE": "app"}

        told = subprocess.run([*PLANTAO, "check"], env=environment, capture_output=True, text=True, check=False)

        assert told.stderr == ""
        assert "may not act as plantao_app; run `plantao migrate`" in told.stdout
