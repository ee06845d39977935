"""Instants as people type them at a command."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from plantao.operate.trouble import Trouble


def read_instant(text: str, *, option: str, zone: str) -> datetime:
    """
    Return the instant, in UTC, that ISO 8601 says; without an offset it is in `zone` (IANA). Raises Trouble, naming `option`.

    An hour that the clocks skip, or show twice, is read as the earlier offset reads it.
    """
    try:
        said = datetime.fromisoformat(text.strip())
        return (said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Trouble(f"{option}: {text[:60]!r} is no instant; write it as in 2026-11-18T17:30:00-03:00") from None
