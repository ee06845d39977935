"""
Other people's words, made safe to stand in ours: they can neither break a line of a header nor turn our lines around.

What they say is left as it is; HTML is escaped where HTML is made (plantao/notifications/layout.py).
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Marks that turn the direction of what follows, and of our words behind theirs. Right-to-left letters need none of them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LONGEST_LINE = 300


def one_line(text: str, *, at_most: int = _LONGEST_LINE) -> str:
    """Return `text` in one line, without control characters, single spaces between words, cut with an ellipsis beyond `at_most`."""
    line = " ".join(_visible(_LINE_ENDS.sub(" ", text)).split())
    return line if len(line) <= at_most else line[: at_most - 1].rstrip() + "…"


def lines(text: str) -> str:
    """Return `text` with its lines, without other control characters, spaces at their ends, and empty lines around it."""
    return "\n".join(_visible(line).rstrip() for line in _LINE_ENDS.split(text)).strip("\n")


def _visible(text: str) -> str:
    plain = text.replace("\t", "    ")
    return "".join(letter for letter in plain if letter not in _TURNING and unicodedata.category(letter) not in ("Cc", "Cs"))
