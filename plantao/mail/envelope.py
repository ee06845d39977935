"""What lies around a mail in a file and in transit: an mbox line, byte order marks, line ends. Both readers begin here."""

import re

_FROM_LINE = re.compile(rb"From [^\r\n]*(?:\r*\n|\r|\Z)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def unwrap(raw: bytes) -> bytes:
    """
    Return the mail alone. A first line "From " makes it an mbox with one mail: ">From " is unquoted in it (mboxrd).

    Empty lines before the header are left out; lines that all end with a carriage return end with a newline after.
    """
    mail = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if b"\n" not in mail:
        mail = mail.replace(b"\r", b"\n")
    if line := _FROM_LINE.match(mail):
        mail = _QUOTED_FROM.sub(rb"\1", mail[line.end() :])
    return mail
