"""What a handbook that is well-formed, and whose names all exist, may still get wrong: impossible values, and slips of the pen."""

from collections.abc import Iterator

from plantao.handbook.checks import calendars, carrier, desk, escalation, promises, texts
from plantao.handbook.document import Handbook
from plantao.handbook.problems import Finding


def check(handbook: Handbook) -> Iterator[Finding]:
    """Yield everything that is wrong with what the handbook says, errors and warnings, in no order."""
    for room in (calendars, promises, escalation, desk, carrier, texts):
        yield from room.check(handbook)
