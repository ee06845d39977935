"""
Which ticket an incoming message answers, if any.

Three things can point at a ticket, in this order: an identity of a message of ours that it answers, a signed reply
token, a protocol in its subject. The pointer chooses the ticket, the sender chooses the person. Only a token is proof
of anything; the other two can be guessed or forged, so they never let a stranger in.
Source: docs/rules/message_matching.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from plantao.rules.ticket_lifecycle import Status, is_over


class Evidence(StrEnum):
    """What points at a ticket, the strongest first."""

    MESSAGE_ID = "message_id"
    TOKEN = "token"  # noqa: S105 - a kind of evidence, not a secret
    SUBJECT = "subject"


class Why(StrEnum):
    """Why a message went where it went, for the timeline and the unfiled tray."""

    ANSWERS = "answers"  # somebody of the ticket writes on it
    STAFF = "staff"
    VENDOR = "vendor"
    TOKEN_ONLY = "token_only"  # noqa: S105 - whoever wrote it had our mail, but is nobody of the ticket
    AFTER_THE_END = "after_the_end"  # the ticket is closed or cancelled
    NOTHING_POINTS = "nothing_points"
    NOT_BELIEVED = "not_believed"  # the sender could not be authenticated
    STRANGER = "stranger"
    OTHER_CUSTOMER = "other_customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """
    What must be known of a ticket that something points at; one that was merged is replaced by that it was merged into.

    `people` are its requester, watchers and whoever else was brought in for the customer; `vendors` the people of its
    vendor cases; `customer` is None while it is not known. All are ids.
    """

    id: int
    status: Status
    customer: int | None
    people: frozenset[int] = frozenset()
    vendors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """
    Who the message says it is from.

    `person` is the owner of the address, None if nobody has it; `customers` those they are a contact of or whose own
    domain they write from. `is_believed` is False where authentication is asked for and did not pass.
    """

    person: int | None = None
    customers: frozenset[int] = frozenset()
    is_staff: bool = False
    is_believed: bool = True


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something in the message that points at a ticket."""

    by: Evidence
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Files:
    """
    The message is filed on the ticket.

    `inside` means that only staff see it and that whoever wrote it is told nothing.
    """

    ticket: int
    inside: bool
    by: Evidence
    why: Why


@dataclass(frozen=True, slots=True)
class OpensLinked:
    """The message opens a ticket of its own, with its own protocol, linked to `ticket`."""

    ticket: int
    by: Evidence
    why: Why


@dataclass(frozen=True, slots=True)
class Opens:
    """The message opens a ticket of its own. `perhaps` is the ticket it claims to answer: shown to staff, never to the sender."""

    perhaps: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class StaysUnfiled:
    """Automatic mail that answers no ticket is kept in the unfiled tray and opens nothing. `perhaps` as in Opens."""

    perhaps: int | None
    why: Why


Verdict = Files | OpensLinked | Opens | StaysUnfiled


def match(pointers: Iterable[Pointer], *, sender: Sender, is_automatic: bool = False, is_alarm: bool = False) -> Verdict:
    """
    Return what becomes of a message.

    `pointers` of one kind come in the order to be tried: for identities see `identities_answered`, for protocols that
    of the subject. `is_automatic` as docs/rules/automatic_mail.md says; an alarm is automatic and opens all the same.
    """
    opens_nothing = is_automatic and not is_alarm
    in_order = sorted(pointers, key=lambda pointer: list(Evidence).index(pointer.by))
    for pointer in in_order:
        why = _standing(sender, pointer.ticket)
        if why is Why.ANSWERS and is_over(pointer.ticket.status) and not opens_nothing:
            return OpensLinked(pointer.ticket.id, pointer.by, Why.AFTER_THE_END)
        if why is not None:
            inside = why is not Why.ANSWERS or is_over(pointer.ticket.status)
            return Files(pointer.ticket.id, inside, pointer.by, why)
    for pointer in in_order:
        if pointer.by is Evidence.TOKEN:
            return Files(pointer.ticket.id, True, pointer.by, Why.TOKEN_ONLY)
    perhaps = in_order[0].ticket.id if in_order else None
    why = _why_not(sender, perhaps)
    return StaysUnfiled(perhaps, why) if opens_nothing else Opens(perhaps, why)


def identities_answered(references: Iterable[str], in_reply_to: Iterable[str]) -> tuple[str, ...]:
    """Return the Message-IDs that a mail answers in the order to be tried: References from the newest, then In-Reply-To, each once."""
    return tuple(dict.fromkeys([*reversed(list(references)), *in_reply_to]))


def _standing(sender: Sender, ticket: Ticket) -> Why | None:
    """Return as whom the sender may write on the ticket; None for whoever is nobody of it."""
    if not sender.is_believed:
        return None
    if sender.person in ticket.people or ticket.customer in sender.customers:
        return Why.ANSWERS
    if sender.is_staff:
        return Why.STAFF
    return Why.VENDOR if sender.person in ticket.vendors else None


def _why_not(sender: Sender, perhaps: int | None) -> Why:
    if perhaps is None:
        return Why.NOTHING_POINTS
    if not sender.is_believed:
        return Why.NOT_BELIEVED
    return Why.OTHER_CUSTOMER if sender.customers else Why.STRANGER
