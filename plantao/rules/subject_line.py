"""
What a subject line says beside its words: marks of replying and forwarding, brackets in front, and when two are the same.

Source: docs/rules/subject_line.md.
"""

import re
import unicodedata
from collections.abc import Iterable

from plantao.rules.protocol import ProtocolTemplate, protocols_in

_MARK = re.compile(r"\s*(?:re|res|resp|rv|enc|fw|fwd|aw|wg)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\[([^\[\]]*)\]")


def folded(text: str) -> str:
    """Return `text` as it is compared: no accents, no capitals, single spaces, none at the ends."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def brackets_in_front(subject: str) -> tuple[str, ...]:
    """Return what stands in square brackets before the subject's own words, in order, as written: `Re: [Externo] [Urgente] link`."""
    return _read_front(subject)[0]


def without_marks(subject: str) -> str:
    """Return the subject without the marks of replying and forwarding and the brackets before its own words."""
    return subject[_read_front(subject)[1] :].strip()


def sameness_key(subject: str, templates: Iterable[ProtocolTemplate]) -> str:
    """
    Return a key that is equal for subjects that say the same.

    Marks, brackets in front, capitals and accents do not count, and neither do protocols of `templates`: a machine
    that answers our confirmations brings back a new number each time.
    """
    words = without_marks(subject).upper()
    for number in protocols_in(words, templates):
        words = words.replace(number, " ")
    return folded(words)


def _read_front(subject: str) -> tuple[tuple[str, ...], int]:
    found: list[str] = []
    end = 0
    while match := _MARK.match(subject, end) or _BRACKET.match(subject, end):
        found += [match.group(1)] if match.re is _BRACKET else []
        end = match.end()
    return tuple(found), end
