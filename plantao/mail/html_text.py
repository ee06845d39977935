"""HTML as readable text: paragraphs, lists, tables, links, and quotes marked with ">" as mail programs do."""

import re
from collections.abc import Iterable

from plantao.mail.html_events import VOID, Close, Event, Open, Text
from plantao.mail.quotes import Hint, Line

_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote"})
_OWN_LINE = frozenset(
    {"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "address", "caption", "tbody", "body"}
)
_DEEPEST_LIST = 8
_MOST_LINES = 50_000
_TIGHT = re.compile(r"\b(?:x_)?Mso(?:Normal|PlainText|ListParagraph)")
_WHITE = re.compile(r"[ \t\n\r\f]+")
# How programs mark what they quote: (attribute, pattern, what it means). Outlook's mark what follows; the others what is inside.
_MARKS = (
    ("class", re.compile(r"\b(?:gmail_attr|moz-cite-prefix|moz-email-headers-table)\b"), Hint.QUOTED),
    ("class", re.compile(r"\b(?:yahoo_quoted|protonmail_quote|zmail_extra|tutanota_quote)\b"), Hint.QUOTED),
    ("id", re.compile(r"(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION)|ms-outlook-mobile-reference-message"), Hint.REST_QUOTED),
    ("id", re.compile(r"mail-editor-reference-message-container|reply-intro|yahoo_quoted_\d+"), Hint.REST_QUOTED),
)


def text_lines(events: Iterable[Event]) -> list[Line]:
    """Return the lines a person would read, with what the HTML says about quotes."""
    page = _Page()
    for event in events:
        match event:
            case Text(text):
                page.write(text)
            case Open(name, attributes):
                page.open(name, attributes)
            case Close(name):
                page.close(name)
    return page.finished()


class _Page:
    """The text so far. `_pieces` are of the line being written; `_gap` asks for an empty line before the next."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._gap = False
        self._depth = self._last_depth = 0
        self._preformatted = 0
        self._lists: list[int | None] = []  # the next number, or None for bullets
        self._links: list[tuple[str, int, int]] = []
        self._outer: list[tuple[Hint | None, bool]] = []  # for each open element: the hint around it, and whether it wants no gaps
        self._hint: Hint | None = None

    def write(self, text: str) -> None:
        if self._preformatted:
            first, *others = text.split("\n", _MOST_LINES)
            self._pieces.append(first)
            for other in others:
                self._end_line(keep_empty=True)
                self._pieces.append(other)
            return
        words = _WHITE.sub(" ", text)
        if not self._pieces or self._pieces[-1].endswith(" "):
            words = words.lstrip(" ")
        if words:
            self._pieces.append(words)

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if name == "br":
            self._end_line(keep_empty=True)
        elif name == "hr":
            self._end_line()
            self._pieces.append("_" * 32)
            self._end_line()
        elif name == "img":
            label = attributes.get("alt", "") if attributes.get("src", "")[:4].lower() == "cid:" else ""
            self.write(f"[{label}]" if label else "")
        elif name not in VOID:
            self._enter(name, attributes)

    def close(self, name: str) -> None:
        if name == "a":
            self._write_link()
        elif name in _APART or name in _OWN_LINE:
            self._end_line()
        hint, is_tight = self._outer.pop()
        self._gap = self._gap or self._stands_apart(name, is_tight, lists=1)
        if hint is not Hint.REST_QUOTED:
            self._hint = hint
        match name:
            case "blockquote":
                self._depth -= 1
            case "pre":
                self._preformatted -= 1
            case "ul" | "ol":
                self._lists.pop()

    def finished(self) -> list[Line]:
        self._end_line()
        return self._lines

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        is_tight = _TIGHT.search(attributes.get("class", "")) is not None
        if name in _APART or name in _OWN_LINE:
            self._end_line()
            self._gap = self._gap or self._stands_apart(name, is_tight, lists=0)
        meant = next((hint for key, pattern, hint in _MARKS if pattern.search(attributes.get(key, ""))), None)
        self._outer.append((Hint.REST_QUOTED if meant is Hint.REST_QUOTED else self._hint, is_tight))
        self._hint = meant or self._hint
        match name:
            case "blockquote":
                self._depth += 1
            case "pre":
                self._preformatted += 1
            case "ul":
                self._lists.append(None)
            case "ol":
                self._lists.append(int(attributes["start"]) if re.fullmatch(r"[0-9]{1,6}", attributes.get("start", "")) else 1)
            case "li":
                self._write_bullet()
            case "td" | "th" if self._pieces:
                self._pieces.append(" | ")
            case "a":
                self._links.append((attributes.get("href", ""), len(self._lines), len(self._pieces)))

    def _stands_apart(self, name: str, is_tight: bool, *, lists: int) -> bool:
        """Lists in lists, and Outlook's paragraphs for each line, don't."""
        return name in _APART and not is_tight and not (name in ("ul", "ol") and len(self._lists) > lists)

    def _write_bullet(self) -> None:
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self._pieces.append("  " * (min(len(self._lists), _DEEPEST_LIST) - 1) + ("- " if number is None else f"{number}. "))

    def _write_link(self) -> None:
        address, line, start = self._links.pop()
        shown = "".join(self._pieces[start:]) if line == len(self._lines) else ""
        bare = re.sub(r"^(?:mailto:|tel:|https?://)", "", address, flags=re.IGNORECASE).rstrip("/")
        if re.match(r"https?://|mailto:|tel:", address, re.IGNORECASE) and shown.strip() and bare.lower() not in shown.lower():
            self._pieces.append(f" <{address.removeprefix('mailto:')[:2000]}>")

    def _end_line(self, *, keep_empty: bool = False) -> None:
        written = "".join(self._pieces)
        line = written.replace("\xa0", " ").rstrip(" |" if " | " in self._pieces else " ")
        if line or keep_empty or "\xa0" in written:
            prefix = ">" * self._depth + " " if self._depth else ""
            if self._gap and self._lines:
                self._lines.append(Line(">" * min(self._depth, self._last_depth), self._hint))
            self._lines.append(Line((prefix + line).rstrip(), self._hint))
            self._gap = False
            self._last_depth = self._depth
        self._pieces = []
