"""What is forgotten each night: sessions that are over, and tries that no longer count."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection


def forget(at: datetime) -> None:
    """Delete the sessions and the counted tries that had expired by `at`."""
    Session.objects.filter(expire_date__lte=at).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_cache WHERE expires <= %s", [at])
