"""
Fetching mail by IMAP: each is kept and committed, and only then marked or moved.

A crash in between makes the next round take it again, which changes nothing. A mail that can't be taken is left where
it is and tried again later; it doesn't stop the others.
"""

import logging
from threading import Event
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections

from plantao import clock
from plantao.channels.email.mailbox import Mailbox, Refused, Trouble
from plantao.channels.email.servers import Server
from plantao.mail.identity import identity
from plantao.messaging import inbox
from plantao.work.acting import is_database_trouble

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
"""Seconds before the next connection after one that failed; doubled from one to the next."""

ROUNDS_LEFT_ALONE: Final = 20
"""How many rounds a mail that could not be taken is left alone."""

log = logging.getLogger(__name__)


class Fetcher:
    """Takes in what arrives in one mailbox; `run` is a receiver."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._left_alone: dict[str, int] = {}

    def run(self, stop: Event) -> None:
        """Stay connected until `stop` is set, with a pause after each trouble."""
        troubles = 0
        while not stop.is_set():
            try:
                with Mailbox(self.server) as mailbox:
                    while not stop.is_set():
                        self.take_all(mailbox, stop)
                        troubles = 0
                        mailbox.wait(stop.wait)
            except (*Trouble, DatabaseError, InterfaceError) as error:
                log.warning("email.fetcher.interrupted", extra={"error": type(error).__name__})
                stop.wait(min(FIRST_PAUSE * 2.0 ** min(troubles, 10), LONGEST_PAUSE))
                troubles += 1

    def take_all(self, mailbox: Mailbox, stop: Event) -> None:
        """Take every mail that waits. Raises what ends the connection, and the database's trouble."""
        close_old_connections()
        self._left_alone = {uid: rounds - 1 for uid, rounds in self._left_alone.items() if rounds > 1}
        for uid in mailbox.waiting():
            if stop.is_set():
                return
            if uid in self._left_alone:
                continue
            try:
                self._take(mailbox, uid)
            except (Refused, DatabaseError) as error:
                if is_database_trouble(error):
                    raise
                self._left_alone[uid] = ROUNDS_LEFT_ALONE
                log.error("email.fetcher.left_alone", extra={"uid": uid, "error": type(error).__name__}, exc_info=error)

    def _take(self, mailbox: Mailbox, uid: str) -> None:
        raw = mailbox.raw(uid)
        if raw is None:
            return
        envelope = {"via": "imap", "peer": self.server.host, "folder": self.server.folder, "uid": uid}
        inbound = inbox.receive(channel="email", outside_id=identity(raw), original=raw, envelope=envelope, at=clock.now())
        mailbox.taken(uid)
        log.info("email.mail.received", extra={"inbound_id": inbound.pk, "via": "imap", "size": len(raw)})
