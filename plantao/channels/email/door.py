"""
The door at which mail servers knock: SMTP (RFC 5321) and LMTP (RFC 2033), on aiosmtpd.

Beside what the library does, it reads a mail whatever its lines are like, in bounded memory, lets in so many at a time,
tells nobody who has an address here, and answers LMTP for each recipient.
"""

import asyncio
import ssl
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, syntax

from plantao.channels.email.memory import Memory

BUFFER: Final = 65_536
COMMAND_AT_MOST: Final = 2_048
DATA_WITHIN: Final = 600.0
PATIENCE: Final = 30.0
SILENT_AT_MOST: Final = 300.0
"""Seconds: for one whole mail, for room to take it, and for the next command (RFC 5321, 4.5.3.2)."""

TOO_LARGE: Final = "552 5.3.4 The mail is larger than {limit} bytes"
TOO_BUSY: Final = "452 4.3.1 Too many mails at once; try again later"
TOO_MANY: Final = b"421 4.3.2 Too many connections; try again later\r\n"


@dataclass
class Doorway:
    """What all connections of one listener share."""

    hostname: str
    size_limit: int
    memory: Memory
    connections_at_most: int
    tls: ssl.SSLContext | None = None
    connections: set[object] = field(default_factory=set)


class Door(SMTP):
    """One connection by SMTP."""

    line_length_limit = BUFFER
    greeting = "ESMTP"
    via = "smtp"

    def __init__(self, keeper: Any, doorway: Doorway) -> None:
        super().__init__(
            keeper, data_size_limit=doorway.size_limit, enable_SMTPUTF8=True, hostname=doorway.hostname, ident=self.greeting,
            tls_context=doorway.tls, timeout=SILENT_AT_MOST, auth_exclude_mechanism=["LOGIN", "PLAIN"], loop=asyncio.get_running_loop(),
        )  # fmt: skip
        self.command_size_limits = defaultdict(lambda: COMMAND_AT_MOST)  # the library shares one among all connections
        self.command_size_limit = COMMAND_AT_MOST
        self.doorway = doorway

    def mail(self) -> Envelope:
        """Return the mail that is being handed over; no property, since the library asks for every attribute before there is one."""
        assert self.envelope is not None
        return self.envelope

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let a client in, unless the house is full."""
        is_new = self not in self.doorway.connections
        if is_new and len(self.doorway.connections) >= self.doorway.connections_at_most and isinstance(transport, asyncio.Transport):
            transport.write(TOO_MANY)
            transport.close()
            return
        self.doorway.connections.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget a client who has gone; one who never came in is not known to the library."""
        if self in self.doorway.connections:
            self.doorway.connections.discard(self)
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Hear only those who are inside."""
        if self in self.doorway.connections:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """As above."""
        return super().eof_received() if self in self.doorway.connections else None

    @syntax("VRFY <address>")
    async def smtp_VRFY(self, arg: str) -> None:
        """Say nothing about anybody."""
        await self.push("252 2.5.0 Nobody is told who has an address here; send the mail")

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        """Take one mail, and answer for it when it is kept."""
        if await self.check_helo_needed():
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        if not self.mail().rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        limit = self._limit()
        try:
            async with self.doorway.memory.hold(limit, patience=PATIENCE):
                await self.push("354 End data with <CR><LF>.<CR><LF>")
                self._reset_timeout(DATA_WITHIN)
                await self._take(limit)
        except TimeoutError:
            await self.push(TOO_BUSY)
        finally:
            self.envelope = self._create_envelope()

    async def _take(self, limit: int) -> None:
        content = await self._read(limit)
        if content is None:
            await self.answer(TOO_LARGE.format(limit=limit))
            return
        self.mail().content = content
        try:
            status = await self.event_handler.handle_DATA(self, self.session, self.mail())
        except Exception as error:  # noqa: BLE001 - the library's own net answers once, LMTP must for each recipient
            status = await self.event_handler.handle_exception(error)
        await self.answer(status)

    async def answer(self, status: str) -> None:
        """Answer for the mail: SMTP once for all recipients."""
        await self.push(status)

    async def _read(self, limit: int) -> bytes | None:
        """Return the mail as it was sent, the dots undone; None where it is larger than `limit`, read to its end all the same."""
        content, size, begins_a_line = bytearray(), 0, True
        while True:
            try:
                piece = await self._reader.readuntil(b"\r\n")
            except asyncio.LimitOverrunError as longer:  # a line as long as its sender liked
                piece = await self._reader.read(longer.consumed)
            if begins_a_line and piece == b".\r\n":
                return bytes(content) if size <= limit else None
            if begins_a_line and piece.startswith(b"."):
                piece = piece[1:]
            begins_a_line = piece.endswith(b"\r\n")
            size += len(piece)
            if size <= limit:
                content += piece
            else:
                content.clear()

    def _limit(self) -> int:
        """Return how many bytes this mail may have: where its size was announced, not much more than that is kept for it."""
        announced = [option[5:] for option in self.mail().mail_options if option.startswith("SIZE=")]
        sizes = [int(size) for size in announced if size.isdecimal()]
        return min(self.doorway.size_limit, 2 * sizes[0] + BUFFER) if sizes and sizes[0] else self.doorway.size_limit


class LmtpDoor(Door, LMTP):
    """One connection by LMTP, from a mail server beside us."""

    greeting = "LMTP"
    via = "lmtp"

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:
        """Greet, as EHLO does in SMTP."""
        await SMTP.smtp_EHLO(self, arg)

    async def answer(self, status: str) -> None:
        """Answer for the mail once for each recipient."""
        await self.push("\r\n".join([status] * len(self.mail().rcpt_tos)))
