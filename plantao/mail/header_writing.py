"""
Header fields as they go on the wire: ASCII, folded, and nothing in them that could begin another field.

Written by hand because the standard library's folding differs between Python releases and has lost quotation marks: a
mail that is sent again must be the same, byte for byte.
"""

import base64
import re
from collections.abc import Iterable

from plantao.mail.charsets import clean_line
from plantao.mail.message import Address

MAX_WORD = 75
_LINE = 76

_PLAIN_WORD = re.compile(r"[!-<>-~]+(?: [!-<>-~]+)*|")  # printable, no "=" that might begin an encoded word
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9_.-]{1,253}|[^@\s]{1,64}@\[[0-9A-Fa-f:.]+\]", re.ASCII)
_ID = re.compile(r"<[!-;=?-~]{3,900}>")


class NotAnAddress(ValueError):
    """No mail can be sent to what stands there as an address: whoever sends it gives it up."""


def unstructured(name: str, text: str) -> str:
    """Return the field `name: text`, folded, with its line end; line breaks and control characters in `text` become spaces."""
    text = re.sub(r"\s+", " ", clean_line(text))
    if _PLAIN_WORD.fullmatch(text) and max(map(len, text.split(" "))) < 900:
        return _folded(name, text.split(" "))
    return _folded(name, _encoded_words(text, first=len(name) + 2))


def address_list(name: str, addresses: Iterable[Address]) -> str:
    """Return the field with these addresses, in order; "" where there are none. Raises NotAnAddress."""
    words: list[str] = []
    for address in addresses:
        if words:
            words[-1] += ","
        words.extend(_mailbox(address))
    return _folded(name, words) if words else ""


def id_list(name: str, ids: Iterable[str]) -> str:
    """Return the field with these message ids, angle brackets and all. Strangers' ids that can't stand in a header are left out."""
    words = [word for word in ids if _ID.fullmatch(word)]
    return _folded(name, words) if words else ""


def on_the_wire(address: str) -> str:
    """Return the address in ASCII, its domain in IDNA. Raises NotAnAddress; so do local parts beyond ASCII (RFC 6531 isn't spoken)."""
    local, _, domain = address.rpartition("@")
    try:
        written = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        written = ""
    if not _ADDRESS.fullmatch(written) or ".." in domain or domain.startswith("."):
        raise NotAnAddress(clean_line(address)[:200])
    return written


def _mailbox(address: Address) -> list[str]:
    written = on_the_wire(address.address)
    name = re.sub(r"\s+", " ", clean_line(address.name))
    if not name:
        return [written]
    if _ATOMS.fullmatch(name) and "=?" not in name:
        words = name.split(" ")
    elif name.isascii() and name.isprintable() and "=?" not in name and len(name) < 60:
        words = ['"' + re.sub(r'(["\\])', r"\\\1", name) + '"']
    else:
        words = _encoded_words(name, first=10)
    return [*words, f"<{written}>"]


def _encoded_words(text: str, *, first: int) -> list[str]:
    """RFC 2047, each word at most 75 characters long and a whole number of characters. `first` is what the line already has."""
    words, piece, room = [], "", MAX_WORD - first
    for character in text:
        longer = piece + character
        if piece and len(_encoded_word(longer)) > room:
            words.append(_encoded_word(piece))
            longer, room = character, MAX_WORD - 1
        piece = longer
    return [*words, _encoded_word(piece)]


def _encoded_word(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode('utf-8')).decode('ascii')}?="


def _folded(name: str, words: list[str]) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "".join(f"{line}\r\n" for line in lines)
