"""
Statements that are written once a process and then only asked: for what runs some hundred times a second.

The ORM takes several times longer to write a statement than PostgreSQL to run it. Here it writes each one once, with
gaps for what differs, and PostgreSQL keeps its plan (see `_database` in config/settings.py). What they say stays the ORM's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from threading import local
from typing import Any, ClassVar, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Field, Func, Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)

_all: list[Prepared[Any]] = []
_kept = local()
_answers: ContextVar[dict[tuple[Any, ...], list[Any]] | None] = ContextVar("plantao_prepared_answers", default=None)


class Gap(Expression):
    """Stands in a query for a value that is given when it is asked: a number, a text, an instant; never None."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.Field())
        self.name = name

    def as_sql(self, compiler: object, connection: object) -> Any:
        """Return the place of the value, and this gap in its stead."""
        return "%s", [self]


class Among(Func):
    """Whether a column holds one of those that are given as a list: `filter(Among(F("agent"), Gap("agents")))`."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field: ClassVar = models.BooleanField()


class Prepared(Generic[Row]):
    """
    A query that is built by `build` when it is first asked; its gaps are filled by name each time.

    `build` gives a query of rows with what `select_related` joins to them, without annotations and slices that differ.
    `stays` says that nobody changes these rows in the acts that ask for them: see `asking_once`.
    """

    def __init__(self, build: Callable[[], QuerySet[Row]], *, stays: bool = False) -> None:
        self._build = build
        self._written: _Built[Row] | None = None
        self._stays = stays
        _all.append(self)

    def write(self) -> _Built[Row]:
        """Return the statement, which is written when this is first asked for."""
        self._written = self._written or _Built(self._build())
        return self._written

    def rows(self, **given: Any) -> list[Row]:
        """Return the rows that there are with these values."""
        built = self.write()
        answers = _answers.get() if self._stays else None
        if answers is None:
            return built.rows(given)
        question = (self, *((name, tuple(value) if isinstance(value, list) else value) for name, value in sorted(given.items())))
        if question not in answers:
            answers[question] = built.rows(given)
        return list(answers[question])

    def first(self, **given: Any) -> Row | None:
        """Return the first of the rows; None where there is none."""
        return next(iter(self.rows(**given)), None)


def write_all() -> None:
    """Write all statements that this process knows of, so that nobody waits for it when they are asked."""
    with transaction.atomic():  # where a statement locks, the ORM writes it nowhere else
        for each in _all:
            each.write()


@contextmanager
def asking_once() -> Iterator[None]:
    """
    Ask each query whose rows stay only once for the same values, meanwhile: for one act, in its transaction.

    Who holds a role or which handbook is in force is asked in several places of an act, and must be the same in all.
    """
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


class _Built(Generic[Row]):
    def __init__(self, query: QuerySet[Row]) -> None:
        database = _database()
        compiler = query.query.get_compiler(connection=database)
        self._sql, self._params = compiler.as_sql()
        columns, own = [column for column, _, _ in compiler.select], compiler.klass_info["select_fields"]
        self._model = query.model
        self._own = slice(own[0], own[-1] + 1)
        self._names = [column.target.attname for column in columns[self._own]]
        populators: Any = get_related_populators  # the stubs tell of a later Django, where it takes one argument more
        self._joined = populators(compiler.klass_info, compiler.select, database.alias)
        self._converters = list(compiler.get_converters(columns).items())

    def rows(self, given: dict[str, Any]) -> list[Row]:
        database, cursor = _database(), _cursor()
        cursor.execute(self._sql, [given[each.name] if isinstance(each, Gap) else each for each in self._params])
        found = cursor.fetchall()
        return [self._row(self._converted(values, database), database) for values in found]

    def _row(self, values: Sequence[Any], database: BaseDatabaseWrapper) -> Row:
        row = self._model.from_db(database.alias, self._names, values[self._own])
        for joined in self._joined:
            joined.populate(values, row)
        return row

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
    database, cursor = _database(), _cursor()
    cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, add=True), database) for field in fields])
    made = cursor.fetchone()
    if made is not None:
        row.pk, row._state.adding, row._state.db = made[0], False, database.alias


def insert_missing(rows: Sequence[Row], *, key: Sequence[str]) -> list[Row]:
    """
    Save those of these new rows of one table that are not there by any unique key, in one statement, and return them.

    `key` names the fields, texts or numbers and in the model's order, by which each of `rows` is told from the others.
    Nobody is signalled.
    """
    if not rows:
        return []
    sql, fields = _insertion_of_missing(type(rows[0]), len(rows), tuple(key))
    database, cursor = _database(), _cursor()
    cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, add=True), database) for row in rows for field in fields])
    made = {tuple(names): number for number, *names in cursor.fetchall()}
    saved = {number: row for row in rows if (number := made.get(tuple(getattr(row, name) for name in key))) is not None}
    for number, row in saved.items():
        row.pk, row._state.adding, row._state.db = number, False, database.alias
    return list(saved.values())


def insert_all(rows: Sequence[Row], *, key: Sequence[str]) -> None:
    """Save new rows of one table in one statement; `key` as for `insert_missing`. Raises IntegrityError where one is there already."""
    if len(insert_missing(rows, key=key)) < len(rows):
        raise IntegrityError(f"a {type(rows[0]).__name__} is there already")


def inserted(row: Row) -> Row:
    """Save a new row as `insert` does, and return it."""
    insert(row)
    return row


def update(row: Model, *names: str) -> None:
    """Save these fields of a row; as `row.save(update_fields=names)`, but nobody is signalled, and it must be there."""
    sql, fields = _change(type(row), names)
    database, cursor = _database(), _cursor()
    cursor.execute(sql, [*(field.get_db_prep_save(field.pre_save(row, add=False), database) for field in fields), row.pk])
    assert cursor.rowcount == 1


def changed(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement that changes rows and returns something of each of them; that, in no order."""
    cursor = _cursor()
    cursor.execute(sql, values)
    return list(cursor.fetchall())


def run(sql: str, *values: Any) -> int:
    """Run a statement that changes rows; how many."""
    cursor = _cursor()
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
def _insertion_of_missing(model: type[Model], count: int, key: Sequence[str]) -> tuple[str, Sequence[Field[Any, Any]]]:
    meta = model._meta
    fields = [field for field in meta.local_concrete_fields if field is not meta.auto_field]
    names, gaps = ", ".join(_quoted(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    told_by = ", ".join(_quoted(field.column) for field in (meta.pk, *(field for field in fields if field.name in key)))
    table, every = _quoted(meta.db_table), ", ".join([f"({gaps})"] * count)
    return f"INSERT INTO {table} ({names}) VALUES {every} ON CONFLICT DO NOTHING RETURNING {told_by}", fields  # noqa: S608 - names of our own


@lru_cache(maxsize=256)
def _change(model: type[Model], names: Sequence[str]) -> tuple[str, Sequence[Field[Any, Any]]]:
    fields = [field for name in names for field in model._meta.local_concrete_fields if field.name == name or field.attname == name]
    assert len(fields) == len(names)
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    return f"UPDATE {table} SET {changes} WHERE {key} = %s", fields  # noqa: S608 - names of our own


def _quoted(name: str | None) -> str:
    assert name
    return _database().ops.quote_name(name)


def _cursor() -> CursorWrapper:
    """
    Return a cursor whose last result nobody needs any more: one for a connection, since making it costs as much as asking.

    Where statements are noted down (tests, DEBUG) Django's own kind is made each time.
    """
    database = _database()
    database.close_if_health_check_failed()
    raw: object = database.connection
    if raw is None or database.queries_logged:
        return database.cursor()
    if getattr(_kept, "raw", None) is not raw:
        _kept.cursor, _kept.raw = database.cursor(), raw
    cursor: CursorWrapper = _kept.cursor
    return cursor


def _database() -> BaseDatabaseWrapper:
    """Return this thread's connection itself; Django's `connection` looks it up anew for each attribute."""
    return connections[DEFAULT_DB_ALIAS]
