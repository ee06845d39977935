"""A real SMTP server in a thread, which takes mails as it is told to and keeps them."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from plantao.channels.email.channel import EmailChannel
from plantao.channels.email.provider import Provider
from plantao.messaging.channel import Channel
from plantao.messaging.testing import Mood, Taken

OURS = Provider(name="Rede Ipê NOC", address="noc@redeipe.example")


@dataclass
class Sink:
    """The far side of the e-mail channel. Answers by `moods`; `answers` overrides what it says to a command, once."""

    moods: deque[Mood] = field(default_factory=deque)
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    lines: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sink", daemon=True)

    @property
    def channel(self) -> Channel:
        return EmailChannel(lambda: OURS)

    def __enter__(self) -> "Sink":
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._thread.start()
        self._server = self._run(self._loop.create_server(self._greet, "127.0.0.1", self.port))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def go_away(self) -> None:
        self._loop.call_soon_threadsafe(self._server.close)

    def _greet(self) -> SMTP:
        self.lines += 1
        return SMTP(self, hostname="sink.example", loop=self._loop, **{"enable_SMTPUTF8": True, **self.options})

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if answer := self.answers.pop("MAIL", ""):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if answer := self.answers.pop("RCPT", ""):
            return answer
        mood = self.moods[0] if self.moods else Mood.TAKES
        if mood in (Mood.NOT_NOW, Mood.NEVER):
            self.moods.popleft()
            return "450 4.2.0 Greylisted" if mood is Mood.NOT_NOW else "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers.pop("DATA", "")
        if answer == "silence":
            await asyncio.Event().wait()
        if answer:
            return answer
        self._keep(envelope)
        if self.moods and self.moods.popleft() is Mood.BREAKS:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            raise ConnectionResetError
        return "250 Kept"

    def _keep(self, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        body = mail.get_body(("plain",))
        assert body is not None
        self.raw.append(envelope.content)
        self.senders.append(str(envelope.mail_from))
        self.taken.append(
            Taken(str(mail["Message-ID"]), envelope.rcpt_tos[0], str(mail["Subject"]), body.get_content().replace("\r\n", "\n"))
        )

    async def _end(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)
