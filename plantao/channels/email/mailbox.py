"""A mailbox on an IMAP server, as the fetcher needs it: raw bytes by UID, a mark when one is taken, and word of new ones."""

import imaplib
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Final

import imap_tools

from plantao.channels.email.servers import Server

ANSWER_WITHIN: Final = 60.0
LOOK_UP_EVERY: Final = 1.0
"""Seconds after which whoever waits for mail looks whether it should stop."""

LOOK_AGAIN_AFTER: Final = 240.0
LOOK_AGAIN_WITHOUT_IDLE: Final = 20.0
"""Seconds until the folder is looked through again, whatever the server said meanwhile (RFC 2177 allows 29 minutes)."""

Trouble = (OSError, imaplib.IMAP4.error, imap_tools.ImapToolsError)
"""Everything by which a server or the way to it may fail."""


class Refused(Exception):
    """The server refuses something about one mail; the connection is good."""


class Mailbox:
    """An open folder. Mails that were taken are moved to `move_to` where the setting names it, else marked as seen."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._box = self._connect()

    def __enter__(self) -> "Mailbox":
        try:
            self._log_in()
        except Trouble:
            self._leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._leave()

    def waiting(self) -> list[str]:
        """Return the UIDs of the mails that are not taken yet, oldest first."""
        return sorted(self._box.uids("ALL" if self.server.move_to else "UNSEEN"), key=int)

    def raw(self, uid: str) -> bytes | None:
        """Return one mail whole, without marking it; None where it is gone. Raises Refused."""
        status, answer = self._box.client.uid("FETCH", uid, "(BODY.PEEK[])")
        if status != "OK":
            raise Refused(str(answer)[:200])
        return next((bytes(part[1]) for part in answer or () if isinstance(part, tuple)), None)

    def taken(self, uid: str) -> None:
        """Mark or move one mail. Raises Refused."""
        try:
            if self.server.move_to:
                self._box.move(uid, self.server.move_to)
            else:
                self._box.flag(uid, imap_tools.MailMessageFlags.SEEN, True)
        except imap_tools.ImapToolsError as error:
            raise Refused(str(error)[:200]) from None

    def wait(self, stopping: Callable[[float], bool]) -> None:
        """Return when there may be new mail, or when `stopping`, which waits the seconds it is given, says so."""
        if "IDLE" not in self._box.client.capabilities:
            stopping(LOOK_AGAIN_WITHOUT_IDLE)
            return
        left = LOOK_AGAIN_AFTER
        with self._box.idle as idle:
            if self._more_was_said():
                return
            while left > 0 and not stopping(0) and not idle.poll(timeout=LOOK_UP_EVERY):
                left -= LOOK_UP_EVERY

    def _more_was_said(self) -> bool:
        """
        Whether word of a new mail came in one piece with the answer to IDLE, as of one that arrived since we looked. It lies in
        imaplib's buffer, and idle.poll(), which asks the socket, would not see it.
        """
        client = self._box.client
        client.sock.settimeout(0)
        try:
            return bool(client._get_line())  # as imap_tools reads it
        except (OSError, imaplib.IMAP4.abort):
            return False
        finally:
            client.sock.settimeout(ANSWER_WITHIN)

    def _connect(self) -> imap_tools.BaseMailBox:
        if self.server.is_tls:
            return imap_tools.MailBox(self.server.host, self.server.port, timeout=ANSWER_WITHIN, ssl_context=self.server.tls())
        box = imap_tools.MailBoxUnencrypted(self.server.host, self.server.port, timeout=ANSWER_WITHIN)
        if "STARTTLS" in box.client.capabilities:
            box.client.starttls(self.server.tls())
        return box

    def _log_in(self) -> None:
        log_in = self._box.login if self.server.user.isascii() and self.server.password.isascii() else self._box.login_utf8
        log_in(self.server.user, self.server.password, initial_folder=None)
        self._box.folder.set(self.server.folder)
        if self.server.move_to and not self._box.folder.exists(self.server.move_to):
            self._box.folder.create(self.server.move_to)

    def _leave(self) -> None:
        with suppress(*Trouble):
            self._box.logout()
        with suppress(*Trouble):
            self._box.client.shutdown()
