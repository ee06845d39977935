"""
HTML as a stream of openings, closings and texts that balance, in time proportional to its length.

Real parsers build the tree that a browser would, which an attacker can make cost the square or the cube of the mail's
length. Here depth is bounded, scripts and styles are gone, and whoever consumes the stream may trust that each opening is closed.
It makes nothing safe by itself: `html_cleaning.py` does.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_TAGS = 30_000
MAX_DEPTH = 100
MAX_STYLES = 8

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})
_HIDDEN = frozenset(
    {"iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea"}
    | {"title", "xmp"}
)
_STYLES = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_BLOCKS = frozenset(
    {"address", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol"}
    | {"p", "pre", "table", "ul"}
)
# An opening of this name closes an open one of these, unless one of those stands between (HTML, section 13.1.2.4).
_CLOSES = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"table"}),
    "th": ({"td", "th"}, {"table"}),
    "tr": ({"tr"}, {"table"}),
    "tbody": ({"tr", "thead", "tbody"}, {"table"}),
    "a": ({"a"}, {"table"}),
}
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]{0,40}+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ROUGH_TAG = re.compile(r"</?[a-zA-Z]")
_ATTRIBUTE = re.compile(r"""([a-zA-Z_:][\w:.-]{0,40}+)\s*+(?:=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
_LONG_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")
_TAG_WINDOW = 16_384


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Open:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Close:
    name: str


Event = Text | Open | Close


def read_html(source: str, problems: list[str], *, most: int = 2 * MAX_TAGS) -> Iterator[Event]:
    """
    Yield the events of `source`; every Open of a name that isn't VOID is followed by its Close, properly nested.

    Stops after about `most` events.
    """
    balance = _Balance()
    for count, event in enumerate(_tokens(source)):
        if count >= most:
            problems.append("The HTML has too many tags; the rest was not read.")
            break
        yield from balance.take(event)
    yield from balance.close_all()


class _Balance:
    """What is open now. Elements nested deeper than the bounds lose their tags and keep their text."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: dict[str, int] = {}
        self._dropped: dict[str, int] = {}

    def take(self, event: Event) -> Iterator[Event]:
        match event:
            case Open(name) if name in VOID:
                yield event
            case Open(name):
                yield from self._make_room(name)
                styles = sum(self._counts.get(style, 0) for style in _STYLES) if name in _STYLES else 0
                if len(self._open) >= MAX_DEPTH or styles >= MAX_STYLES:
                    self._dropped[name] = self._dropped.get(name, 0) + 1
                    return
                self._open.append(name)
                self._counts[name] = self._counts.get(name, 0) + 1
                yield event
            case Close(name) if self._dropped.get(name):
                self._dropped[name] -= 1
            case Close(name) if self._counts.get(name):
                yield from self._close_until(name)
            case Text():
                yield event

    def close_all(self) -> Iterator[Event]:
        while self._open:
            yield self._pop()

    def _make_room(self, name: str) -> Iterator[Event]:
        closed, barriers = _CLOSES.get(name, (set(), set()))
        if closed and (found := next((other for other in reversed(self._open) if other in closed | barriers), None)) in closed:
            yield from self._close_until(str(found))
        if name in _BLOCKS and (nearest := next((other for other in reversed(self._open) if other not in _STYLES), None)) == "p":
            yield from self._close_until(nearest)

    def _close_until(self, name: str) -> Iterator[Event]:
        while True:
            closed = self._pop()
            yield closed
            if closed.name == name:
                return

    def _pop(self) -> Close:
        name = self._open.pop()
        self._counts[name] -= 1
        return Close(name)


def _tokens(source: str) -> Iterator[Event]:
    position = 0
    while position < len(source):
        at = source.find("<", position)
        if at < 0:
            at = len(source)
        if at > position:
            yield Text(_unescape(source[position:at]))
        if at == len(source):
            return
        if source.startswith("<!--", at):
            position = _after(source, "-->", at + 4)
        elif source.startswith(("<!", "<?"), at):
            position = _after(source, ">", at)
        elif tag := _TAG.match(source, at, at + _TAG_WINDOW):
            position = tag.end()
            name = tag[2].lower()
            if tag[1]:
                yield Close(name)
            elif name in _HIDDEN:
                position = _after_hidden(source, name, position)
            else:
                yield Open(name, _attributes(tag[3]))
        elif _ROUGH_TAG.match(source, at):
            position = _after(source, ">", at)  # quotes in it don't close, or it is very long: a tag without attributes at best
        else:
            yield Text("<")
            position = at + 1


def _after(source: str, mark: str, position: int) -> int:
    found = source.find(mark, position)
    return len(source) if found < 0 else found + len(mark)


def _after_hidden(source: str, name: str, position: int) -> int:
    ending = re.compile(rf"</{name}\b[^>]*+>?", re.IGNORECASE).search(source, position)
    return ending.end() if ending else len(source)


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), _unescape(double or single or bare).strip())
    return found


def _unescape(text: str) -> str:
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text
