"""
What is wrong with a handbook, where, in plain English.

Each sentence keeps its pattern and facts, so that pages and terminals say it in the reader's language (plantao/ui/problems.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

Path = tuple[str | int, ...]

LONGEST_NAME = 60  # of a name that is repeated in a sentence or in a path
FEW = 8  # names are listed up to this many
MANY = 1_000  # among more names none is sought


class Sentence(str):
    """
    A sentence in English made of `pattern`, with a `%(name)s` for each of the `facts`, some of which may be sentences themselves.

    It is written `_("...", name=...)`, by which mark the patterns are collected for translation (`make messages`).
    """

    pattern: str
    facts: Mapping[str, object]

    def __new__(cls, pattern: str, **facts: object) -> "Sentence":
        made = super().__new__(cls, pattern % facts if facts else pattern)
        made.pattern, made.facts = pattern, facts
        return made

    def said(self, translate: Callable[[str], str]) -> str:
        """Return it in another language; `translate` gives the pattern's own words there."""
        facts = {name: fact.said(translate) if isinstance(fact, Sentence) else fact for name, fact in self.facts.items()}
        return translate(self.pattern) % facts if facts else translate(self.pattern)

    @classmethod
    def joined(cls, *parts: str) -> "Sentence":
        """Return parts of a sentence one after the other."""
        return cls("".join(f"%(part{place})s" for place in range(len(parts))), **{f"part{place}": part for place, part in enumerate(parts)})


_ = Sentence


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

    def in_file(self, name: str, *, translate: Callable[[str], str] | None = None) -> str:
        """Return it on one line, as compilers write: `FILE:LINE:COLUMN: path: sentence`; the sentence translated where that is asked."""
        mark = "warning: " if self.severity is Severity.WARNING else ""
        sentence = self.sentence.said(translate) if translate and isinstance(self.sentence, Sentence) else self.sentence
        return one_line(f"{name}:{self.line}:{self.column}: {mark}{self.path}: {sentence}")


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
        return _("; did you mean %(near)s?", near=named(near[0]))
    if not 0 < len(names) <= FEW:
        return ""
    return _("; there is %(names)s", names=listed(names)) if len(names) == 1 else _("; there are %(names)s", names=listed(names))


def listed(names: Sequence[str]) -> str:
    """Return `a`, `b` and `c`."""
    quoted = [named(name) for name in names]
    if len(quoted) > 1:
        return _("%(names)s and %(last)s", names=", ".join(quoted[:-1]), last=quoted[-1])
    return quoted[0] if quoted else _("none")


def one_line(text: str) -> str:
    """Return the text with everything that could break a terminal's line written out."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text)
