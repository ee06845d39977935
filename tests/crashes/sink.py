"""
A mail server that takes everything, and forgets nothing: each mail is on the disk before it is answered for.

Run as a process (`python -m tests.crashes.sink FILE`) it prints its port; `Sink` is how tests start it and read what it took.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path
from types import TracebackType

from aiosmtpd.smtp import SMTP, Envelope, Session

ROOT = Path(__file__).parents[2]


class Taker:
    """Answers the library's hooks."""

    def __init__(self, book: int) -> None:
        self._book = book

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content
        assert isinstance(raw, bytes)
        mail = message_from_bytes(raw, policy=policy.default)
        body = mail.get_body(("plain",))
        line = {
            "id": str(mail["Message-ID"]).strip(),
            "to": envelope.rcpt_tos,
            "subject": str(mail["Subject"]),
            "text": str(body.get_content()) if body else "",
        }
        os.write(self._book, json.dumps(line).encode() + b"\n")
        os.fsync(self._book)
        return "250 Taken"


class Sink:
    """One such process; `with` ends it."""

    def __init__(self, book: Path) -> None:
        self._book = book
        self._process: subprocess.Popen[bytes] | None = None
        self._begins_at = 0
        self.port = 0

    def __enter__(self) -> "Sink":
        self._book.touch()
        command = [sys.executable, "-m", "tests.crashes.sink", str(self._book)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def begin_anew(self) -> None:
        """Let what was taken so far be another test's."""
        self._begins_at = len(self._book.read_text().splitlines())

    def taken(self) -> list[dict[str, object]]:
        """Return what it took, oldest first: `id`, `to`, `subject`, `text` of each."""
        return [json.loads(line) for line in self._book.read_text().splitlines()[self._begins_at :]]

    def times_taken(self) -> Counter[str]:
        """Return how often each Message-ID was taken."""
        return Counter(str(mail["id"]) for mail in self.taken())


async def main(book: str) -> None:
    """Take mails until killed."""
    opened = os.open(book, os.O_WRONLY | os.O_APPEND)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker(opened), loop=loop, enable_SMTPUTF8=True), "127.0.0.1", 0)
    os.write(sys.stdout.fileno(), b"%d\n" % server.sockets[0].getsockname()[1])
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
