"""What a check finds: one sentence about one thing."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How good it is: it will do; it works, but an operator should know; it does not work."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` is a word (settings, database, roles, mail ...); `sentence` says what is, and where it is not well what to do."""

    about: str
    level: Level
    sentence: str
