"""
Taking mail in by SMTP or LMTP: for the provider's addresses only, answered for only after commit.

Nothing is read here but the identity; what a mail means is intake's to find out. While the database is down every mail
gets a 451, and its server tries again.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable
from threading import Event
from typing import Final
from urllib.parse import urlsplit

from aiosmtpd.smtp import Envelope, Session
from django.conf import settings

from plantao import clock
from plantao.channels.email import servers
from plantao.channels.email.door import Door, Doorway
from plantao.channels.email.keeping import Shelf, Taken
from plantao.channels.email.memory import Memory
from plantao.channels.email.provider import FindProvider, Provider
from plantao.messaging.registry import Receiver

MEMORY: Final = 256 * 2**20
CONNECTIONS_AT_MOST: Final = 500
ASKED_ANEW_AFTER: Final = 1.0
"""Seconds for which an address that was ours is still accepted; one that was not is always asked about."""

RECIPIENTS_AT_MOST: Final = 100
FINISH_WITHIN: Final = 2.0

LATER: Final = "451 4.3.0 The mail can't be kept just now; try again later"
NOBODY: Final = "550 5.1.1 There is no such address here"

log = logging.getLogger(__name__)


class Keeper:
    """Answers the library's hooks: who is accepted, and what is kept."""

    def __init__(self, find_provider: FindProvider, *, via: str) -> None:
        self._find_provider = find_provider
        self._via = via
        self._shelf = Shelf(f"receiver.{via}.keeper")
        self._provider: Provider | None = None
        self._asked_at = 0.0

    async def handle_EHLO(self, server: Door, session: Session, envelope: Envelope, hostname: str, answers: list[str]) -> list[str]:
        """Offer what there is: nobody can log in here."""
        session.host_name = hostname
        return [answer for answer in answers if not answer.startswith("250-AUTH")]

    async def handle_RCPT(self, server: Door, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        """Accept our own addresses."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_AT_MOST:
            return "452 4.5.3 Too many recipients"
        if not self._is_known_to_be_ours(address):
            provider = self._provider = await self._shelf.ask(self._find_provider)
            self._asked_at = _now()
            if provider is None:
                return LATER
            if not provider.is_ours(address):
                return NOBODY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Door, session: Session, envelope: Envelope) -> str:
        """Keep the mail; when this says so, it is committed."""
        raw, at = envelope.content, clock.now()
        assert isinstance(raw, bytes)
        said = {
            "via": self._via,
            "peer": str(session.peer[0]) if isinstance(session.peer, tuple) else "",
            "helo": session.host_name or "",
            "mail_from": "" if envelope.mail_from in (None, "<>") else str(envelope.mail_from),
            "rcpt_to": [str(address) for address in envelope.rcpt_tos],
            "tls": session.ssl is not None,
        }
        number = await self._shelf.keep(Taken(raw=raw, envelope=said, at=at))
        log.info("email.mail.received", extra={"inbound_id": number, "via": self._via, "size": len(raw)})
        return "250 2.0.0 OK, kept"

    async def handle_exception(self, error: Exception) -> str:
        """Whatever went wrong, on our side it did: the mail isn't kept, and must be sent again."""
        log.warning("email.mail.not_kept", extra={"error": type(error).__name__}, exc_info=error)
        return LATER

    def close(self) -> None:
        """Let go of the threads and of their connections to the database."""
        self._shelf.close()

    def _is_known_to_be_ours(self, address: str) -> bool:
        return self._provider is not None and _now() < self._asked_at + ASKED_ANEW_AFTER and self._provider.is_ours(address)


def receiver(
    find_provider: FindProvider, *, port: int, door: type[Door] = Door, on_listening: Callable[[int], object] | None = None
) -> Receiver:
    """
    Return what listens on `port` of PLANTAO_SMTP_HOST until told to stop; `door` says which protocol.

    `on_listening` is called with the port once clients can come (0 chooses one). Raises OSError where it is taken.
    """

    def run(stop: Event) -> None:
        keeper = Keeper(find_provider, via=door.via)
        try:
            asyncio.run(_serve(stop, keeper, port=port, door=door, on_listening=on_listening))
        finally:
            keeper.close()

    return run


async def _serve(stop: Event, keeper: Keeper, *, port: int, door: type[Door], on_listening: Callable[[int], object] | None) -> None:
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the library would log addresses
    doorway = Doorway(
        hostname=_hostname(),
        size_limit=settings.MAIL_SIZE_LIMIT,
        memory=Memory(max(MEMORY, settings.MAIL_SIZE_LIMIT)),
        connections_at_most=CONNECTIONS_AT_MOST,
        tls=_tls(),
    )
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: door(keeper, doorway), settings.SMTP_HOST, port, backlog=512)
    try:
        if on_listening is not None:
            on_listening(server.sockets[0].getsockname()[1])
        await loop.run_in_executor(None, stop.wait)
        server.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FINISH_WITHIN):
                await doorway.memory.all_free()
    finally:
        server.close()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _hostname() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _tls() -> ssl.SSLContext | None:
    if not settings.SMTP_TLS_CERTIFICATE:
        return None
    return servers.own_certificate(settings.SMTP_TLS_CERTIFICATE, settings.SMTP_TLS_KEY)
