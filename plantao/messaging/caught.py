"""What a channel keeps instead of sending it, where nothing may leave the machine: to be read by whoever tries Plantão out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """One message, to the byte as it would have gone."""

    number: int
    address: str
    subject: str
    raw: bytes
    at: datetime


class Catcher(Protocol):
    """Finds what was caught."""

    def newest(self, *, to: str, limit: int) -> Sequence[Caught]:
        """Return the newest first, to this address or, where it is "", to any; without their bytes."""
        ...

    def find(self, number: int) -> Caught | None:
        """Return one, whole; None where there is none of that number."""
        ...
