"""Those who write to the desk while it is being killed: each mail is tried, as mail servers do, until it is answered for."""

import re
import smtplib
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from plantao.operate.tests.running import wait_until

NOC: Final = "noc@jatoba.example"
PATIENCE: Final = 150.0
"""Seconds after which a test says that nobody is listened to any more; nothing waits this long when all is well."""

PACE: Final = 0.7
"""
Seconds from one mail of a sender to their next, on the average. Nothing here waits for what was sent before to be worked on, so
on a machine that is busy with other things a quicker pace only makes a longer queue, which takes minutes to be worked off when
the killing is over; rows were then seen to wait for their turn in a living worker's hands, not for leases or back-offs.
"""

PAUSE: Final = 0.1
"""Seconds before the same mail is tried again: less than a mail server takes, so that something is always on the way."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, known by its subject; `is_automatic` where a machine wrote it, `is_reply` where it names a ticket that is there."""

    subject: str
    address: str
    is_automatic: bool = False
    is_reply: bool = False

    @property
    def message_id(self) -> str:
        return f"<{re.sub(r'[^A-Za-z0-9]+', '.', self.subject)}@{self.address.rpartition('@')[2]}>"

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

    def __init__(self, name: str, *, port: int, chance: Random, pace: float, most: int) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.chance, self.pace, self.most = port, chance, pace, most
        self.answers: dict[Letter, list[int]] = {}
        self.stops, self.gives_up = threading.Event(), threading.Event()

    def run(self) -> None:
        for number in range(1, self.most + 1):
            if self.stops.wait(self.chance.uniform(0, 2 * self.pace)):
                return
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
    """Several of them, each with so many mails at `most`, one every `pace` seconds; `with` sees to it that they end."""

    def __init__(
        self, names: Iterable[str], *, port: int, chance: Random, pace: float = PACE, most: int = 10_000, kind: type[Sender] = Sender
    ) -> None:
        self._all = [kind(name, port=port, chance=Random(chance.random()), pace=pace, most=most) for name in names]

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

    def have_finished(self) -> bool:
        """Return whether each has sent all that it had to."""
        return not any(sender.is_alive() for sender in self._all)

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


def greets(port: int) -> bool:
    """Return whether a mail server answers there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as door:
            return door.recv(3) == b"220"
    except OSError:
        return False
