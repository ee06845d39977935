"""
Bytes to text, whatever the mail claims about its charset. Never raises; what can't be read becomes U+FFFD.

Claims are often wrong in the same ways (windows-1252 called iso-8859-1 or utf-8, GBK called gb2312, cp932 called
shift_jis): each name is read as the superset that is really in use (WHATWG Encoding, section 4.2), and UTF-8 that is valid wins.
"""

import codecs
import re
from dataclasses import dataclass

_SUPERSETS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "ansi": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "iso8859-8-i": "iso8859-8", "iso-8859-8-i": "iso8859-8", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "gb-2312-80": "gb18030", "hz-gb-2312": "hz", "big5": "cp950", "x-x-big5": "cp950", "shift-jis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "euc-kr": "cp949", "ks-c-5601-1987": "cp949", "ks-c-5601-1989": "cp949", "iso2022-jp": "iso2022-jp-ext",
    "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "x-utf-8": "utf-8", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
}  # fmt: skip
# Only codecs between bytes and text, and none that is slow (punycode, idna) or runs code points through escapes.
_USABLE = re.compile(
    r"ascii|utf-(?:7|8|16|32)(?:-[lb]e|-sig)?|iso8859-\d+|cp\d+|koi8-[rtu]|gb18030|hz|big5hkscs|euc-jis-2004|euc-jp|"
    r"iso2022-[a-z0-9-]+|johab|mac-[a-z0-9-]+|shift-jis-2004|shift-jisx0213|ptcp154"
)
_SEVEN_BIT = re.compile(r"utf-7|hz|iso2022-")
_WESTERN = frozenset({"cp1252", "cp1254", "iso8859-15", "mac-roman", "cp850", "cp437"})
_GUESSES = ["gb18030", "cp950", "cp932", "euc_jp", "cp949", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874", "cp1250"]
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
"""Characters without a shape: marks of direction, separators, tags. Joiners, which scripts and emoji need, are not among them."""

_SAMPLE = 8192


@dataclass(frozen=True, slots=True)
class Decoded:
    """`charset` is the one that was used; `faithful` is False where it is not what was claimed, or bytes were lost."""

    text: str
    charset: str
    faithful: bool


def codec_for(claimed: str | None) -> str | None:
    """Return the name of the codec that reads what is sent under this charset's name; None where there is none to trust."""
    name = re.sub(r"[^a-z0-9-]", "-", (claimed or "").strip(" \t\"'").lower())[:40].partition("--")[0]
    try:
        found = codecs.lookup(_SUPERSETS.get(name, name)).name.replace("_", "-")
    except (LookupError, ValueError):
        return None
    found = _SUPERSETS.get(found, found)
    return found if _USABLE.fullmatch(found) else None


def decode(content: bytes, *, claimed: str | None) -> Decoded:
    """Return the text of `content`, which says of itself that it is in `claimed`."""
    codec = codec_for(claimed)
    if content.startswith(codecs.BOM_UTF8):
        return Decoded(content[3:].decode("utf-8", "replace"), "utf-8", codec in (None, "utf-8"))
    if content.isascii() and not (codec and (_SEVEN_BIT.match(codec) or (codec[:6] in ("utf-16", "utf-32") and b"\0" in content))):
        codec = "iso2022-jp-ext" if b"\x1b$" in content else "ascii"
        return Decoded(content.decode(codec, "replace"), codec, True)
    plain = _strictly(content, "utf-8")
    if plain is not None and (codec in (None, "utf-8") or codec in _WESTERN or _is_surely_utf8(content)):
        return Decoded(plain, "utf-8", codec in (None, "utf-8") or _claims_nothing(claimed))
    if codec and codec != "utf-8" and (text := _strictly(content, codec)) is not None:
        return Decoded(text, codec, True)
    if plain is not None:
        return Decoded(plain, "utf-8", False)
    if codec and _is_nearly(content, codec):
        return Decoded(content.decode(codec, "replace"), codec, False)
    guess = _guess(content)
    return Decoded(content.decode(guess, "replace"), guess, False)


def clean(text: str) -> str:
    """Return `text` as it may be stored anywhere: newlines are \\n, no control characters, no half of a surrogate pair."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """
    Return `text` on one line, for names and subjects: what would break the line becomes a space, and what nobody sees is left out.

    A character that turns the direction of writing lets an address or the ending of a file read as another, here and in our answers.
    The original keeps it.
    """
    return re.sub(r"[\n\t\u2028\u2029]+", " ", _UNSEEN.sub("", clean(text))).strip()


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _claims_nothing(claimed: str | None) -> bool:
    return (claimed or "").lower() in ("", "us-ascii", "ascii")


def _is_surely_utf8(content: bytes) -> bool:
    """Valid UTF-8 may be valid GBK too; three sequences of three bytes are no accident."""
    return len(re.findall(rb"[\xe0-\xef][\x80-\xbf]{2}", content[:_SAMPLE])) >= 3


def _is_nearly(content: bytes, codec: str) -> bool:
    """Whether only a few characters of many are broken: a text cut in the middle is still in its charset."""
    sample = content[:_SAMPLE].decode(codec, "replace")
    broken = sample.count("\ufffd")
    weight = 3 if codec == "utf-8" else 10  # what is valid UTF-8 is hardly anything else
    return broken * weight <= sum(not character.isascii() for character in sample) or (_SEVEN_BIT.match(codec) is not None and broken < 20)


def _guess(content: bytes) -> str:
    """In Portuguese and Spanish, bytes above 127 stand alone or in pairs; elsewhere they come in rows."""
    runs = _HIGH_RUN.findall(content[:_SAMPLE])
    if sum(map(len, runs)) <= 2 * len(runs):
        return "cp1252"
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    best = from_bytes(content[:_SAMPLE], cp_isolation=_GUESSES, steps=2, chunk_size=256).best()
    return best.encoding if best else "cp1252"
