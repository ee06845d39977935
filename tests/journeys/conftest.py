"""A house that is wired, with a handbook in force, mails put in at the door and mails caught on the way out."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from plantao import clock
from plantao.agreements.models import HandbookVersion
from plantao.agreements.testing import a_handbook_in_force
from plantao.channels.email.models import CaughtMail
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.messaging.models import Inbound
from plantao.work.loop import run_due

MONDAY_9H = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOC = "noc@jatoba.example"


class House:
    """The desk at an instant that the test moves: what is due runs at it, and at no other."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def later(self, **time: float) -> datetime:
        """Let time pass, run what fell due, and return the instant."""
        self.at += timedelta(**time)
        self.run()
        return self.at

    def run(self) -> None:
        """Run everything that is due now; what fails is raised."""
        with clock.frozen(self.at):
            run_due(self.at, raises=True)

    def mail(self, raw: bytes, *, rcpt_to: str = NOC, mail_from: str = "ana@cliente.example") -> Inbound:
        """Let a mail arrive and be worked on."""
        envelope = {"via": "smtp", "mail_from": mail_from, "rcpt_to": [rcpt_to]}
        inbound = inbox.receive(channel="email", outside_id=identity(raw), original=raw, envelope=envelope, at=self.at)
        self.run()
        inbound.refresh_from_db()
        return inbound

    def sent(self) -> list[EmailMessage]:
        """Return what went out so far, oldest first."""
        caught = CaughtMail.objects.order_by("pk")
        return [message_from_bytes(bytes(mail.raw), policy=policy.default) for mail in caught]


def a_mail(
    text: str = "Nosso link caiu e o roteador não responde.",
    *,
    sender: str = "Ana Souza <ana@cliente.example>",
    subject: str = "Link fora do ar",
    to: str = NOC,
    message_id: str = "<1@cliente.example>",
    **headers: str,
) -> bytes:
    """Write a mail as a customer's program does."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def text_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail that we sent."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def house(transactional_db: None) -> House:
    house = House(MONDAY_9H)
    a_handbook_in_force(at=MONDAY_9H - timedelta(days=30))
    assert HandbookVersion.objects.count() == 1
    return house
