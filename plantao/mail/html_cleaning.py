"""
HTML that may be shown: no script, style or form, nothing fetched from elsewhere; inline pictures stay as `cid:` references.

First written anew from balanced events (so that the parser behind nh3 meets nothing that it is slow on), then cleaned by nh3 on
allowlists. OWASP ASVS 5.0, V1.3.1.
"""

import html
import re
from collections.abc import Iterable

import nh3

from plantao.mail.html_events import VOID, Close, Event, Open, Text

MAX_CHARACTERS = 2**19
MAX_ATTRIBUTE = 4_000

_TAGS = {
    *("a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del", "div", "dl", "dt", "em"),
    *("font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small"),
    *("span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul"),
}
_ATTRIBUTES = {
    "*": {"dir", "lang", "align", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_HARD_SPACES = re.compile("\xa0{9,}")
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}


def clean_html(events: Iterable[Event], problems: list[str]) -> str:
    """Return HTML that is safe to put into a page of ours; links open without telling where from."""
    written: list[str] = []
    length = 0
    for event in events:
        piece = _write(event)
        length += len(piece)
        if length > MAX_CHARACTERS:
            problems.append(f"The HTML is too long to be shown whole; its first {MAX_CHARACTERS} characters are.")
            break
        written.append(piece)
    return nh3.clean(
        "".join(written),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_what_came_along,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    ).strip()


def _write(event: Event) -> str:
    match event:
        case Text(text):
            return html.escape(_HARD_SPACES.sub("\xa0" * 8, text), quote=False)
        case Open(name, attributes) if name in _TAGS:
            allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(name, set())
            kept = sorted(key for key in allowed & attributes.keys() if len(attributes[key]) <= MAX_ATTRIBUTE)
            written = "".join(f' {key}="{html.escape(attributes[key])}"' for key in kept)
            return f"<{name}{written}>"
        case Close(name) if name in _TAGS and name not in VOID:
            return f"</{name}>"
    return ""


def _only_what_came_along(tag: str, attribute: str, value: str) -> str | None:
    """A picture is shown only from the mail itself; a link leads only to where its scheme says, never to a place of ours."""
    value = value.strip()
    if attribute == "src":
        return value if value[:4].lower() == "cid:" else None
    if attribute == "href":
        return value if ":" in value and value[:4].lower() != "cid:" else None
    return value
