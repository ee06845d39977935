"""Acts that are begun again when the database asks for it, and its troubles told apart from our own bugs."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, transaction

Result = TypeVar("Result")

BEGIN_AGAIN = ("40001", "40P01")
"""Serialization failure, deadlock: the transaction is undone, and the same act may well succeed when it is begun again."""

OUT_OF_ORDER = ("08", "25006", "53", "57P")
"""No connection, a standby that can't be written, no resources (disk, memory, connections), a server that stops or starts."""


def run_retrying(act: Callable[[], Result], *, tries: int = 10) -> Result:
    """
    Run `act` in a transaction and return its result; after a deadlock or a serialization failure the whole of it again.

    So `act` must load what it changes, and do nothing that a rollback doesn't undo. It isn't paused for: who lost a
    deadlock waits at the winner's lock anyway. Inside a transaction nothing is begun again, since only the outermost
    act can be; it gets a savepoint there. Raises what `act` raised, and the database's error after `tries`.
    """
    while True:
        tries -= 1
        try:
            with transaction.atomic():
                return act()
        except DatabaseError as error:
            if tries <= 0 or transaction.get_connection().in_atomic_block or not must_begin_again(error):
                raise


def must_begin_again(error: BaseException) -> bool:
    """Return whether the database undid a transaction for a reason that lies in others' transactions."""
    return any(state in BEGIN_AGAIN for _, state in _states(error))


def is_database_trouble(error: BaseException) -> bool:
    """Return whether the database can't be worked with at the moment: nothing is wrong with the act, and waiting helps."""
    return any(
        state.startswith(OUT_OF_ORDER) if state else isinstance(cause, OperationalError | InterfaceError)
        for cause, state in _states(error)
        if isinstance(cause, OperationalError | InterfaceError | InternalError)
    )


def _states(error: BaseException | None) -> Iterator[tuple[BaseException, str]]:
    """Yield each of Django's database errors among the causes, with PostgreSQL's SQLSTATE ("" where the server said nothing)."""
    while error is not None:
        if isinstance(error, DatabaseError | InterfaceError):
            yield error, getattr(error.__cause__, "sqlstate", None) or ""
        error = error.__cause__ or error.__context__
