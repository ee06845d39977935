"""The engine of sessions: Django's own in the database, and none outlives a shift."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase

ENDS_AT = "ends_at"


class SessionStore(db.SessionStore):
    """A session that is used goes on for SESSION_COOKIE_AGE at a time, and ends for good at that age, counted from the sign-in."""

    def get_expiry_date(self, **named: Any) -> datetime:
        """Return when it is over, unless it is used before."""
        expires: datetime = super().get_expiry_date(**named)
        return min(expires, datetime.fromtimestamp(self[ENDS_AT], UTC)) if ENDS_AT in self else expires


def begins(session: SessionBase, *, at: float) -> None:
    """Note that somebody signed in; `at` counts in seconds since 1970."""
    session[ENDS_AT] = at + settings.SESSION_COOKIE_AGE
