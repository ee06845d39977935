"""The doors of whoever watches the machines: /healthz (the process answers) and /readyz (it can do its work)."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


@non_atomic_requests
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process lives; asks nothing of the database, so that its failing restarts nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@non_atomic_requests
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database is there with all the tables of this version, else 503."""
    state = readiness()
    return JsonResponse({"database": state}, status=200 if state == "ok" else 503)


def readiness() -> str:
    """Return "ok", or which of `unreachable` and `not migrated` stands in the way."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok" if _tables_are_there() else "not migrated"
    except DatabaseError:
        return "unreachable"


def _tables_are_there() -> bool:
    try:
        return _all_migrations_are_applied()
    except NotMigrated:
        return False


class NotMigrated(Exception):
    """Raised instead of answering no, since only a yes may be remembered."""


@cache
def _all_migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated
    return True
