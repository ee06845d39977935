"""Mails that came in, for tests."""

from datetime import datetime
from email.message import EmailMessage

from plantao.intake.mail import take_in
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.messaging.models import Inbound

NOC = "noc@jatoba.example"


def a_mail(
    text: str = "Nosso link caiu.",
    *,
    sender: str = "Ana Souza <ana@cliente.example>",
    subject: str = "Link fora do ar",
    to: str = NOC,
    **headers: str,
) -> bytes:
    """Write a mail as a customer's program does; a header's name has _ for -."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def taken_in(raw: bytes, *, at: datetime, received_at: datetime | None = None, rcpt_to: str = NOC) -> Inbound:
    """Let a mail come in, and file it as the loop of work does; what intake raises is raised."""
    envelope = {"via": "smtp", "mail_from": "", "rcpt_to": [rcpt_to]}
    inbound = inbox.receive(channel="email", outside_id=identity(raw), original=raw, envelope=envelope, at=received_at or at)
    take_in(inbound, at)
    inbound.refresh_from_db()
    return inbound
