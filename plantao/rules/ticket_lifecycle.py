"""
The life of a ticket: its statuses, the moves between them, and what may be done in each.

Nothing is ever reopened: disagreement and late replies open a new ticket, linked to the old. A hold is not a status,
it lies over one. The diagram in docs/rules/ticket_lifecycle.md is compared with `MOVES` by a test.
Source: docs/rules/ticket_lifecycle.md.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from plantao.rules.refused import Refused


class Status(StrEnum):
    """How far a ticket has come. The order is that of a ticket's life."""

    NEW = "new"
    ATTENDED = "attended"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What is done to a ticket, as the verb that does it; who may do it is a matter of permissions."""

    ATTEND = "attend"
    REPLY = "reply"
    NOTE = "note"
    COMPLETE = "complete"
    DESCRIBE = "describe"
    CLASSIFY = "classify"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    HOLD = "hold"
    RESUME = "resume"
    CONTEST_HOLD = "contest_hold"
    RESTORE = "restore"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    DISAGREE = "disagree"
    CLOSE = "close"
    CANCEL = "cancel"
    NOT_A_CONTACT = "not_a_contact"
    A_CONTACT_AFTER_ALL = "a_contact_after_all"
    LINK = "link"
    MERGE = "merge"
    RECEIVE_MERGED = "receive_merged"
    REPEAT_CONTACT = "repeat_contact"
    SPLIT = "split"
    WATCH = "watch"
    BELONG = "belong"
    CORRECT = "correct"
    PROMISE = "promise"
    PASS_TO_VENDOR = "pass_to_vendor"  # noqa: S105 - an act, not a password
    HEAR_FROM_VENDOR = "hear_from_vendor"


class ImpossibleMove(Refused):
    """A ticket cannot go from one status to the other. Facts: `before`, `after`."""


class NotInThisStatus(Refused):
    """An act is not possible as things stand. Facts: `act`, `status`, `possible_in` (statuses)."""


class CancelledForGood(Refused):
    """Only "not a contact" can be undone; a ticket cancelled for a reason, or merged, stays so. No facts."""


class DisagreedTooLate(Refused):
    """The period for disagreeing is over; a new contact opens a new ticket all the same. Facts: `until` (ISO 8601)."""


MOVES: Mapping[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.ATTENDED, Status.RESOLVED, Status.CANCELLED}),
    Status.ATTENDED: frozenset({Status.RESOLVED, Status.CANCELLED}),
    Status.RESOLVED: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset(),
    Status.CANCELLED: frozenset({Status.NEW, Status.ATTENDED}),  # only where "not a contact" was a mistake
}

OPEN = frozenset({Status.NEW, Status.ATTENDED})
NOT_OVER = OPEN | {Status.RESOLVED}
EVERY = frozenset(Status)

POSSIBLE_IN: Mapping[Act, frozenset[Status]] = {
    Act.ATTEND: EVERY - {Status.CANCELLED},  # once: see `may_be_attended`
    Act.REPLY: NOT_OVER,
    Act.NOTE: EVERY,
    Act.COMPLETE: OPEN,
    Act.DESCRIBE: OPEN,
    Act.CLASSIFY: OPEN,
    Act.ASSIGN: OPEN,
    Act.HAND_OVER: OPEN,
    Act.HOLD: OPEN,
    Act.RESUME: OPEN,
    Act.CONTEST_HOLD: NOT_OVER,
    Act.RESTORE: OPEN,
    Act.RESOLVE: OPEN,
    Act.CONFIRM: frozenset({Status.RESOLVED}),
    Act.DISAGREE: frozenset({Status.RESOLVED, Status.CLOSED}),  # within a period: see `check_disagreement`
    Act.CLOSE: frozenset({Status.RESOLVED}),
    Act.CANCEL: OPEN,
    Act.NOT_A_CONTACT: OPEN,
    Act.A_CONTACT_AFTER_ALL: frozenset({Status.CANCELLED}),  # only what was "not a contact": see `status_after_all`
    Act.LINK: EVERY,
    Act.MERGE: OPEN,
    Act.RECEIVE_MERGED: OPEN,
    Act.REPEAT_CONTACT: OPEN,
    Act.SPLIT: NOT_OVER,
    Act.WATCH: NOT_OVER,
    Act.BELONG: NOT_OVER,  # whose it is, who asked and about what
    Act.CORRECT: EVERY,
    Act.PROMISE: OPEN,
    Act.PASS_TO_VENDOR: OPEN,
    Act.HEAR_FROM_VENDOR: EVERY,
}


def check_move(before: Status, after: Status) -> None:
    """Raise ImpossibleMove unless a ticket may go from `before` to `after`; to stay where it is is no move."""
    if after not in MOVES[before]:
        raise ImpossibleMove(before=before.value, after=after.value)


def is_open(status: Status) -> bool:
    """Somebody still has work to do on it: it needs a next step."""
    return status in OPEN


def is_over(status: Status) -> bool:
    """Nothing that a customer writes is filed on it any more."""
    return status not in NOT_OVER


def may(act: Act, status: Status) -> bool:
    """Whether `act` is possible in `status`, as far as the status alone can say."""
    return status in POSSIBLE_IN[act]


def check_may(act: Act, status: Status) -> None:
    """Raise NotInThisStatus unless `act` is possible in `status`."""
    if not may(act, status):
        raise NotInThisStatus(act=act.value, status=status.value, possible_in=[one.value for one in Status if one in POSSIBLE_IN[act]])


def may_be_attended(status: Status, *, attended_at: datetime | None) -> bool:
    """Whether an act that reached the requester is the first: `attended_at` is when an earlier one did, None if none has."""
    return attended_at is None and may(Act.ATTEND, status)


def status_after_attending(status: Status) -> Status:
    """Return where the first act that reaches the requester takes a ticket; one resolved by that very act stays resolved."""
    return Status.ATTENDED if status is Status.NEW else status


def check_disagreement(status: Status, *, until: datetime, at: datetime) -> None:
    """
    Raise unless the requester may disagree at `at`: the ticket is resolved or closed and the period still runs.

    `until` is where the handbook's `disagree_within` ends, counted from the resolution; that instant is outside.
    Raises NotInThisStatus or DisagreedTooLate.
    """
    check_may(Act.DISAGREE, status)
    if at >= until:
        raise DisagreedTooLate(until=until.isoformat())


def status_after_all(status: Status, *, is_not_a_contact: bool, attended_at: datetime | None) -> Status:
    """
    Return the status that a ticket gets back when "not a contact" was a mistake.

    Raises NotInThisStatus where it is not cancelled, CancelledForGood where it was cancelled as anything else.
    """
    check_may(Act.A_CONTACT_AFTER_ALL, status)
    if not is_not_a_contact:
        raise CancelledForGood()
    return Status.NEW if attended_at is None else Status.ATTENDED
