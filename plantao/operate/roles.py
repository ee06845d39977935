"""
The three database roles: the owner migrates, `plantao_app` works and owns no table, `plantao_portal` sees its own rows.

The two are made without a login; the login of the address becomes their member, and each process takes its role by SET ROLE.
"""

from collections.abc import Sequence
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from plantao.operate.trouble import Trouble

APP = "plantao_app"
PORTAL = "plantao_portal"

GRANTS: tuple[LiteralString, ...] = (
    "GRANT USAGE ON SCHEMA public TO {app}, {portal}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)


def missing(owner: psycopg.Connection, *, login: str) -> list[str]:
    """Return the SQL that is still to be run by one who may, so that `login` can act in both roles; [] where nothing is."""
    wanted = []
    for role in (APP, PORTAL):
        if not owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            wanted.append(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            wanted.append(_membership(role, login))
        elif not _is_member(owner, role, login):
            wanted.append(_membership(role, login))
    return [statement.as_string(owner) for statement in wanted]


def prepare(owner_url: str, *, login: str | None = None) -> list[str]:
    """
    Make the roles and what they may do in this database, also with the tables that migrations will make.

    `login` is the user who will act in the roles, by default the owner. Returns the SQL that the owner may not run and
    somebody else must, before anything works; [] is the good answer. Running it again changes nothing.
    """
    with psycopg.connect(owner_url, autocommit=True) as owner:
        login = login or str(conninfo_to_dict(owner_url).get("user") or owner.info.user)
        return _refused(owner, missing(owner, login=login)) or _refused(owner, _grants(owner))


def must_be_there(owner_url: str, *, login: str | None = None) -> None:
    """Prepare, or raise Trouble with what an administrator must run first."""
    to_run = prepare(owner_url, login=login)
    if to_run:
        raise Trouble(sentence(to_run))


def _refused(owner: psycopg.Connection, statements: Sequence[str]) -> list[str]:
    """Run each statement; return those that this user may not run, or that wait for one of them."""
    refused = []
    for statement in statements:
        try:
            owner.execute(statement.encode())
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject):
            refused.append(statement)
    return refused


def _grants(owner: psycopg.Connection) -> list[str]:
    names = {"app": sql.Identifier(APP), "portal": sql.Identifier(PORTAL)}
    return [sql.SQL(grant).format(**names).as_string(owner) for grant in GRANTS]


def _membership(role: str, login: str) -> sql.Composed:
    return sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login))


def _is_member(connection: psycopg.Connection, role: str, login: str) -> bool:
    # From 16 on, a role's maker is a member who may hand it on but not take it.
    kind = "SET" if connection.info.server_version >= 160_000 else "MEMBER"
    row = connection.execute("SELECT pg_has_role(%s, %s, %s)", [login, role, kind]).fetchone()
    return bool(row and row[0])


def sentence(statements: Sequence[str]) -> str:
    """Return what to tell an operator whose database user may not make the roles."""
    return "this database user may not make the roles; let an administrator run: " + "; ".join(statements) + ";"
