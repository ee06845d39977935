"""
Reading a mail: raw bytes to a `Mail`, whatever they are. Never raises for what the bytes say; the work is bounded.

What was cut or could not be read is told in `Mail.problems`. What is recognised and what is trusted: docs/rules/mail_reading.md.
"""

import re
from dataclasses import replace

from plantao.mail.addresses import read_addresses
from plantao.mail.authentication import trusted_results
from plantao.mail.automatic import loop_marks, why_automatic
from plantao.mail.bodies import Body, read_body
from plantao.mail.bounces import read_bounce
from plantao.mail.dates import read_date
from plantao.mail.envelope import unwrap
from plantao.mail.fields import Fields
from plantao.mail.message import Address, Mail
from plantao.mail.message_ids import read_ids
from plantao.mail.parts import Part, PartReader

MAX_BYTES = 64 * 2**20
MAX_SUBJECT = 2_000
MAX_PROBLEMS = 50

_ONCE = ("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references")
_REPLY = re.compile(r"\s*(?:re|res|r|rif|ref|sv|aw|antw)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_FORWARD = re.compile(r"\s*(?:fwd?|fw|enc|rv|tr|reenv|encaminhad[oa])\s*:", re.IGNORECASE)


def read(raw: bytes, *, installation: str | None = None, authserv_id: str | None = None) -> Mail:
    """
    Return what the mail in `raw` says: RFC 5322, or an mbox with one mail.

    `installation` lets mails of our own be known by their Message-ID; `authserv_id` is the name under which our mail
    server writes Authentication-Results: without it none is trusted.
    """
    problems: list[str] = []
    if not raw.strip():
        problems.append("The mail is empty.")
    if len(raw) > MAX_BYTES:
        problems.append(f"The mail is larger than {MAX_BYTES} bytes; only its beginning was read.")
    root = PartReader(unwrap(raw[:MAX_BYTES]), problems).read_root()
    fields = root.fields
    body = read_body(root, problems)
    from_ = _sender(fields, problems)
    subject = fields.readable("subject")[:MAX_SUBJECT]
    message_id = next(iter(read_ids(fields.first("message-id"))), None)
    in_reply_to = next(iter(read_ids(fields.first("in-reply-to"))), None)
    references = read_ids(" ".join(fields.all("references")))
    text, quoted = _unanswered(body, subject, is_answer=bool(in_reply_to or references))
    return_path = _return_path(fields)
    bounce = read_bounce(root, sender=from_, return_path=return_path, problems=problems)
    automatic = why_automatic(
        fields,
        subject=subject,
        return_path=return_path,
        answers=bool(in_reply_to or references),
        report=root.parameters.get("report-type", "").lower() if root.type == "multipart/report" else "",
        message_id=message_id,
        installation=installation,
    )
    _tell_about(root, problems)
    return Mail(
        from_=from_,
        to=_addresses(fields, "to"),
        cc=_addresses(fields, "cc"),
        reply_to=_addresses(fields, "reply-to"),
        subject=subject,
        message_id=message_id,
        in_reply_to=in_reply_to,
        references=references,
        date=read_date(fields.first("date") or ""),
        text=text,
        quoted=quoted,
        html=body.html,
        attachments=body.attachments,
        why_automatic=automatic or ("it reports a mail that came back" if bounce else None),
        bounce=bounce,
        authentication=trusted_results(fields, authserv_id=authserv_id, problems=problems),
        return_path=return_path,
        hops=sum(field.name == "received" for field in fields),
        loop_marks=loop_marks(fields),
        problems=tuple(dict.fromkeys(problems))[:MAX_PROBLEMS],
    )


def safely_read(raw: bytes, *, installation: str | None = None, authserv_id: str | None = None) -> Mail:
    """Return what a mail says; where reading it fails, which it never should, a mail that says nothing but that."""
    try:
        return read(raw, installation=installation, authserv_id=authserv_id)
    except Exception as error:  # noqa: BLE001 - one mail that we misread must not hide the others; the sentence says it is our fault
        return illegible(f"Plantão failed on this mail, which it never should; please report it ({type(error).__name__}).")


def illegible(problem: str) -> Mail:
    """Return a mail that says nothing, for this reason."""
    return replace(read(b""), problems=(problem,))


def _addresses(fields: Fields, name: str) -> tuple[Address, ...]:
    return tuple(address for value in fields.all(name) for address in read_addresses(value))


def _sender(fields: Fields, problems: list[str]) -> Address | None:
    """The first From counts; what is odd about it is told, because a name is all that some programs show."""
    found = _addresses(fields, "from")
    if not found:
        problems.append("The mail does not say who it is from." if "from" not in fields else "The From header names nobody.")
        return None
    if len(found) > 1:
        problems.append("The From header names more than one sender; the first was taken.")
    chosen = next((address for address in found if "@" in address.address), found[0])
    if "@" not in chosen.address:
        problems.append("The From header has no complete address.")
    return chosen


def _return_path(fields: Fields) -> str | None:
    written = fields.first("return-path")
    if written is None:
        return None
    return next((address.address for address in read_addresses(written)), "")


def _unanswered(body: Body, subject: str, *, is_answer: bool) -> tuple[str, str]:
    """What is forwarded without a word is what the sender has to say; an answer without a word stays empty."""
    is_forward = _FORWARD.match(subject) is not None
    if body.text or not body.quoted or (not is_forward and (is_answer or _REPLY.match(subject))):
        return body.text, body.quoted
    return body.quoted, ""


def _tell_about(root: Part, problems: list[str]) -> None:
    fields = root.fields
    written = fields.first("date")
    if written is None or read_date(written) is None:
        problems.append("The mail has no date." if written is None else f"The date {written[:60]!r} is not one.")
    for name in _ONCE:
        if len(fields.all(name)) > 1:
            problems.append(f"The header {name.title()} stands there more than once.")
    types = {part.type for part in root.walk()}
    if types & {"application/pkcs7-mime", "application/x-pkcs7-mime"} or root.type == "multipart/encrypted":
        problems.append("The mail is encrypted or signed as a whole; its text could not be read.")
    if "application/ms-tnef" in types:
        problems.append("Files came packed in Outlook's own format (winmail.dat); they were not unpacked.")
