"""
What we do not send by ourselves, so that two machines never talk to each other.

Asked before anything goes out that no person wrote; a person's words are never held back. Caps limit what we send,
never what we take in: above one, the ledger says which. Source: docs/rules/automatic_mail.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class HeldBack(StrEnum):
    """Why an automatic mail does not go out, as the ledger says it."""

    NO_RETURN_PATH = "no_return_path"
    AUTOMATIC = "automatic"
    HOPS = "hops"
    ADDRESS_CAP = "address_cap"
    SUBJECT_CAP = "subject_cap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much goes out by itself: so many mails to one address in `period`, so many answers to one subject of theirs, so many hops."""

    to_one_address: int = 60
    to_one_subject: int = 10
    period: timedelta = timedelta(hours=1)
    hops: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """
    The mail that an automatic mail would answer.

    `has_return_path` is False where the envelope's sender is empty; `hops` is the number of Received fields.
    """

    is_automatic: bool
    has_return_path: bool
    hops: int


def held_back_as_answer(answered: Answered, *, caps: Caps) -> HeldBack | None:
    """Return why nothing automatic answers that mail, None if it may be answered. It concerns its sender only, not other recipients."""
    if not answered.has_return_path:
        return HeldBack.NO_RETURN_PATH
    if answered.is_automatic:
        return HeldBack.AUTOMATIC
    return HeldBack.HOPS if answered.hops > caps.hops else None


def held_back_by_caps(*, at: datetime, sent_at: Iterable[datetime], same_subject_at: Iterable[datetime], caps: Caps) -> HeldBack | None:
    """
    Return which cap keeps one more automatic mail from an address at `at`, None if it may go.

    `sent_at` are the instants of the automatic mails that went to the address, `same_subject_at` those of the mails
    that came from it with an equal subject (`subject_line.sameness_key`), the one to be answered included. Instants
    are aware; those older than the period, or later than `at`, do not count.
    """
    if _within(same_subject_at, at, caps.period) > caps.to_one_subject:
        return HeldBack.SUBJECT_CAP
    return HeldBack.ADDRESS_CAP if _within(sent_at, at, caps.period) >= caps.to_one_address else None


def _within(instants: Iterable[datetime], at: datetime, period: timedelta) -> int:
    return sum(at - period < instant <= at for instant in instants)
