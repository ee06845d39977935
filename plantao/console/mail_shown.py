"""A mail of our own as a page shows it: header fields, text and HTML. What comes from outside is read by plantao/mail/."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass(frozen=True, slots=True)
class ShownMail:
    """`fields` are names and values in order, decoded; `text` and `html` are "" where the mail has none."""

    fields: tuple[tuple[str, str], ...]
    text: str
    html: str


def shown(raw: bytes) -> ShownMail:
    """Return what a mail that we wrote says."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    fields = tuple((name, str(value)) for name, value in mail.items() if name.casefold() not in ("mime-version", "content-type"))
    return ShownMail(fields, _part(mail, "plain"), _part(mail, "html"))


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
