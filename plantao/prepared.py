"""
Statements that are written once a process and then only asked: for what runs some hundred times a second.

The ORM takes several times longer to write a statement than PostgreSQL to run it. Here it writes each one once, with
gaps for what differs, and PostgreSQL keeps its plan (see `_database` in config/settings.py). What they say stays the ORM's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, Model, QuerySet

Row = TypeVar("Row", bound=Model)


class Gap(Expression):
    """Stands in a query for a value that is given when it is asked: a number, a text, an instant; never None."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.Field())
        self.name = name

    def as_sql(self, compiler: object, connection: object) -> Any:
        """Return the place of the value, and this gap in its stead."""
        return "%s", [self]


class Prepared(Generic[Row]):
    """
    A query that is built by `build` when it is first asked; its gaps are filled by name each time.

    `build` gives a query of whole rows of one table, without annotations, `select_related` and slices that differ.
    """

    def __init__(self, build: Callable[[], QuerySet[Row]]) -> None:
        self._build = build
        self._built: _Built[Row] | None = None

    def rows(self, **given: Any) -> list[Row]:
        """Return the rows that there are with these values."""
        built = self._built = self._built or _Built(self._build())
        return built.rows(given)

    def first(self, **given: Any) -> Row | None:
        """Return the first of the rows; None where there is none."""
        return next(iter(self.rows(**given)), None)


class _Built(Generic[Row]):
    def __init__(self, query: QuerySet[Row]) -> None:
        compiler = query.query.get_compiler(connection=_database())
        self._sql, self._params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        self._model = query.model
        self._names = [column.target.attname for column in columns]
        self._converters = list(compiler.get_converters(columns).items())

    def rows(self, given: dict[str, Any]) -> list[Row]:
        database = _database()
        with database.cursor() as cursor:
            cursor.execute(self._sql, [given[each.name] if isinstance(each, Gap) else each for each in self._params])
            found = cursor.fetchall()
        return [self._model.from_db(database.alias, self._names, self._converted(values, database)) for values in found]

    def _converted(self, values: Sequence[Any], database: BaseDatabaseWrapper) -> Sequence[Any]:
        if not self._converters:
            return values
        converted = list(values)
        for place, (converters, column) in self._converters:
            for converter in converters:
                converted[place] = converter(converted[place], column, database)
        return converted


def insert(row: Model, *, unless_there: bool = False) -> None:
    """
    Save a new row, which gets its key; as `row.save(force_insert=True)`, but nobody is signalled.

    With `unless_there`, one that is there already by any of its unique keys is left alone, and this row gets no key.
    """
    sql, fields = _insertion(type(row), unless_there)
    database = _database()
    with database.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, add=True), database) for field in fields])
        made = cursor.fetchone()
    if made is not None:
        row.pk, row._state.adding, row._state.db = made[0], False, database.alias


def inserted(row: Row) -> Row:
    """Save a new row as `insert` does, and return it."""
    insert(row)
    return row


def update(row: Model, *names: str) -> None:
    """Save these fields of a row; as `row.save(update_fields=names)`, but nobody is signalled, and it must be there."""
    sql, fields = _change(type(row), names)
    database = _database()
    with database.cursor() as cursor:
        cursor.execute(sql, [*(field.get_db_prep_save(field.pre_save(row, add=False), database) for field in fields), row.pk])
        assert cursor.rowcount == 1


def run(sql: str, *values: Any) -> int:
    """Run a statement that changes rows; how many."""
    with _database().cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


@lru_cache(maxsize=256)
def _insertion(model: type[Model], unless_there: bool) -> tuple[str, Sequence[Field[Any, Any]]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names, gaps = ", ".join(_quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    conflict = " ON CONFLICT DO NOTHING" if unless_there else ""
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    return f"INSERT INTO {table} ({names}) VALUES ({gaps}){conflict} RETURNING {key}", fields  # noqa: S608 - names of our own


@lru_cache(maxsize=256)
def _change(model: type[Model], names: Sequence[str]) -> tuple[str, Sequence[Field[Any, Any]]]:
    fields = [field for name in names for field in model._meta.local_concrete_fields if field.name == name or field.attname == name]
    assert len(fields) == len(names)
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {_quoted(model._meta.db_table)} SET {changes} WHERE {_quoted(model._meta.pk.column)} = %s", fields  # noqa: S608


def _quoted(name: str | None) -> str:
    assert name
    return _database().ops.quote_name(name)


def _database() -> BaseDatabaseWrapper:
    """Return this thread's connection itself; Django's `connection` looks it up anew for each attribute."""
    return connections[DEFAULT_DB_ALIAS]
