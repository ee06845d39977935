"""
The port behind which a network stands.

A channel opens a line (for mail one connection to the server), on which a batch of messages goes out one after the
other. `send` returns a receipt or raises one of two errors; nothing else may come out of it but a bug. Every channel
sits the exam in `plantao/messaging/testing.py`.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A file that goes along; `type` is what its bytes show."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """
    What a channel sends, the same at every try.

    `text` and `html` are whole (`html` "" where there is none); `short` is for networks of few words. `references` are
    the identities of what was said before that this address knows, oldest first. `reply_token` is the signed token of
    the thread, "" where nobody is to answer. `is_automatic` is False where a person wrote any of it. `written_at` is
    aware, in UTC. `files` go along where the network carries files.
    """

    outside_id: str
    address: str
    name: str
    language: str
    subject: str
    text: str
    html: str
    short: str
    references: tuple[str, ...]
    reply_token: str
    is_automatic: bool
    written_at: datetime
    files: tuple[OutgoingFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The network took a message, at `at`. `outside_id` is the identity it gave it, "" where ours holds."""

    at: datetime
    outside_id: str = ""


class TryLater(Exception):
    """
    Not now. `reason` is for staff; `wait` is the least time to wait where the network named one.

    `is_the_channel` where it concerns the line, not this one message: the rest of the batch need not be tried.
    `is_perhaps_sent` where the line broke after all of the message was handed over and before it was answered for.
    """

    def __init__(self, reason: str, *, wait: timedelta | None = None, is_the_channel: bool = False, is_perhaps_sent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait
        self.is_the_channel = is_the_channel
        self.is_perhaps_sent = is_perhaps_sent


class Undeliverable(Exception):
    """Never. `reason` is for staff; `is_address_dead` where nobody lives at that address."""

    def __init__(self, reason: str, *, is_address_dead: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_address_dead = is_address_dead


class Line(Protocol):
    """A way to the network that stands open for a batch."""

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand one message over. Raises TryLater or Undeliverable; after TryLater for the channel the line is dead."""
        ...


class Channel(Protocol):
    """One network. `name` is what notices, people's addresses and incoming messages call it."""

    @property
    def name(self) -> str: ...

    def identity(self, key: str) -> str:
        """Return the identity that a message bears outside, made from `key`, which nobody else has; asks no network."""
        ...

    def line(self) -> AbstractContextManager[Line]:
        """Open a way to the network, closed at the end of the block. Entering raises TryLater where there is none now."""
        ...
