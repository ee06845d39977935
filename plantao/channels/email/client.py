"""
One connection to the server that sends, and what its answers mean.

About one recipient: 4xx is for later, 5xx for good. About us (the connection, the login, our own address) nothing is
for good: the operator can put it right, and no mail must be lost by it. After the end of the data only an answer tells
whether the server has the mail.
"""

import re
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Final

from plantao import clock
from plantao.channels.email.servers import Server, said
from plantao.messaging.channel import Outgoing, Receipt, TryLater, Undeliverable

ANSWER_WITHIN: Final = 60.0
ANSWER_TO_THE_MAIL_WITHIN: Final = 240.0
"""Seconds. All steps of one mail together stay below the lease of a message."""

AFTER_A_REFUSED_LOGIN: Final = timedelta(minutes=5)
NOBODY_THERE: Final = re.compile(r"\b5\.(1\.(0|1|2|3|6|10)|2\.1)\b")
"""Enhanced codes (RFC 3463, IANA's registry) by which an address is known to be dead, whatever is sent there."""

LONGEST_REASON: Final = 300
Answer = tuple[int, bytes]


class SmtpLine:
    """An open, greeted and logged-in connection."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._connection = smtplib.SMTP()
        self._is_in_a_mail = False

    def __enter__(self) -> "SmtpLine":
        try:
            with self._down():
                self._open()
        except (TryLater, Undeliverable):
            self._connection.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take leave; the server need not answer that."""
        try:
            self._connection.quit()
        except (OSError, smtplib.SMTPException):
            self._connection.close()

    def hand_over(self, raw: bytes, *, sender: str, to: str, outgoing: Outgoing) -> Receipt:
        """
        Send one mail (CRLF line ends) `to` one address; `sender` is the envelope's, "" for the empty one.

        Raises TryLater and Undeliverable, as the port does.
        """
        with self._down():
            if self._is_in_a_mail:
                self._connection.rset()
            self._is_in_a_mail = True
            _about_us(self._connection.mail(sender, [f"size={len(raw)}"] if self._connection.has_extn("size") else []))
            _about_them(self._connection.rcpt(to), may_be_dead=True)
            _about_them(self._connection.docmd("DATA"), expected=354)
            self._connection.send(_stuffed(raw))
        with self._down(is_perhaps_sent=True):
            self._wait(ANSWER_TO_THE_MAIL_WITHIN)
            self._connection.send(b".\r\n")
            _about_them(self._connection.getreply())
            self._wait(ANSWER_WITHIN)
        self._is_in_a_mail = False
        return Receipt(at=clock.now())

    def _open(self) -> None:
        self._connection = self._connect()
        assert self._connection.sock is not None
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the end of a mail is a packet of its own
        _about_us(self._connection.ehlo())
        if not self.server.is_tls and self._connection.has_extn("starttls"):
            self._connection.starttls(context=self.server.tls())
            _about_us(self._connection.ehlo())
        if self.server.user:
            self._connection.login(self.server.user, self.server.password)

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        if self.server.is_tls:
            return smtplib.SMTP_SSL(host, port, timeout=ANSWER_WITHIN, context=self.server.tls())
        return smtplib.SMTP(host, port, timeout=ANSWER_WITHIN)

    def _wait(self, seconds: float) -> None:
        if self._connection.sock is not None:
            self._connection.sock.settimeout(seconds)

    @contextmanager
    def _down(self, *, is_perhaps_sent: bool = False) -> Iterator[None]:
        """Turn what goes wrong with the connection into the port's word for it."""
        try:
            yield
        except smtplib.SMTPAuthenticationError as error:
            reason = f"{self.server} refuses the login: {_words((error.smtp_code, _bytes(error.smtp_error)))}"
            raise TryLater(reason, wait=AFTER_A_REFUSED_LOGIN, is_the_channel=True) from None
        except (OSError, smtplib.SMTPException) as error:
            reason = f"{self.server}: {said(error)}"
            raise TryLater(reason[:LONGEST_REASON], is_the_channel=True, is_perhaps_sent=is_perhaps_sent) from None


def _about_us(answer: Answer) -> None:
    """Our greeting, our address, our size: a mail that is too large stays so, all else can be put right."""
    if answer[0] == 250:
        return
    if answer[0] == 552 or b"5.3.4" in answer[1]:
        raise Undeliverable(_words(answer))
    raise TryLater(_words(answer), is_the_channel=True)


def _about_them(answer: Answer, *, expected: int = 250, may_be_dead: bool = False) -> None:
    """This recipient or this mail; 251 says that the server passes it on elsewhere."""
    code = answer[0]
    if code in (expected, 251):
        return
    if code == 421 or not 400 <= code < 600:
        raise TryLater(_words(answer), is_the_channel=True)
    if code < 500:
        raise TryLater(_words(answer))
    raise Undeliverable(_words(answer), is_address_dead=may_be_dead and bool(NOBODY_THERE.search(_words(answer))))


def _words(answer: Answer) -> str:
    """Return an answer as staff read it, on one line."""
    text = " ".join(answer[1].decode("utf-8", "replace").split())
    return f"{answer[0]} {text}".strip()[:LONGEST_REASON]


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _stuffed(raw: bytes) -> bytes:
    """Return the mail as it travels: a line that begins with a dot gets another (RFC 5321, 4.5.2)."""
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed
