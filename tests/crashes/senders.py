"""Those who write to the desk while it is being killed: each mail is tried, as mail servers do, until it is answered for."""

import smtplib
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from plantao.operate.tests.running import wait_until

NOC: Final = "noc@jatoba.example"
PATIENCE: Final = 60.0
"""Seconds after which a test says that nobody is listened to any more; nothing waits this long when all is well."""

PAUSE: Final = 0.1
"""Seconds before the same mail is tried again: less than a mail server takes, so that something is always on the way."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, known by its subject; `is_automatic` where a machine wrote it."""

    subject: str
    address: str
    is_automatic: bool = False

    @property
    def message_id(self) -> str:
        return f"<{self.subject.replace(' ', '.')}@{self.address.rpartition('@')[2]}>"

    def written(self) -> bytes:
        headers = [f"From: {self.address}", f"To: {NOC}", f"Subject: {self.subject}", f"Message-ID: {self.message_id}"]
        if self.is_automatic:
            headers.append("List-Id: <alertas.exemplo.example>")
        return "\r\n".join([*headers, "", f"Nosso enlace caiu: {self.subject}.", ""]).encode()


class Sender(threading.Thread):
    """
    One of them, who writes one mail after the other; two of three come from an address that wrote before.

    `answers` are the codes that each mail got, 0 where the line broke.
    """

    def __init__(self, name: str, *, port: int, chance: Random, pace: float) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.chance, self.pace = port, chance, pace
        self.answers: dict[Letter, list[int]] = {}
        self.stops, self.gives_up = threading.Event(), threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stops.wait(self.chance.uniform(0, 2 * self.pace)):
            number += 1
            self._send(self._letter(number))

    def _letter(self, number: int) -> Letter:
        address = f"{self.name}-{number - number % 3}@cliente.example"
        return Letter(f"Falha {self.name} {number}", address, is_automatic=self.chance.random() < 0.15)

    def _send(self, letter: Letter) -> None:
        codes = self.answers.setdefault(letter, [])
        while not self.gives_up.is_set():
            codes.append(hand_over(letter.written(), port=self.port, sender=letter.address))
            if codes[-1] == 250:
                return
            self.gives_up.wait(PAUSE)


class Senders:
    """Several of them; `with` sees to it that they end."""

    def __init__(self, names: Iterable[str], *, port: int, chance: Random, pace: float = 0.3) -> None:
        self._all = [Sender(name, port=port, chance=Random(chance.random()), pace=pace) for name in names]

    def __enter__(self) -> "Senders":
        for sender in self._all:
            sender.start()
        return self

    def __exit__(self, *error: object) -> None:
        for sender in self._all:
            sender.stops.set()
            sender.gives_up.set()
        for sender in self._all:
            sender.join(30)

    def get_through(self, more: int) -> None:
        """Return when so many more mails than now were answered for."""
        least = len(self.answered()) + more
        wait_until(lambda: len(self.answered()) >= least, within=PATIENCE)

    def finish(self, *, within: float) -> None:
        """Let each come to the end of the mail in hand: nothing is left that was not answered for."""
        for sender in self._all:
            sender.stops.set()
        for sender in self._all:
            sender.join(within)
        assert self.unanswered() == [], "these mails were never taken"

    def answered(self) -> list[Letter]:
        """Return the mails that were answered for with 250."""
        return [letter for letter, codes in self._answers() if codes and codes[-1] == 250]

    def unanswered(self) -> list[Letter]:
        return [letter for letter, codes in self._answers() if not codes or codes[-1] != 250]

    def codes(self) -> set[int]:
        """Return every answer that any of them ever got."""
        return {code for _, codes in self._answers() for code in codes}

    def _answers(self) -> list[tuple[Letter, list[int]]]:
        return [(letter, list(codes)) for sender in self._all for letter, codes in list(sender.answers.items())]


def hand_over(raw: bytes, *, port: int, sender: str) -> int:
    """Send one mail over a connection of its own; return the last answer, 0 where the line broke."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
            client.ehlo()
            for code, _ in (client.mail(sender), client.rcpt(NOC)):
                if code != 250:
                    return code
            return client.data(raw)[0]
    except smtplib.SMTPResponseException as error:
        return error.smtp_code
    except (OSError, smtplib.SMTPException):
        return 0
