"""The Date header: RFC 5322, its obsolete forms, and ISO 8601, which some machines write."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_date(text: str) -> datetime | None:
    """Return the instant with the offset that was written (UTC where none was), or None where it is no date."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text.strip()[:100])
            aware = found if found.tzinfo else found.replace(tzinfo=UTC)
            aware.astimezone(UTC)  # the first and the last day of all years overflow here
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            continue
        return aware
    return None
