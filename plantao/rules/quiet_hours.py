"""
When somebody is left in peace: hours as a shift's are written (plantao/rules/duty_hours.py), on the wall clock of their zone.

Source: docs/rules/quiet_hours.md.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.rules.duty_hours import DAY, Watch
from plantao.rules.refused import Refused

_WEEK = 7 * DAY


class NeverAwake(Refused):
    """Quiet hours must end: these never do. Facts: `written`, the hours."""


def check_they_end(watches: Sequence[Watch], *, written: Sequence[str]) -> None:
    """Raise NeverAwake where the quiet hours cover the whole week."""
    spans = [(watch.weekday * DAY + watch.begins, watch.weekday * DAY + watch.ends) for watch in watches]
    covered = _WEEK
    for begins, ends in sorted((begins + week, ends + week) for begins, ends in spans for week in (0, _WEEK)):
        if begins <= covered:
            covered = max(covered, ends)
    if covered >= 2 * _WEEK:
        raise NeverAwake(written=list(written))


def quiet_until(watches: Sequence[Watch], *, zone: ZoneInfo, at: datetime) -> datetime:
    """
    Return when the quiet hours in which `at` lies are over, in UTC; `at` itself where it lies in none.

    They end when the wall clock first shows their end; hours that touch or overlap are one stretch.
    """
    until = at.astimezone(UTC)
    for _ in range(2 * len(watches) + 2):
        later = max((_end(watch, zone, until) for watch in watches), default=until)
        if later == until:
            break
        until = later
    return until


def _end(watch: Watch, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the end of this watch, where the wall clock shows a time inside it at `at`; `at` otherwise."""
    local = at.astimezone(zone)
    shown = local.replace(tzinfo=None, fold=0)
    midnight = shown.replace(hour=0, minute=0, second=0, microsecond=0)
    for opened in (midnight, midnight - timedelta(days=1)):
        ends = opened + timedelta(seconds=watch.ends)
        if opened.weekday() == watch.weekday and opened + timedelta(seconds=watch.begins) <= shown < ends:
            instants = [ends.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
            return min((instant for instant in instants if instant > at), default=at)
    return at
