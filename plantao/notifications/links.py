"""
The links under a resolution: "solved" and "I disagree". Signed, one kind of signature an act, good until the day when
disagreeing ends. Opening one does nothing (programs that scan mail open every link); the page behind it asks first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer

from plantao.people.models import Person
from plantao.tickets.models import Ticket


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


def _signer(act: LinkedAct) -> Signer:
    return Signer(salt=f"plantao.link.{act.value}")
