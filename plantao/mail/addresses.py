"""
Address lists as people's programs really write them (RFC 5322, section 3.4 and 4.4, and what breaks it).

Groups give their members, routes are left out, obsolete white space around dots and "@" is taken away, "names" in
comments serve where there is no other, and a list whose quotes don't close is read as if they stood for themselves.
"""

import re
from collections.abc import Iterator

from plantao.mail.charsets import clean_line
from plantao.mail.encoded_words import decode_words
from plantao.mail.message import Address

MAX_ADDRESSES = 1_000

_TOKEN = re.compile(
    r'(?P<quoted>"(?:[^"\\]++|\\.){0,500}+")|(?P<angle><[^<>]{0,2000}+>)|(?P<literal>\[[^\[\]]{0,100}+\])|(?P<open>\()|(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,1000}+\?=)|'
    r'(?P<mark>[,;:])|(?P<space>\s++)|(?P<text>[^\s"<\[(,;:=]++|.)',
    re.DOTALL,
)
_COMMENT_PIECE = re.compile(r"(?:[^()\\]|\\.)++|[()]|.", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ROUTE = re.compile(r"\A\s*@[^:<>]*:(?=[^:<>]*@)")
_WORD = re.compile(r"[^\s<>()\[\]\",;:]++")

Token = tuple[str, str]


def read_addresses(text: str) -> tuple[Address, ...]:
    """Return the addresses of a header's raw value (encoded words still encoded), in order; () where there are none."""
    found: list[Address] = []
    for mailbox in _with_names_whole(_mailboxes(list(_tokens(text)))):
        found.extend(_read_mailbox(mailbox))
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found[:MAX_ADDRESSES])


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None, "the pattern matches any character"
        kind, value, position = match.lastgroup or "text", match[0], match.end()
        if kind == "open":
            comment, position = _comment(text, position)
            yield ("comment", comment)
        else:
            yield (kind, value)


def _comment(text: str, position: int) -> tuple[str, int]:
    """Return the inside of the comment that begins before `position`, nested ones too, and where it ends."""
    depth, start = 1, position
    while position < len(text):
        piece = _COMMENT_PIECE.match(text, position)
        assert piece is not None, "the pattern matches any character"
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if depth == 0:
            return text[start:position], piece.end()
        position = piece.end()
    return text[start:], len(text)


def _mailboxes(tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut at commas and semicolons; a group's name, up to its colon, is left out where a semicolon closes the group."""
    last_semicolon = max((index for index, token in enumerate(tokens) if token == ("mark", ";")), default=-1)
    current: list[Token] = []
    for index, (kind, value) in enumerate(tokens):
        if kind == "mark" and value in ",;":
            yield current
            current = []
        elif (kind, value) == ("mark", ":") and index < last_semicolon and not any("@" in text for _, text in current):
            current = []
        else:
            current.append((kind, value))
    yield current


def _with_names_whole(mailboxes: Iterator[list[Token]]) -> Iterator[list[Token]]:
    """A comma in a name that nobody quoted does not end it: `Souza, Ana <ana@x.example>` is one sender."""
    begun: list[Token] = []
    for mailbox in mailboxes:
        kinds = {kind for kind, _ in mailbox}
        if kinds <= {"text", "space", "word"} and kinds & {"text", "word"} and not any("@" in value for _, value in mailbox):
            begun += [*mailbox, ("text", ",")]
            continue
        named = [(kind, value) for kind, value in mailbox if kind != "space"]
        if begun and named and named[0][0] in ("text", "word", "quoted") and any(kind == "angle" for kind, _ in named):
            yield [*begun, *mailbox]
        else:
            yield from _cut_again(begun)
            yield mailbox
        begun = []
    yield from _cut_again(begun)


def _cut_again(begun: list[Token]) -> Iterator[list[Token]]:
    return _mailboxes(begun and [(("mark" if value == "," else kind), value) for kind, value in begun[:-1]])


def _read_mailbox(tokens: list[Token]) -> Iterator[Address]:
    angles = [index for index, (kind, _) in enumerate(tokens) if kind == "angle"]
    chosen = next((index for index in reversed(angles) if "@" in tokens[index][1]), angles[-1] if angles else None)
    comment = _ESCAPED.sub(r"\1", " ".join(value for kind, value in tokens if kind == "comment"))
    if chosen is not None:
        name = _phrase([token for index, token in enumerate(tokens) if index != chosen])
        address = _tidy(tokens[chosen][1])
        if address or name:
            yield Address(address, name or _words(comment))
        return
    written = "".join(value for kind, value in tokens if kind != "comment").strip(" <>")
    if "@" not in written:
        yield from _without_at(written, tokens)
        return
    pieces = [value for kind, value in tokens if kind not in ("comment", "space")]
    spec = re.sub(r"\s*([.@])\s*", r"\1", written)
    if re.search(r"\s", spec) and (alone := _alone(spec)):
        rest = f"{spec[: alone.start()]} {spec[alone.end() :]}"
        yield Address(alone[0], _words(rest.strip(" <>\"'")) or _words(comment))
    else:
        yield Address(_tidy(spec if len(pieces) > 1 else written), _words(comment))


def _without_at(written: str, tokens: list[Token]) -> Iterator[Address]:
    """A local name such as MAILER-DAEMON is an address; several words are a name; an encoded whole is read again."""
    decoded = clean_line(decode_words(written))
    if decoded != written and (alone := _alone(decoded)):
        yield Address(alone[0], _unquoted(decoded[: alone.start()].rstrip(" <")))
    elif decoded == written and re.fullmatch(r"[\w.+=-]+", written, re.ASCII):
        yield Address(written)
    elif name := _phrase(tokens):
        yield Address("", name)


def _alone(text: str) -> re.Match[str] | None:
    """Find the first word that is an address."""
    return next((word for word in _WORD.finditer(text) if "@" in word[0].strip("@")), None)


def _phrase(tokens: list[Token]) -> str:
    """Return the name: quoted pieces unquoted first, then neighbouring encoded words joined; stray brackets outside of quotes left out."""
    named = [(kind, value) for kind, value in tokens if kind == "quoted" or (kind != "comment" and value not in "<>")]
    return _words("".join(_ESCAPED.sub(r"\1", value[1:-1]) if kind == "quoted" else value for kind, value in named))


def _words(text: str) -> str:
    return _unquoted(re.sub(r"\s+", " ", clean_line(decode_words(text))).strip())


def _unquoted(name: str) -> str:
    if len(name) >= 2 and name[0] == name[-1] == '"':
        name = name[1:-1]
    return clean_line(name.strip('"') if name.count('"') == 1 else name)


def _tidy(written: str) -> str:
    """Return the address alone: no brackets, route, comments, `mailto:` or obsolete white space."""
    address = written.strip("<> \t")
    if "(" in address:
        address = "".join(value for kind, value in _tokens(address) if kind != "comment")
    address = _ROUTE.sub("", address)
    address = re.sub(r"\s*([.@])\s*", r"\1", address).strip()
    if address[:7].lower() == "mailto:":
        address = address[7:]
    if "=?" in address:
        address = decode_words(address)
    return clean_line(address)
