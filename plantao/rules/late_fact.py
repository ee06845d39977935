"""
Late facts: what a person says to have happened before the moment in which they write it down.

It needs a reason, and beyond a quarter of an hour the coordinator's right: promises are judged by these instants.
Source: docs/rules/late_fact.md.
"""

from datetime import datetime, timedelta

from plantao.rules.refused import Refused

ANYBODYS = timedelta(minutes=15)


class LateWithoutReason(Refused):
    """A past instant needs a reason. Facts: `at`, `recorded_at` (ISO 8601)."""


class TooLateForYou(Refused):
    """So far back only a coordinator may write something down. Facts: `at`, `recorded_at` (ISO 8601), `minutes` anybody has."""


def check_late(at: datetime, *, recorded_at: datetime, reason: str, may_backdate: bool) -> None:
    """
    Raise unless a member of staff may write down at `recorded_at` what happened at `at`; both are aware.

    `may_backdate` is the coordinator's right. What counts from the moment of its writing needs nothing.
    """
    facts = {"at": at.isoformat(), "recorded_at": recorded_at.isoformat()}
    if at >= recorded_at:
        return
    if not reason.strip():
        raise LateWithoutReason(**facts)
    if recorded_at - at > ANYBODYS and not may_backdate:
        raise TooLateForYou(**facts, minutes=int(ANYBODYS / timedelta(minutes=1)))
