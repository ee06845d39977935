"""
The tree of MIME parts of a mail (RFC 2046), found without copying and within bounds.

Our own, because the standard library's parser has none: a mail of a thousand levels overflows its stack, and each
line is compared with every boundary that is open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plantao.mail.charsets import clean_line
from plantao.mail.encoded_words import decode_words
from plantao.mail.fields import Fields, looks_like_header, read_fields
from plantao.mail.parameters import read_parameters
from plantao.mail.transfer import undo

MAX_PARTS = 1_000
MAX_DEPTH = 20

_TYPE = re.compile(r"[a-z0-9!#$&^_.+*-]{1,100}/[a-z0-9!#$&^_.+*-]{1,100}")
_LOOKS_LIKE_A_BOUNDARY = re.compile(rb"(?:^|\n)--([!-~]{1,70})[ \t\r]*\n")
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Part:
    """One node. `type` is in lower case; `children` is empty for a leaf, whose bytes `content` returns."""

    fields: Fields
    type: str
    parameters: dict[str, str]
    disposition: str
    name: str | None
    raw: bytes = field(repr=False)
    start: int
    end: int
    children: tuple["Part", ...] = ()

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)

    @property
    def is_blank(self) -> bool:
        return not self.raw[self.start : self.end].strip()

    @property
    def content_id(self) -> str | None:
        return (self.fields.first("content-id") or "").strip("<> ")[:500] or None

    def content(self, problems: list[str]) -> bytes:
        """Return the leaf's bytes with the transfer encoding undone."""
        encoding = (self.fields.first("content-transfer-encoding") or "").partition(";")[0].partition("(")[0]
        content, problem = undo(self.raw[self.start : self.end], encoding, is_text=self.type.startswith(("text/", "message/")))
        if problem:
            problems.append(problem)
        return content

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class PartReader:
    """Reads one mail's tree; keeps count of what may still be spent."""

    def __init__(self, raw: bytes, problems: list[str]) -> None:
        self.raw = raw
        self.problems = problems
        self.left = MAX_PARTS

    def read_root(self) -> Part:
        """Return the whole mail; 8-bit bytes in its header are read in the charset of its first text."""
        root = self.read(0, len(self.raw))
        charset = next((part.parameters["charset"] for part in root.walk() if "charset" in part.parameters), None)
        return replace(root, fields=root.fields.hinted(charset))

    def read(self, start: int, end: int, *, default: str = "text/plain", depth: int = 0) -> Part:
        """Return the part whose header begins at `start` and whose body ends at `end`."""
        fields, body = read_fields(self.raw, start, end, self.problems)
        if depth == 0 and end and not looks_like_header(fields):
            self.problems.append("There is no header; everything was taken as text.")
            fields, body = Fields(), start
        media, parameters = read_parameters(fields.first("content-type") or "")
        disposition, described = read_parameters(fields.first("content-disposition") or "")
        kind = self._kind(media, default)
        children: tuple[Part, ...] = ()
        if kind.startswith("multipart/"):
            if depth >= MAX_DEPTH:
                self.problems.append(f"Parts are nested more than {MAX_DEPTH} deep; the innermost were not opened.")
                kind = "application/octet-stream"
            else:
                children = self._children(kind, parameters.get("boundary", ""), body, end, depth)
                kind = kind if children else "text/plain"
        name = _file_name(described.get("filename") or parameters.get("name") or "")
        return Part(fields.hinted(parameters.get("charset")), kind, parameters, disposition, name, self.raw, body, end, children)

    def _kind(self, media: str, default: str) -> str:
        if not media:
            return default
        if _TYPE.fullmatch(media):
            return media
        if media != "text":  # an old name for text/plain
            self.problems.append(f"The content type {media[:60]!r} is not one.")
        return "text/plain"

    def _children(self, kind: str, boundary: str, start: int, end: int, depth: int) -> tuple[Part, ...]:
        mark = boundary.rstrip().encode("utf-8", "replace")
        if not mark or self.raw.find(b"--" + mark, start, end) < 0:
            guessed = _LOOKS_LIKE_A_BOUNDARY.search(self.raw, max(start - 1, 0), end)
            self.problems.append("The boundary between the parts is missing" + ("; it was guessed." if guessed else "."))
            if guessed is None:
                return ()
            mark = guessed[1]
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        children = []
        for since, until in self._spans(b"--" + mark, start, end):
            if self.left <= 0:
                self.problems.append(f"There are more than {MAX_PARTS} parts; the rest was not read.")
                break
            self.left -= 1
            children.append(self.read(since, until, default=default, depth=depth + 1))
        return tuple(children)

    def _spans(self, mark: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where each part begins and ends. A delimiter fills its line; the newline before it is its own."""
        delimiter = re.compile(rb"(?:\r*\n|\A)" + re.escape(mark) + rb"(--)?[ \t]*\r*(?:\n|\Z)")
        begun: int | None = None
        position = start
        for _ in range(20 * MAX_PARTS):
            at = self.raw.find(mark, position, end)
            if at < 0:
                break
            since = at - 1 if at and self.raw[at - 1 : at] == b"\n" else at
            found = delimiter.match(self.raw, since, end) if since < at or at == 0 else None
            position = at + len(mark)
            if found is None:
                continue
            if begun is not None:
                yield begun, max(begun, since - (self.raw[since - 1 : since] == b"\r"))
            if found[1]:
                return
            begun = found.end()
            position = max(begun - 1, position)
        if begun is not None:
            self.problems.append("The mail ends before its last part does.")
            yield begun, end


def _file_name(written: str) -> str | None:
    """The name alone: no folders, nothing unseen that could disguise the ending."""
    name = _FOLDERS.sub("", clean_line(_UNSEEN.sub("", decode_words(written)))).strip()[:255]
    return name if name.strip(".") else None
