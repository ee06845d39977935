"""From a mail to what is kept of it: words, and files whose type was looked at rather than believed."""

import puremagic

from plantao.mail.message import Attachment, Mail
from plantao.messaging.models import Inbound
from plantao.tickets.models.entry import File, Words

UNKNOWN = "application/octet-stream"
# What a browser would run: shown as a download, whatever the sender called it.
ACTIVE = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml", "application/javascript"})


def words_of(mail: Mail, inbound: Inbound) -> Words:
    """Return what a mail says, with its files; the original is `inbound`'s."""
    return Words(
        mail.text,
        mail.quoted,
        mail.html,
        inbound,
        files=tuple(_file(attachment) for attachment in mail.attachments),
        is_automatic=mail.is_automatic,
    )


def _file(attachment: Attachment) -> File:
    return File(
        name=attachment.name or "",
        content=attachment.content,
        content_type=sniffed(attachment.content, claimed=attachment.type),
        claimed_type=attachment.type,
        content_id=(attachment.content_id or "").strip("<>"),
        is_inline=attachment.inline,
    )


def sniffed(content: bytes, *, claimed: str) -> str:
    """
    Return the type that the bytes show. Where they show none, plain text if it is, else unknown; the sender's claim
    decides only between kinds of text that can do no harm.
    """
    try:
        found = puremagic.from_string(content[:65_536], mime=True) if content else ""
    except (puremagic.PureError, ValueError):
        found = ""
    if found:
        return found
    head = content[:65_536]
    is_text = b"\x00" not in head and _decodes(head)
    if is_text and _looks_active(head):
        return "text/html"
    if is_text:
        return claimed if claimed in {"text/plain", "text/csv", "text/calendar", "message/rfc822"} else "text/plain"
    return UNKNOWN


def _decodes(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a character cut by the end of the sample
    return True


def _looks_active(head: bytes) -> bool:
    start = head[:2048].lstrip().lower()
    return any(mark in start for mark in (b"<html", b"<script", b"<svg", b"<!doctype", b"<?xml", b"<iframe", b"<body"))
