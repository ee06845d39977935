"""Which mail a mail is, by whatever way it came: the same by SMTP and by IMAP, another when anything the sender wrote differs."""

import hashlib
import re

from plantao.mail.envelope import unwrap
from plantao.mail.fields import read_fields
from plantao.mail.message_ids import read_ids

# What senders write and hops leave alone. All else (Received, Return-Path, Delivered-To, Authentication-Results, DKIM and ARC
# signatures, list headers, X- headers of filters and mailboxes) is trace: an unknown filter's header must not make a second mail.
_WRITTEN = frozenset(
    {"from", "sender", "reply-to", "to", "cc", "date", "message-id", "in-reply-to", "references", "subject", "comments", "keywords"}
    | {"mime-version", "auto-submitted"}
)
_LINE_END = re.compile(rb"\r+\n|\r")
_WHITE = re.compile(rb"\s+")
_MAX_ID = 200


def identity(raw: bytes) -> str:
    """
    Return the identity of a mail: its Message-ID and a hash of what its sender wrote, or the hash alone where it has none.

    Printable ASCII without spaces, at most 300 characters. Never raises.
    """
    mail = unwrap(raw)
    fields, body = read_fields(mail, 0, len(mail), [])
    hashed = hashlib.sha256()
    for field in fields:
        if field.name in _WRITTEN or field.name.startswith("content-"):
            hashed.update(field.name.encode("ascii") + b":" + _WHITE.sub(b" ", field.value).strip() + b"\n")
    hashed.update(b"\n" + _LINE_END.sub(b"\n", mail[body:]).rstrip(b"\n"))
    ids = read_ids(fields.first("message-id"))
    printable = re.sub(r"[^!-~]", "?", ids[0])[:_MAX_ID] if ids else ""
    return f"{printable}#{hashed.hexdigest()}" if printable else hashed.hexdigest()
