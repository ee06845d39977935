"""What can happen to a member of staff."""

from enum import StrEnum


class Verb(StrEnum):
    """Verbs on an agent's timeline."""

    ADDED = "staff.added"
    DISABLED = "staff.disabled"
