"""The database backend for PLANTAO_DATABASE_POOLER=1: every statement runs in a transaction that begins with SET LOCAL ROLE."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Acts as the app's role from the first statement of each transaction; a lone statement gets a transaction of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._in_a_transaction)

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        if not autocommit:
            with self._quietly(), self.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {settings.APP_ROLE}")

    def _in_a_transaction(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not self.get_autocommit():
            return execute(sql, params, many, context)
        with transaction.atomic(using=self.alias):
            return execute(sql, params, many, context)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Run a statement past the wrappers, which would open a transaction for it."""
        wrappers, self.execute_wrappers = self.execute_wrappers, []
        try:
            yield
        finally:
            self.execute_wrappers = wrappers
