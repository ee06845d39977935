"""Which parts are the body, which are files; and the body as text, quotes apart, and as HTML that may be shown."""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

from plantao.mail.charsets import clean, clean_line, codec_for, decode
from plantao.mail.encoded_words import decode_words
from plantao.mail.fields import read_fields
from plantao.mail.flowed import unflow
from plantao.mail.html_cleaning import clean_html
from plantao.mail.html_events import MAX_TAGS, Event, read_html
from plantao.mail.html_text import text_lines
from plantao.mail.message import Attachment
from plantao.mail.parts import Part
from plantao.mail.quotes import Line, split_quotes

MAX_TEXT = 2**20
MAX_HTML = 2**20
MAX_LINES = 50_000

_BODY_TYPES = frozenset({"text/plain", "text/html"})
_ONLY_FOR_SCREENS = frozenset({"text/x-amp-html", "text/watch-html"})

_EMBEDDED = re.compile(r"data:[^\s\"'>,]{0,100}+,[A-Za-z0-9+/=%]{200,}+", re.IGNORECASE)
_SHOWN = re.compile(r'src="cid:([^"]+)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    text: str
    quoted: str
    html: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Parts to read as text, the same as HTML where there is one, and files."""

    plain: tuple[Part, ...] = ()
    rich: tuple[Part, ...] = ()
    files: tuple[Part, ...] = ()


def read_body(root: Part, problems: list[str]) -> Body:
    """Return what `root`, the whole mail, says and brings. RFC 2046, section 5.1."""
    parts = _sort(root, may_be_named=True)
    texts = _Texts(problems)
    text, quoted = split_quotes([line for part in parts.plain for line in texts.lines(part)])
    html = "\n".join(texts.html(part) for part in parts.rich) if _has_html(parts.rich) else ""
    shown = frozenset(unquote(content_id).lower() for content_id in _SHOWN.findall(html))
    return Body(text, quoted, html, tuple(_attachment(part, shown, problems) for part in parts.files))


class _Texts:
    """Reads the parts that are text, each once, and keeps count of what the whole mail may still spend."""

    def __init__(self, problems: list[str]) -> None:
        self._problems = problems
        self._text_left = MAX_TEXT
        self._html_left = MAX_HTML
        self._events_left = 2 * MAX_TAGS
        self._plain: dict[int, str] = {}
        self._rich: dict[int, list[Event]] = {}

    def lines(self, part: Part) -> list[Line]:
        if part.type == "text/html":
            lines = text_lines(self._events(part))[:MAX_LINES]
            return [Line(self._afford(line.text), line.hint) for line in lines if self._text_left > 0]
        text = self._text(part)
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        written = text.split("\n", MAX_LINES)
        if len(written) > MAX_LINES:
            self._problems.append(f"The text has more than {MAX_LINES} lines; the rest was not read.")
        return [Line(line) for line in written[:MAX_LINES]]

    def html(self, part: Part) -> str:
        if part.type == "text/html":
            return clean_html(self._events(part), self._problems)
        text = self._text(part).rstrip()
        return f"<pre>{escape(text, quote=False)}</pre>" if text else ""

    def _text(self, part: Part) -> str:
        if part.start not in self._plain:
            self._plain[part.start] = self._afford(self._decoded(part, 4 * MAX_TEXT))
        return self._plain[part.start]

    def _events(self, part: Part) -> list[Event]:
        if part.start not in self._rich:
            source = _EMBEDDED.sub("data:,", self._decoded(part, 16 * MAX_HTML))
            if len(source) > self._html_left:
                self._problems.append(f"The HTML is too long; only its first {MAX_HTML} characters were read.")
            events = list(read_html(source[: self._html_left], self._problems, most=self._events_left))
            self._html_left -= min(len(source), self._html_left)
            self._events_left -= min(len(events), self._events_left)
            self._rich[part.start] = events
        return self._rich[part.start]

    def _afford(self, text: str) -> str:
        if len(text) > self._text_left:
            self._problems.append("The text is too long; only its beginning was read.")
        text = text[: self._text_left]
        self._text_left = max(self._text_left - len(text) - 1, 0)
        return text

    def _decoded(self, part: Part, limit: int) -> str:
        claimed = part.parameters.get("charset")
        content = part.content(self._problems)
        if len(content) > limit:
            self._problems.append("The text is too long; only its beginning was read.")
        decoded = decode(content[:limit], claimed=claimed)
        if not decoded.faithful:
            said = f"says it is in {claimed[:40]} but is not" if codec_for(claimed) and claimed else "does not say in which charset it is"
            self._problems.append(f"The text {said}; it was read as {decoded.charset}.")
        if "\0" in decoded.text:
            self._problems.append("The text has null bytes; they were left out.")
        return clean(decoded.text)


def _sort(part: Part, *, may_be_named: bool) -> _Sorted:
    if not part.is_multipart:
        is_body = part.type in _BODY_TYPES and part.disposition != "attachment" and (may_be_named or not part.name)
        return _Sorted((part,), (part,)) if is_body else _Sorted(files=() if part.type in _ONLY_FOR_SCREENS else (part,))
    is_related = part.type == "multipart/related"
    sorted_children = [
        _as_file(child) if is_related and index else _sort(child, may_be_named=index == 0) for index, child in enumerate(part.children)
    ]
    files = tuple(file for child in sorted_children for file in child.files)
    if part.type == "multipart/alternative":
        return _choose(sorted_children, files)
    plain = tuple(text for child in sorted_children for text in child.plain)
    return _Sorted(plain, tuple(text for child in sorted_children for text in child.rich), files)


def _as_file(part: Part) -> _Sorted:
    return _Sorted(files=tuple(leaf for leaf in part.walk() if not leaf.is_multipart))


def _choose(children: list[_Sorted], files: tuple[Part, ...]) -> _Sorted:
    """Of alternatives, the plain one is read and the rich one shown; an empty plain one is no alternative."""
    rich = next((child for child in reversed(children) if _has_html(child.rich)), None)
    plain = tuple(part for child in children if not _has_html(child.plain) for part in child.plain if not part.is_blank)
    if rich is None:
        return _Sorted(plain, plain, files)
    return _Sorted(plain or rich.plain, rich.rich, files)


def _has_html(parts: tuple[Part, ...]) -> bool:
    return any(part.type == "text/html" for part in parts)


def _attachment(part: Part, shown: frozenset[str], problems: list[str]) -> Attachment:
    content = part.content(problems)
    content_id = part.content_id
    is_shown = content_id is not None and content_id.lower() in shown
    return Attachment(
        name=part.name or _name_of_mail(part, content),
        type=part.type,
        content=content,
        content_id=content_id,
        inline=is_shown or (part.disposition == "inline" and part.type.startswith("image/")),
    )


def _name_of_mail(part: Part, content: bytes) -> str | None:
    """A mail inside a mail is called by its subject."""
    if part.type not in ("message/rfc822", "message/global"):
        return None
    fields, _ = read_fields(content, 0, min(len(content), 65_536), [])
    subject = clean_line(decode_words(fields.first("subject") or ""))
    return f"{subject.replace('/', '-')[:200]}.eml" if subject else None
