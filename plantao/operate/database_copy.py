"""A copy of a database beside it, on the same server: worked on while nobody uses either, then put in its place or thrown away."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


class Copy:
    """A copy of the database at `url`, which may have no connection while it is made and put in place; so may the copy."""

    def __init__(self, url: str, *, name: str) -> None:
        self._original = urlsplit(url).path.lstrip("/")
        self._name = name
        self.url = _named(url, name)
        self._server = _named(url, "postgres")

    def make(self) -> None:
        """Make it; one that was left behind goes first."""
        self.drop()
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(self._name), sql.Identifier(self._original)))

    def put_in_place(self) -> None:
        """Let it be what the original was."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._original)))
        self._run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(self._name), sql.Identifier(self._original)))

    def drop(self) -> None:
        """Throw it away, where it is there, whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self._name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
