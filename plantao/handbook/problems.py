"""What is wrong with a handbook, where, in plain English."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

Path = tuple[str | int, ...]

LONGEST_NAME = 60  # of a name that is repeated in a sentence or in a path
FEW = 8  # names are listed up to this many
MANY = 1_000  # among more names none is sought


class Severity(StrEnum):
    """An error keeps the handbook from being used; a warning says what the author may not have meant."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` and `column` count from 1; `path` is dotted (`escalation.0.steps.1.tell`), `file` where it concerns the whole."""

    line: int
    column: int
    path: str
    sentence: str
    severity: Severity = Severity.ERROR

    def in_file(self, name: str) -> str:
        """Return it on one line, as compilers write: `FILE:LINE:COLUMN: path: sentence`."""
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return one_line(f"{name}:{self.line}:{self.column}: {mark}{self.path}: {self.sentence}")


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its place is known: at the value of `path`, or at its key."""

    path: Path
    sentence: str
    severity: Severity = Severity.ERROR
    at_key: bool = False


def warning(path: Path, sentence: str, *, at_key: bool = False) -> Finding:
    """Return a finding that keeps nobody from using the handbook."""
    return Finding(path, sentence, Severity.WARNING, at_key)


def dotted(path: Path) -> str:
    """Return a path as it is shown; `file` for the whole."""
    return ".".join(str(step)[:LONGEST_NAME] for step in path) or "file"


def named(name: object) -> str:
    """Return a name as sentences show it."""
    return f"`{str(name)[:LONGEST_NAME]}`"


def instead(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about a wrong name: the nearest right one, else all of them if they are few."""
    names = list(known)
    near = get_close_matches(name, names, n=1) if len(name) <= LONGEST_NAME and len(names) <= MANY else []
    if not near:
        near = [candidate for candidate in names if candidate.casefold() == name.casefold()]
    if near:
        return f"; did you mean {named(near[0])}?"
    return f"; there {'is' if len(names) == 1 else 'are'} {listed(names)}" if 0 < len(names) <= FEW else ""


def listed(names: Sequence[str]) -> str:
    """Return `a`, `b` and `c`."""
    quoted = [named(name) for name in names]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1]))) if quoted else "none"


def one_line(text: str) -> str:
    """Return the text with everything that could break a terminal's line written out."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text)
