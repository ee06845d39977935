"""The header of a mail or of one of its parts: raw bytes to named values, in order, whatever their state (RFC 5322, section 2.2)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plantao.mail.charsets import clean_line, decode
from plantao.mail.encoded_words import decode_words

MAX_FIELDS = 2_000
MAX_FIELDS_SEEN = 100_000
MAX_FIELD_BYTES = 65_536

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_FOLDED = re.compile(rb"[^\n]*+(?:\n[ \t][^\n]*+)*+")
_FOLD = re.compile(rb"\r*\n[ \t]+")
_BLANK = re.compile(rb"\r*\n|\r+\Z")
_SEPARATOR = re.compile(rb"\n\r*\n")
_MAILBOX_LINE = re.compile(rb">?From ")
_SURELY_A_FIELD = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|sender|reply-to|message-id|received|return-path|mime-version|in-reply-to|references|"
    rb"content-[a-z-]+|x-[!-9;-~]+|list-[a-z-]+|dkim-signature|authentication-results|arc-[a-z-]+|delivered-to)[ \t]*:",
    re.IGNORECASE,
)
# Looked for beyond MAX_FIELDS too: without them nobody knows whose a mail is, or what its body is made of.
_NEEDED = frozenset(
    {"from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "return-path"}
    | {"mime-version", "content-type", "content-transfer-encoding", "auto-submitted", "precedence"}
)


@dataclass(frozen=True, slots=True)
class Field:
    """`name` in lower case; `value` unfolded (each fold one space), undecoded."""

    name: str
    value: bytes


class Fields:
    """The header, to be asked by name. `hint` is the charset that 8-bit bytes are read in where they are not UTF-8."""

    def __init__(self, fields: Iterable[Field] = (), *, hint: str | None = None) -> None:
        self._fields = tuple(fields)
        self._hint = hint

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields)

    def __contains__(self, name: str) -> bool:
        return any(field.name == name for field in self._fields)

    def hinted(self, hint: str | None) -> "Fields":
        return Fields(self._fields, hint=hint)

    def all(self, name: str) -> tuple[str, ...]:
        """Return each value as text on one line, encoded words still encoded."""
        return tuple(clean_line(decode(field.value, claimed=self._hint).text) for field in self._fields if field.name == name)

    def first(self, name: str) -> str | None:
        return next((clean_line(decode(field.value, claimed=self._hint).text) for field in self._fields if field.name == name), None)

    def readable(self, name: str) -> str:
        """Return the first value as a person would read it; "" where there is none."""
        return clean_line(decode_words(self.first(name) or ""))


def read_fields(raw: bytes, start: int, end: int, problems: list[str]) -> tuple[Fields, int]:
    """Return the header that stands in `raw[start:end]` and where the body begins; lines end with a newline, returns before it or not."""
    found: list[Field] = []
    position, seen = start, 0
    while position < end:
        if blank := _BLANK.match(raw, position, end):
            return Fields(found), blank.end()
        if seen == MAX_FIELDS:
            problems.append(f"The header has more than {MAX_FIELDS} fields; of the rest only what is needed was read.")
        if seen == MAX_FIELDS_SEEN:
            separator = _SEPARATOR.search(raw, position, end)
            return Fields(found), separator.end() if separator else end
        folded = _FOLDED.match(raw, position, end)
        assert folded is not None, "the pattern matches the empty string"
        following = min(folded.end() + 1, end)
        if field := _FIELD.match(raw, position, folded.end()):
            name, seen = field[1].decode("ascii").lower(), seen + 1
            if seen <= MAX_FIELDS or (name in _NEEDED and all(name != each.name for each in found)):
                found.append(_field(name, raw[field.end() : folded.end()], problems))
        elif _MAILBOX_LINE.match(raw, position) or _SURELY_A_FIELD.match(raw, following, end):
            problems.append("A line in the header is not a field; it was left out.")
        else:
            if found:
                problems.append("A header ends without an empty line.")
            return Fields(found), position
        position = following
    return Fields(found), end


def looks_like_header(fields: Fields) -> bool:
    """Whether any of the names is one that mails have: lines of any text may look like fields."""
    return any(_SURELY_A_FIELD.match(field.name.encode("ascii") + b":") for field in fields)


def _field(name: str, folded: bytes, problems: list[str]) -> Field:
    if len(folded) > MAX_FIELD_BYTES:
        problems.append(f"The field {name[:60]} is too long; only its first {MAX_FIELD_BYTES} bytes were read.")
    return Field(name, _FOLD.sub(b" ", folded[:MAX_FIELD_BYTES]).strip(b" \t\r"))
