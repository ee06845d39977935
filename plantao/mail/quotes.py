"""
Which lines of a mail are new and which are quoted. Nothing is thrown away: each line lands on one of the two sides.

Two kinds of quote are told apart. Lines marked with ">" are quoted one by one, so an answer written between them stays new.
A header block, a separator, our own answer line or an attribution that no ">" follows begins a tail that is quoted to its end.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from plantao.mail.answer_line import ANSWER_LINE
from plantao.mail.quote_phrases import (
    ATTRIBUTION,
    ATTRIBUTION_IS_SURE,
    ATTRIBUTION_MAY_START,
    FORWARD,
    HEADER_FROM,
    HEADER_LINE,
    PHONE_SIGNATURE,
    SEPARATOR,
    UNDERSCORES,
)

_MARKED = re.compile(r"\s{0,3}>")
_LONGEST_LINE = 1_000
_ATTRIBUTION_LINES = 5
_HEADER_BLOCK_LINES = 12


class Hint(Enum):
    """What the HTML said about a line."""

    QUOTED = auto()
    REST_QUOTED = auto()


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    hint: Hint | None = None


def split_quotes(lines: Sequence[Line]) -> tuple[str, str]:
    """Return the new text and the quoted text, both without empty lines around them."""
    quoted = [line.hint is not None or _MARKED.match(line.text) is not None for line in lines]
    tail = _tail_start(lines, quoted)
    quoted[tail:] = [True] * (len(lines) - tail)
    _mark_signature(lines, quoted)
    _join_gaps(lines, quoted)
    new = "\n".join(line.text for line, is_quoted in zip(lines, quoted, strict=True) if not is_quoted)
    old = "\n".join(line.text for line, is_quoted in zip(lines, quoted, strict=True) if is_quoted)
    return _trim(new), _trim(old)


def _tail_start(lines: Sequence[Line], quoted: list[bool]) -> int:
    """Return where everything that follows is quoted. Marks attributions before lines marked with ">" on the way."""
    index = 0
    while index < len(lines):
        if lines[index].hint is Hint.REST_QUOTED:
            return index
        if quoted[index]:
            index += 1
            continue
        if _begins_tail(lines, index):
            return index
        if length := _attribution_length(lines, quoted, index):
            following = _next_written(lines, index + length)
            if not (following < len(lines) and quoted[following]) and ATTRIBUTION_IS_SURE.search(_joined(lines, index, length)):
                return index
            if following < len(lines) and quoted[following]:
                quoted[index : index + length] = [True] * length
            index += length
            continue
        index += 1
    return len(lines)


def _begins_tail(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text[:_LONGEST_LINE]
    if SEPARATOR.fullmatch(text) or FORWARD.fullmatch(text) or ANSWER_LINE.search(text):
        return True
    if UNDERSCORES.fullmatch(text):
        following = _next_written(lines, index + 1)
        return following <= index + 3 and _is_header_block(lines, following)
    return _is_header_block(lines, index)


def _is_header_block(lines: Sequence[Line], index: int) -> bool:
    """From, then two of date, to and subject within a few lines that may be wrapped: a subject, or From has an address."""
    if index >= len(lines) or not HEADER_FROM.match(lines[index].text[:_LONGEST_LINE]):
        return False
    found: set[str] = set()
    for line in lines[index + 1 : index + _HEADER_BLOCK_LINES]:
        if not line.text.strip() and len(found) >= 2:
            break
        if header := HEADER_LINE.match(line.text[:_LONGEST_LINE]):
            found.add(header.lastgroup or "")
    return len(found - {"more"}) >= 2 and ("subject" in found or "@" in lines[index].text)


def _attribution_length(lines: Sequence[Line], quoted: list[bool], index: int) -> int:
    """Return how many lines the attribution that begins here takes; 0 where none begins."""
    if not ATTRIBUTION_MAY_START.match(lines[index].text[:_LONGEST_LINE]):
        return 0
    for length in range(1, min(_ATTRIBUTION_LINES, len(lines) - index) + 1):
        last = lines[index + length - 1].text
        if quoted[index + length - 1] or not last.strip() or len(last) > _LONGEST_LINE:
            return 0
        if last.rstrip(" *_\xa0").endswith(":") and ATTRIBUTION.fullmatch(_joined(lines, index, length)):
            return length
    return 0


def _joined(lines: Sequence[Line], index: int, length: int) -> str:
    return " ".join(line.text.strip() for line in lines[index : index + length])


def _next_written(lines: Sequence[Line], index: int) -> int:
    while index < len(lines) and not lines[index].text.strip():
        index += 1
    return index


def _join_gaps(lines: Sequence[Line], quoted: list[bool]) -> None:
    """An empty line belongs to what stands before it."""
    for index in range(1, len(lines)):
        if not lines[index].text.strip():
            quoted[index] = quoted[index - 1]


def _mark_signature(lines: Sequence[Line], quoted: list[bool]) -> None:
    """What a phone adds below the new text is not the person's words."""
    for index in range(len(lines) - 1, -1, -1):
        if quoted[index] or not lines[index].text.strip():
            continue
        if PHONE_SIGNATURE.fullmatch(lines[index].text[:_LONGEST_LINE]):
            quoted[index] = True
            continue
        return


def _trim(text: str) -> str:
    return re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()
