"""Who did something."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """
    In which quality somebody acts: as staff, as the operator at the machine's command line who gave no name, as a
    customer's contact, as an outsider, or the desk itself.
    """

    STAFF = "staff"
    OPERATOR = "operator"
    CONTACT = "contact"
    STRANGER = "stranger"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which quality; `person_id` is None for the desk itself and for a caller without a name."""

    kind: ActorKind
    person_id: int | None = None

    @property
    def is_staff(self) -> bool:
        """Whether a person on the provider's side acts."""
        return self.kind in {ActorKind.STAFF, ActorKind.OPERATOR}

    @property
    def is_customers(self) -> bool:
        """Whether somebody from outside acts: a contact of a customer or a stranger."""
        return self.kind in {ActorKind.CONTACT, ActorKind.STRANGER}


DESK = Actor(ActorKind.DESK)
OPERATOR = Actor(ActorKind.OPERATOR)
