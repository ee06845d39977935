"""
The links of notices. Signed, one kind of signature an act.

Under a resolution "solved" and "I disagree", good until the day when disagreeing ends; under a ring "I have seen to it",
under a step that is offered "escalate", good while it rings or waits. Opening one does nothing (programs that scan mail
open every link); the page behind it asks first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer

from plantao.escalation.models import Ring, Step
from plantao.people.models import Person
from plantao.tickets.models import Ticket

ACKNOWLEDGE, ASK = "acknowledgement", "escalation"


class LinkedAct(StrEnum):
    """What a link leads to; the word stands in its address."""

    CONFIRM = "confirmation"
    DISAGREE = "disagreement"


@dataclass(frozen=True, slots=True)
class Pass:
    """What a link's token says: whom it was sent to, about which ticket, until when it is good."""

    protocol: str
    person: int
    until: datetime

    @classmethod
    def read(cls, token: str, act: LinkedAct) -> Self:
        """Return what a token says. Raises BadSignature where we did not sign it, for this act."""
        try:
            protocol, person, until = _signer(act).unsign_object(token)
            return cls(str(protocol), int(person), datetime.fromisoformat(until))
        except (ValueError, TypeError, UnicodeError) as broken:
            raise BadSignature("the token does not hold what ours hold") from broken


def link(act: LinkedAct, *, ticket: Ticket, person: Person) -> str:
    """Return the address at which this person may do this, once."""
    holds = [ticket.protocol, person.pk, ticket.may_disagree_until.isoformat()]
    return f"{settings.PUBLIC_URL}/{act.value}/{_signer(act).sign_object(holds)}/"


@dataclass(frozen=True, slots=True)
class RingPass:
    """What the link of a ring says: which ring, and whom it was sent to."""

    ring: int
    person: int

    @classmethod
    def read(cls, token: str) -> Self:
        """Return what a token says. Raises BadSignature where we did not sign it, for this act."""
        return cls(*_two_numbers(token, ACKNOWLEDGE))


@dataclass(frozen=True, slots=True)
class StepPass:
    """What the link of a step that may be asked for says: which step, and whom it was sent to."""

    step: int
    person: int

    @classmethod
    def read(cls, token: str) -> Self:
        """Return what a token says. Raises BadSignature where we did not sign it, for this act."""
        return cls(*_two_numbers(token, ASK))


def link_to_acknowledge(ring: Ring) -> str:
    """Return the address at which whoever was rung says that they have seen to it."""
    return f"{settings.PUBLIC_URL}/{ACKNOWLEDGE}/{_signer(ACKNOWLEDGE).sign_object([ring.pk, ring.agent.person_id])}/"


def link_to_ask(step: Step, *, person: Person) -> str:
    """Return the address at which this person may ask for a step, once."""
    return f"{settings.PUBLIC_URL}/{ASK}/{_signer(ASK).sign_object([step.pk, person.pk])}/"


def _two_numbers(token: str, act: str) -> tuple[int, int]:
    try:
        first, second = _signer(act).unsign_object(token)
        return int(first), int(second)
    except (ValueError, TypeError, UnicodeError) as broken:
        raise BadSignature("the token does not hold what ours hold") from broken


def _signer(act: str) -> Signer:
    return Signer(salt=f"plantao.link.{act}")
