"""Mails of ours that came back: delivery status notifications (RFC 3464), and the many that follow no standard (flufl.bounce)."""

import email
import logging
import re
from collections.abc import Iterator

from plantao.mail.addresses import read_addresses
from plantao.mail.charsets import clean_line
from plantao.mail.fields import Fields, read_fields
from plantao.mail.message import Address, Bounce
from plantao.mail.message_ids import read_ids
from plantao.mail.parts import Part

MAX_RECIPIENTS = 200
MAX_SCANNED = 65_536

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_TYPES = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers", "message/rfc822-headers"})
_FAILED = frozenset({"failed", "delayed"})
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_REPLY_CODE = re.compile(r"(?:^|\D)([45])\d\d[ -]")
_QUOTED_ID = re.compile(rb"^[ \t>]*Message-ID:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_FROM_FIELD = re.compile(rb"^From[ \t]*:.*\n(?:[ \t].*\n)*", re.IGNORECASE | re.MULTILINE)
_POSTMASTERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "maildaemon", "mdaemon"})


def read_bounce(root: Part, *, sender: Address | None, return_path: str | None, problems: list[str]) -> Bounce | None:
    """Return the first recipient that could not be reached, or None where the mail reports no failure."""
    leaves = [part for part in root.walk() if not part.is_multipart]
    if statuses := [part for part in leaves if part.type in _STATUS_TYPES]:
        returned = _returned_id(leaves)
        return next((bounce for part in statuses for bounce in _read_status(part, returned, problems)), None)
    is_by_postmaster = sender is not None and sender.local_part.lower() in _POSTMASTERS
    if is_by_postmaster or (return_path == "" and root.fields.first("auto-submitted") is None):
        return _guess(root, _returned_id(leaves), sender)
    return None


def _read_status(part: Part, returned: str | None, problems: list[str]) -> Iterator[Bounce]:
    """Groups of fields: the first about the mail, each other about one recipient."""
    groups = list(_groups(part.content(problems)))
    original = next((group.first("x-original-message-id") for group in groups if "x-original-message-id" in group), None)
    for group in groups:
        action = (group.first("action") or "").split(maxsplit=1)[:1]
        diagnostic = group.first("diagnostic-code") or ""
        status = next(iter(_ENHANCED.findall(group.first("status") or "") or _ENHANCED.findall(diagnostic)), None)
        if (action and action[0].lower() not in _FAILED) or (not action and not status):
            continue
        is_delayed = bool(action) and action[0].lower() == "delayed"
        yield Bounce(
            recipient=_recipient(group),
            status=status,
            permanent=not is_delayed and not _is_temporary(status, diagnostic),
            message_id=returned or next(iter(read_ids(original)), None),
        )


def _groups(content: bytes) -> Iterator[Fields]:
    position = 0
    for _ in range(MAX_RECIPIENTS):
        while content[position : position + 1] in (b"\n", b"\r"):
            position += 1
        if position >= len(content):
            return
        fields, following = read_fields(content, position, len(content), [])
        yield fields
        position = max(following, position + 1)


def _is_temporary(status: str | None, diagnostic: str) -> bool:
    if status:
        return status.startswith("4")
    code = _REPLY_CODE.search(diagnostic)
    return code is not None and code[1] == "4"


def _recipient(group: Fields) -> str | None:
    for name in ("final-recipient", "original-recipient"):
        written = group.first(name)
        address = (written or "").partition(";")[2].strip() or (written or "").strip()
        if found := read_addresses(address):
            return found[0].address or None
    return None


def _returned_id(leaves: list[Part]) -> str | None:
    """The Message-ID of the mail that came back: in its own part, else where the text quotes its header."""
    for part in leaves:
        if part.type in _RETURNED_TYPES:
            content = part.content([])
            fields, _ = read_fields(content, len(content) - len(content.lstrip()), len(content), [])
            if found := read_ids(fields.first("message-id")):
                return found[0]
    for part in leaves:
        if part.type in ("text/plain", "text/html") and (quoted := _QUOTED_ID.search(part.content([])[:MAX_SCANNED])):
            return quoted[1].decode("ascii", "replace")
    return None


def _guess(root: Part, returned: str | None, sender: Address | None) -> Bounce | None:
    from flufl.bounce import all_failures  # slow to import, and rarely needed

    # It logs each stranger's mail that it stumbles on, with a traceback; and an odd From or 8-bit header makes it stumble.
    logging.getLogger("flufl.bounce").disabled = True
    header = _FROM_FIELD.sub(b"", root.raw[: root.start].decode("ascii", "replace").encode("ascii", "replace"))
    address = sender.address if sender and sender.address.isascii() else ""
    written = f"From: {address or 'nobody@invalid'}\n".encode("ascii")
    scanned = written + header + root.raw[root.start : root.start + MAX_SCANNED]
    try:
        temporary, permanent = all_failures(email.message_from_bytes(scanned))
    except Exception:  # noqa: BLE001 - forty heuristics on strangers' bytes that promise nothing; not knowing is an answer
        return None
    recipients = sorted(permanent or temporary)
    if not recipients:
        return None
    text = root.raw[root.start : root.start + MAX_SCANNED].decode("ascii", "replace")
    status = next((code for code in _ENHANCED.findall(text) if code[0] == ("5" if permanent else "4")), None)
    recipient = clean_line(recipients[0].decode("ascii", "replace"))
    return Bounce(recipient=recipient, status=status, permanent=bool(permanent), message_id=returned)
