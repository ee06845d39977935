"""Encoded words in headers (RFC 2047), read wherever they stand, also where the standard forbids them."""

import binascii
import re
from itertools import groupby

from plantao.mail.charsets import decode
from plantao.mail.transfer import lenient_base64

# The bounds keep a header full of beginnings without ends from costing the square of its length. The group as a whole is not
# possessive: Python before 3.11.5 then finds nothing.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,8000}+(?:\?(?!=)[^?]{0,200}+){0,20})\?=")


def decode_words(text: str) -> str:
    """
    Return `text` with every encoded word read. Neighbours of one charset are joined before they are decoded, because
    senders split characters between them; white space between neighbours is dropped, as the standard says.
    """
    if "=?" not in text:
        return text
    done: list[str] = []
    run: list[re.Match[str]] = []
    end = 0
    for word in _WORD.finditer(text):
        between = text[end : word.start()]
        if between.strip() or not run:
            done += [_decode_run(run), between]
            run = []
        elif _charset(word) != _charset(run[0]):
            done.append(_decode_run(run))
            run = []
        run.append(word)
        end = word.end()
    return "".join([*done, _decode_run(run), text[end:]])


def _charset(word: re.Match[str]) -> str:
    return word[1].partition("*")[0].lower()  # RFC 2231 allows a language after "*"


def _decode_run(words: list[re.Match[str]]) -> str:
    """Base64 is joined as it is written: some cut it in the middle of a group of four."""
    content = bytearray()
    for encoding, neighbours in groupby(words, key=lambda word: word[2].lower()):
        written = "".join(word[3] for word in neighbours).encode("utf-8", "surrogatepass")
        content += lenient_base64(written) if encoding == "b" else binascii.a2b_qp(written.replace(b"_", b" "))
    return decode(bytes(content), claimed=_charset(words[0])).text if words else ""
