"""The checks of `plantao check` of the database's roles: who owns the tables, who may work on them, and the wall before the portal."""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from plantao.operate import roles
from plantao.operate.findings import Finding, Level

STRAYS: Final = """
SELECT relname, pg_get_userbyid(relowner), pg_get_userbyid(first.owner)
FROM pg_class, (SELECT relowner AS owner FROM pg_class WHERE oid = to_regclass('public.django_migrations')) AS first
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relowner <> first.owner ORDER BY relname
"""
KEPT_FROM_THE_APP: Final = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND CASE
    WHEN relkind IN ('r', 'p') THEN EXISTS
        (SELECT FROM unnest(%(rights)s::text[]) AS needed WHERE NOT has_table_privilege(%(app)s, oid, needed))
    WHEN relkind = 'S' THEN NOT has_sequence_privilege(%(app)s, oid, 'USAGE')
END ORDER BY relname
"""
WITHOUT_A_WALL: Final = """
SELECT relname, CASE WHEN EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)
    THEN format('ALTER TABLE %%I ENABLE ROW LEVEL SECURITY', relname)
    ELSE format('REVOKE ALL ON %%I FROM %%I', relname, %(portal)s::text) END
FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
AND has_table_privilege(to_regrole(%(portal)s), oid, 'SELECT') AND NOT relrowsecurity ORDER BY relname
"""
OVER_EVERY_WALL: Final = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%(ours)s) AND (rolsuper OR rolbypassrls) ORDER BY rolname"


def of_roles() -> Iterator[Finding]:
    """That we act as the app, which owns nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, current_user, "
            "(SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user), "
            "(SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s))",
            [[roles.APP, roles.PORTAL]],
        )
        login, acting, owned, known = cursor.fetchone()
    if known < 2:
        yield Finding("roles", Level.WRONG, "the roles are not there; run `plantao migrate`, which makes them or says who must")
    elif owned and acting == roles.APP:
        sentence = f"{acting} owns {owned} tables, and may so change them; let an administrator run: REASSIGN OWNED BY {acting} TO {login};"
        yield Finding("roles", Level.WRONG, sentence)
    elif owned:
        yield Finding("roles", Level.WARNING, f"this process acts as {acting}, who owns tables; unset PLANTAO_DATABASE_ROLE")
    else:
        yield Finding("roles", Level.OK, f"this process acts as {acting}, who owns no table")


def of_owners() -> Iterator[Finding]:
    """That one owner has all tables: no other may change them, and the next migration would stop there."""
    strays = [(table, owner, first) for table, owner, first in _rows(STRAYS) if owner != roles.APP]
    if strays:
        table, owner, first = strays[0]
        sentence = (
            f"{owner} owns {_several([table for table, _, _ in strays])}, and not {first}, who migrates; let an administrator run: "
            f"ALTER TABLE {table} OWNER TO {first};"
        )
        yield Finding("roles", Level.WRONG, sentence)


def of_rights() -> Iterator[Finding]:
    """That the app may work on every table."""
    kept = [name for (name,) in _rows(KEPT_FROM_THE_APP, app=roles.APP, rights=["SELECT", "INSERT", "UPDATE", "DELETE"])]
    if kept:
        yield Finding("roles", Level.WRONG, f"{roles.APP} may not work on {_several(kept)}; run `plantao migrate` as their owner")


def of_walls() -> Iterator[Finding]:
    """That the portal sees its customers' rows and no others, whatever the code asks for."""
    for (role,) in _rows(OVER_EVERY_WALL, ours=[roles.APP, roles.PORTAL]):
        sentence = f"{role} may see past row-level security; let an administrator run: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS;"
        yield Finding("roles", Level.WRONG, sentence)
    open_to_all = _rows(WITHOUT_A_WALL, portal=roles.PORTAL)
    if open_to_all:
        names = _several([name for name, _ in open_to_all])
        sentence = f"{roles.PORTAL} may read every customer's rows in {names}; let their owner run: {open_to_all[0][1]};"
        yield Finding("roles", Level.WRONG, sentence)


def _rows(sql: str, **values: str | list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def _several(names: list[str]) -> str:
    return names[0] + f" and {len(names) - 1} more" * (len(names) > 1)
