"""Values with parameters, as in Content-Type and Content-Disposition (RFC 2045, section 5.1; RFC 2231), also where they are malformed."""

import re
from urllib.parse import unquote_to_bytes

from plantao.mail.charsets import clean_line, decode

MAX_LENGTH = 8192

_MAIN = re.compile(r"\s*([^\s;,=\"]*)")
_PARAMETER = re.compile(
    r"[;\s]([\w!#$&+.^`|~%*'-]{1,100}) ?= ?"
    r'(?:"((?:[^"\\]|\\.)*+)(?:"|\\?$)|([^";][^;]*?)(?= ?;| [\w*-]+ ?=| ?$))'
)
_CONTINUED = re.compile(r"(.+?)\*(?:(\d{1,3})(\*)?)?$")


def read_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Return the main value in lower case and the parameters, names in lower case, values decoded (RFC 2231; not encoded words).

    The first of a name counts.
    """
    value = re.sub(r"\s+", " ", value[:MAX_LENGTH])
    main = _MAIN.match(value)
    assert main is not None, "the pattern matches the empty string"
    plain: dict[str, str] = {}
    continued: dict[str, dict[int, tuple[str, bool]]] = {}
    for parameter in _PARAMETER.finditer(value, main.end()):
        name = parameter[1].lower()
        text = re.sub(r'\\(["\\])', r"\1", parameter[2]) if parameter[2] is not None else parameter[3]
        if split := _CONTINUED.fullmatch(name):
            is_encoded = split[3] is not None or split[2] is None
            continued.setdefault(split[1], {}).setdefault(int(split[2] or 0), (text, is_encoded))
        else:
            plain.setdefault(name, clean_line(text))
    return main[1].lower(), plain | {name: _joined(segments) for name, segments in continued.items()}


def _joined(segments: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: the first segment may begin with charset'language'; encoded ones hold percent escapes."""
    ordered = [segments[number] for number in sorted(segments)]
    charset = ""
    if ordered[0][1] and ordered[0][0].count("'") >= 2:
        charset, _, rest = ordered[0][0].split("'", 2)
        ordered[0] = (rest, True)
    if not any(is_encoded for _, is_encoded in ordered):
        return clean_line("".join(text for text, _ in ordered))
    content = b"".join(unquote_to_bytes(text) if is_encoded else text.encode("utf-8", "replace") for text, is_encoded in ordered)
    return clean_line(decode(content, claimed=charset or None).text)
