"""Fixtures that rooms and journeys share, and a database that is quickly emptied."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate

from tests.pages import budget, signed_in

__all__ = ["budget", "signed_in"]

OF_THE_TABLES = frozenset({"django_content_type", "auth_permission"})
"""What Django writes down of the tables themselves when it has made them."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let what is written of the tables stay when a test that commits is over: it was emptied and written again with all others."""
    empty = DatabaseOperations.sql_flush

    def empty_the_others(self: DatabaseOperations, style: Any, tables: Sequence[str], **how: Any) -> list[str]:
        return empty(self, style, [table for table in tables if table not in OF_THE_TABLES], **how)

    DatabaseOperations.sql_flush = empty_the_others  # type: ignore[assignment]  # for the whole run
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
