"""
What opening one ticket writes, row for row: taken from a real opening, and written again by SQL alone.

`floor()` is a script of pgbench that writes the same rows; `fill()` makes as many tickets of it as one likes. For the
benchmark only: no ticket of an installation is ever written past the verbs.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bench.mails import a_colleague_of

TICKET = "tickets_ticket"
INBOUND = "messaging_inbound"
MESSAGE = "messaging_message"
THREAD_ID = "messaging_threadid"


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row; of `columns` each is a literal, or in `refers` another row of the sample, or in `unique` so many characters.
    `people` are those that name the contact who wrote.
    """

    table: str
    key: int
    columns: dict[str, str]
    instants: frozenset[str]
    refers: dict[str, "Row"]
    unique: dict[str, int]
    people: frozenset[str]

    @property
    def variable(self) -> str:
        return f"{self.table}_{self.key}"


@dataclass(slots=True)
class Sample:
    """The rows of one opening in the order of their writing, and how often each was written again."""

    rows: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    inbound_updates: int = 0
    queries: int = 0

    def floor(self, *, inbounds: tuple[int, int]) -> str:
        """Return a script of pgbench: one transaction writes what one opening writes. `inbounds` are mails that it may mark as read."""
        lines = [f"\\set inbound random({inbounds[0]}, {inbounds[1]})", "BEGIN;"]
        for row in self.rows:
            names = ", ".join(row.columns)
            values = ", ".join(_floor_value(row, name) for name in row.columns)
            lines.append(f"INSERT INTO {row.table} ({names}) VALUES ({values}) RETURNING id AS {row.variable} \\gset")
        lines += [f"UPDATE {row.table} SET id = id WHERE id = :{row.variable};" for row in self.updates]
        lines += [f"UPDATE {INBOUND} SET id = id WHERE id = :inbound;"] * self.inbound_updates
        return "\n".join([*lines, "COMMIT;", ""])

    def fill_up(self, connection: psycopg.Connection[Any], *, to: int) -> None:
        """Make as many open tickets as are wanting to so many, whose next step is about two hours away. Nobody else may be at work."""
        (there,) = connection.execute(f"SELECT count(*) FROM {TICKET} WHERE id > %s", [self.first_ticket]).fetchone() or (0,)
        with connection.transaction(), self._indexed_afterwards(connection):
            connection.execute("SET LOCAL session_replication_role = replica")  # the rows are copies of what was checked
            self.fill(connection, first=there + 1, count=to - there, shift="interval '10 minutes'")
        connection.execute("VACUUM ANALYZE")

    @contextmanager
    def _indexed_afterwards(self, connection: psycopg.Connection[Any]) -> Iterator[None]:
        """Take away what would be kept up row by row, and make it anew at once."""
        tables = sorted({row.table for row in self.rows})
        found = connection.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY (%s::regclass[]) AND NOT indisunique",
            [tables],
        ).fetchall()
        connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for name, _ in found:
            connection.execute(f"DROP INDEX {name}")
        yield
        for _, made_by in found:
            connection.execute(made_by)

    def fill(self, connection: psycopg.Connection[Any], *, first: int, count: int, shift: str) -> None:
        """Make `count` tickets with the numbers from `first`; `shift` is an interval by which all their instants are later."""
        for row in self.rows:
            base = self.base(row)
            names = ", ".join(["id", *row.columns])
            values = ", ".join([f"{base} + g", *(self._fill_value(row, name, shift) for name in row.columns)])
            numbers = f"generate_series({first}, {first + count - 1}) g"
            connection.execute(f"INSERT INTO {row.table} ({names}) OVERRIDING SYSTEM VALUE SELECT {values} FROM {numbers}")

    def base(self, row: Row) -> int:
        """Return where the keys of the filled rows begin: apart for each row of the sample, and far above those of the real ones."""
        return 10_000_000 * (1 + self.rows.index(row))

    @property
    def first_ticket(self) -> int:
        """Return the key below those of all filled tickets."""
        return self.base(next(row for row in self.rows if row.table == TICKET))

    def _fill_value(self, row: Row, name: str, shift: str) -> str:
        if name in row.refers:
            return f"{self.base(row.refers[name])} + g"
        if name in row.unique:  # what was the same in two rows, as a ticket and its protocol, stays so
            return f"upper(substr(md5({row.columns[name]} || g), 1, {row.unique[name]}))"
        if name in row.people:
            return a_colleague_of(row.columns[name])
        if name == "address" and row.table != THREAD_ID:
            return "'contato' || g || '@p.example'"  # nobody is told so much that the caps on automatic mails are reached
        if (row.table, name) == (MESSAGE, "done_at"):
            return "clock_timestamp()"  # sent: delivery has a figure of its own
        return f"{row.columns[name]} + {shift}" if name in row.instants else row.columns[name]


def take(act: Any, connection: psycopg.Connection[Any]) -> Sample:
    """Run `act`, which opens one ticket on Django's connection, and return what it wrote; `connection` is the owner's."""
    from django.apps import apps
    from django.db import connection as ours
    from django.test.utils import CaptureQueriesContext

    models = {model._meta.db_table: model for model in apps.get_models()}
    before = {table: _last(connection, table) for table, model in models.items() if model._meta.pk.column == "id"}
    with CaptureQueriesContext(ours) as captured:
        act()
    said = [query["sql"] for query in captured.captured_queries]
    sample = Sample(queries=len(said))
    tables = list(dict.fromkeys(name for sql in said for name in re.findall(r'^\s*INSERT INTO "?(\w+)', sql)))
    found: dict[tuple[str, int], Row] = {}
    for table in sorted(tables, key=lambda name: _rank(models[name], tables)):
        for values in connection.cursor(row_factory=dict_row).execute(f"SELECT * FROM {table} WHERE id > %s ORDER BY id", [before[table]]):
            found[table, values["id"]] = _row(connection, models[table], values, found)
    sample.rows = list(found.values())
    for table, where in (match for sql in said for match in re.findall(r'^\s*UPDATE "?(\w+).* WHERE (.*)', sql, re.DOTALL)):
        key = re.search(r'\bid"? (?:=|IN) \(?(\d+)', where)
        if key and (table, int(key[1])) in found:
            sample.updates.append(found[table, int(key[1])])
        sample.inbound_updates += table == INBOUND
    return sample


def _row(connection: psycopg.Connection[Any], model: Any, values: dict[str, Any], found: dict[tuple[str, int], Row]) -> Row:
    from plantao.people.models import Person

    table, columns, refers = model._meta.db_table, {}, {}
    types = dict(
        connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table]
        ).fetchall()
    )
    as_text = connection.execute(
        f"SELECT {', '.join(f'{name}::text' for name in values)} FROM {table} WHERE id = %s", [values["id"]]
    ).fetchone()
    assert as_text
    for name, text in zip(values, as_text, strict=True):
        if name != "id":
            columns[name] = "NULL" if text is None else f"{_literal(text)}::{types[name]}"
    for each in model._meta.concrete_fields:
        target = TICKET if each.column == "subject_id" else each.remote_field and each.remote_field.model._meta.db_table
        if target and (target, values[each.column]) in found:
            refers[each.column] = found[target, values[each.column]]
    unique = {}
    groups = [[each.column] for each in model._meta.concrete_fields if each.unique and not each.primary_key]
    groups += [[model._meta.get_field(name).column for name in rule.fields] for rule in model._meta.constraints if hasattr(rule, "fields")]
    for group in groups:
        if not any(name in refers for name in group):
            name = max((name for name in group if isinstance(values[name], str)), key=lambda name: len(values[name]), default="")
            if name and values[name]:
                unique[name] = min(32, next(each.max_length or 32 for each in model._meta.concrete_fields if each.column == name))
    people = frozenset(each.column for each in model._meta.concrete_fields if each.remote_field and each.remote_field.model is Person)
    instants = frozenset(name for name, value in values.items() if isinstance(value, datetime))
    return Row(table, values["id"], columns, instants, refers, unique, frozenset(name for name in people if values[name]))


def _rank(model: Any, tables: list[str]) -> int:
    """Tables after those they point at, otherwise in the order of the writing."""
    return 100 * _depth(model, tables) + tables.index(model._meta.db_table)


def _depth(model: Any, tables: list[str]) -> int:
    from django.apps import apps

    pointed = {each.remote_field.model for each in model._meta.concrete_fields if each.remote_field}
    if any(each.column == "subject_id" for each in model._meta.concrete_fields):
        pointed.add(apps.get_model("tickets", "Ticket"))  # which it names by a plain value
    return 1 + max((_depth(other, tables) for other in pointed if other is not model and other._meta.db_table in tables), default=0)


def _floor_value(row: Row, name: str) -> str:
    if name in row.refers:
        return f":{row.refers[name].variable}"
    return _unique(row.unique[name]) if name in row.unique else row.columns[name]


def _unique(characters: int) -> str:
    return f"substr(md5(random()::text || clock_timestamp()::text), 1, {characters})"


def _literal(text: str) -> str:
    """Return a text as SQL; without a colon, which pgbench would take for a variable's."""
    for plain, escaped in (("\\", "\\\\"), ("'", "\\'"), (":", "\\x3A"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f"E'{text}'"


def _last(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    assert row
    return int(row[0])
