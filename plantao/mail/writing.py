"""Writing a notice: values to the bytes of a mail. The same values give the same bytes, so a mail sent again is the same mail."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from plantao.mail.automatic import LOOP_HEADER
from plantao.mail.charsets import clean, clean_line
from plantao.mail.header_writing import address_list, id_list, unstructured
from plantao.mail.message import Address, Attachment
from plantao.mail.message_ids import make_id

MAX_REFERENCES = 30

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """
    What goes out. `identity` is fixed before the first try; with `installation` and the domain of `from_` it makes the Message-ID.

    `at` is aware and becomes the Date. `in_reply_to` and `references` are message ids as written; `is_reply` says
    whether it answers a mail of the recipient's (Auto-Submitted: auto-replied) or comes of itself (auto-generated);
    `is_automatic` is False where a person wrote the words: another desk would not listen to them otherwise. `domain` is
    that of the Message-ID where it isn't that of `from_`, whose address may have changed since the identity was fixed.
    """

    identity: str
    installation: str
    at: datetime
    from_: Address
    to: Sequence[Address]
    subject: str
    text: str
    html: str = ""
    reply_to: Address | None = None
    cc: Sequence[Address] = ()
    in_reply_to: str | None = None
    references: Sequence[str] = ()
    is_reply: bool = False
    is_automatic: bool = True
    domain: str = ""
    language: str | None = None
    attachments: Sequence[Attachment] = ()

    @property
    def message_id(self) -> str:
        return make_id(
            self.identity, installation=self.installation, domain=self.domain or self.from_.domain.encode("idna").decode("ascii")
        )


def compose(letter: Letter) -> bytes:
    """
    Return the mail, ASCII with CRLF, ready for SMTP and for signing: text and HTML side by side, files after them.

    Nothing in a value can begin a header of its own. Raises NotAnAddress.
    """
    header = [
        unstructured("Date", format_datetime(letter.at)),
        address_list("From", [letter.from_]),
        address_list("To", letter.to),
        address_list("Cc", letter.cc),
        address_list("Reply-To", [letter.reply_to] if letter.reply_to else []),
        unstructured("Subject", letter.subject),
        id_list("Message-ID", [letter.message_id]),
        id_list("In-Reply-To", [letter.in_reply_to] if letter.in_reply_to else []),
        id_list("References", _references(letter)),
        *(_of_a_machine(letter) if letter.is_automatic else ()),
        unstructured("Content-Language", letter.language) if letter.language else "",
        unstructured("MIME-Version", "1.0"),
    ]
    body = _text("plain", letter.text)
    if letter.html:
        body = _multipart("alternative", [body, _text("html", letter.html)], letter)
    if letter.attachments:
        body = _multipart("mixed", [body, *map(_file, letter.attachments)], letter)
    return ("".join(header) + body).encode("ascii")


def _of_a_machine(letter: Letter) -> Iterator[str]:
    """By which others know that nobody is to answer (RFC 3834), and we our own mail when it goes in circles."""
    yield unstructured("Auto-Submitted", "auto-replied" if letter.is_reply else "auto-generated")
    yield unstructured("X-Auto-Response-Suppress", "All")
    yield unstructured(LOOP_HEADER, letter.installation)


def _references(letter: Letter) -> list[str]:
    """The thread's first mail and its latest; what lies between in a very long one, nobody needs."""
    parent = [letter.in_reply_to] if letter.in_reply_to else []
    ids = list(dict.fromkeys([*letter.references, *parent]))
    return ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[-MAX_REFERENCES + 1 :]]


def _multipart(kind: str, parts: Sequence[str], letter: Letter) -> str:
    """The boundary follows from the identity, and "=_" can't stand in quoted-printable or base64."""
    mark = f"=_{kind}_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]}"
    joined = "".join(f"--{mark}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind};\r\n boundary="{mark}"\r\n\r\n{joined}--{mark}--\r\n'


def _text(kind: str, text: str) -> str:
    packed = binascii.b2a_qp(clean(text).encode("utf-8"), istext=True).decode("ascii")
    # A line "From " gets a ">" in mailboxes, and a lone dot ends the mail for careless relays (RFC 2049, section 3).
    packed = re.sub(r"^(?:From (?=)|\.(?=$))", lambda start: f"={ord(start[0][0]):02X}{start[0][1:]}", packed, flags=re.MULTILINE)
    lines = packed.replace("\r\n", "\n").replace("\n", "\r\n")
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{lines}"


def _file(attachment: Attachment) -> str:
    media = attachment.type if _TYPE.fullmatch(attachment.type) and not attachment.type.startswith(("multipart/", "message/")) else ""
    name = clean_line(attachment.name or "")
    packed = base64.encodebytes(attachment.content).decode("ascii").replace("\n", "\r\n")
    return (
        f"Content-Type: {media or 'application/octet-stream'}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment{_file_name(name)}\r\n\r\n{packed}"
    )


def _file_name(name: str) -> str:
    """RFC 2231, in pieces that keep lines short; plain where it can be."""
    if not name:
        return ""
    if re.fullmatch(r"[A-Za-z0-9 ._()+-]{1,50}", name):
        return f';\r\n filename="{name}"'
    escaped = "utf-8''" + quote(name, safe="")
    pieces = re.findall(r".{1,57}(?<!%)(?<!%[0-9A-F])|.+", escaped)
    if len(pieces) == 1:
        return f";\r\n filename*={escaped}"
    return "".join(f";\r\n filename*{number}*={piece}" for number, piece in enumerate(pieces))
