"""Content-Transfer-Encoding undone (RFC 2045, section 6), broken ones too."""

import binascii
import re

MAX_BROKEN_LINES = 100

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_WHITE = b" \t\r\n"
_PADDING = re.compile(rb"=+")


def undo(content: bytes, encoding: str, *, is_text: bool) -> tuple[bytes, str | None]:
    """Return the bytes as they were before `encoding`, and a sentence where that did not go well."""
    match re.sub(r"[^a-z0-9]", "", encoding.lower()):
        case "base64":
            return _undo_base64(content, is_text=is_text)
        case "quotedprintable":
            return binascii.a2b_qp(content), None
        case "xuuencode" | "uuencode" | "xuue" | "uue":
            return _undo_uuencode(content), None
        case "" | "7bit" | "8bit" | "7bits" | "8bits" | "binary" | "plain":
            return content, None
        case unknown:
            return content, f"The transfer encoding {unknown[:40]} is unknown; the content was taken as it is."


def lenient_base64(text: bytes) -> bytes:
    """Decode what is there: foreign characters are skipped, missing padding is added, texts padded in the middle are joined."""
    decoded = bytearray()
    for piece in _PADDING.split(text.translate(None, _NOT_BASE64)):
        usable = piece if len(piece) % 4 != 1 else piece[:-1]
        decoded += binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
    return bytes(decoded)


def _undo_base64(content: bytes, *, is_text: bool) -> tuple[bytes, str | None]:
    packed = content.translate(None, _WHITE)
    foreign = len(packed) - len(packed.translate(None, _NOT_BASE64))
    if is_text and foreign * 50 > len(packed):
        return content, "A text says it is in base64 but is not; it was taken as it is."
    if foreign:
        # A list's footer may follow the padded end: what comes after it is not ours to decode.
        ended = re.search(rb"=[ \t\r]*+\n\s*+(?=[^\n]*?[^A-Za-z0-9+/=\s])", content)
        packed = content[: ended.end()] if ended else packed
        return lenient_base64(packed), "A part in base64 is broken; what could be read was kept."
    problem = "A part in base64 is cut short; what could be read was kept." if len(packed.rstrip(b"=")) % 4 == 1 else None
    return lenient_base64(packed), problem


def _undo_uuencode(content: bytes) -> bytes:
    decoded, broken = bytearray(), 0
    for line in content.splitlines():
        if line.strip() == b"end" or broken > MAX_BROKEN_LINES:
            break
        try:
            decoded += b"" if line.startswith(b"begin ") else binascii.a2b_uu(line)
        except binascii.Error:
            broken += 1
    return bytes(decoded)
