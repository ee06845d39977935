"""The e-mail channel: messages become mails, and go out over one connection a batch."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from plantao.channels.email import checks, payloads
from plantao.channels.email.catcher import CatchingLine, CaughtMails
from plantao.channels.email.client import SmtpLine
from plantao.channels.email.door import LmtpDoor
from plantao.channels.email.fetcher import Fetcher
from plantao.channels.email.provider import FindProvider, Provider
from plantao.channels.email.receiver import receiver
from plantao.channels.email.servers import mailbox, sending
from plantao.mail.message_ids import make_id
from plantao.messaging.channel import Line, Outgoing, Receipt, TryLater
from plantao.messaging.installation import installation_id
from plantao.messaging.registry import Receiver, Registration

NAME = "email"
NOWHERE = "plantao.invalid"
"""Stands in Message-IDs where no handbook names the provider's address yet (RFC 2606)."""


class EmailChannel:
    """
    Sends by the server of PLANTAO_MAIL_OUT; where that is unset everything is caught. `find_provider` is asked for each
    batch, so that a new handbook counts from then on.
    """

    name = NAME

    def __init__(self, find_provider: FindProvider) -> None:
        self._find_provider = find_provider

    def identity(self, key: str) -> str:
        """Return a Message-ID that carries the installation, in the provider's domain."""
        provider = self._find_provider()
        return make_id(key, installation=installation_id(), domain=provider.domain.lower() if provider else NOWHERE)

    @contextmanager
    def line(self) -> Iterator[Line]:
        """Connect. Raises TryLater where the server can't be reached or doesn't want us, or the handbook names no address."""
        provider = self._find_provider()
        if provider is None:
            raise TryLater("the handbook in force names no e-mail address", is_the_channel=True)
        if not settings.MAIL_OUT:
            yield EmailLine(CatchingLine(), provider)
            return
        with SmtpLine(sending(settings.MAIL_OUT)) as connection:
            yield EmailLine(connection, provider)


class EmailLine:
    """Writes each message as a mail, for a connection that hands it over or keeps it."""

    def __init__(self, connection: SmtpLine | CatchingLine, provider: Provider) -> None:
        self._connection = connection
        self._provider = provider

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand over one mail, as the port says."""
        raw = payloads.build(outgoing, provider=self._provider, installation=installation_id())
        to = payloads.recipient(outgoing)
        return self._connection.hand_over(raw, sender=settings.MAIL_BOUNCE_ADDRESS, to=to, outgoing=outgoing)


def registration(find_provider: FindProvider) -> Registration:
    """Return what wiring registers: the channel, what takes mail in as the settings say, and the checks of both."""
    receivers: list[tuple[str, Receiver]] = []
    if settings.SMTP_PORT:
        receivers.append(("smtp", receiver(find_provider, port=settings.SMTP_PORT)))
    if settings.LMTP_PORT:
        receivers.append(("lmtp", receiver(find_provider, port=settings.LMTP_PORT, door=LmtpDoor)))
    if settings.MAIL_IN_IMAP:
        receivers.append(("imap", lambda stop: Fetcher(mailbox(settings.MAIL_IN_IMAP)).run(stop)))
    catcher = None if settings.MAIL_OUT else CaughtMails()
    return Registration(channel=EmailChannel(find_provider), receivers=receivers, checks=checks.of_settings(), catcher=catcher)
