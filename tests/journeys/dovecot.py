"""A dovecot of our own on loopback: an IMAP server, and the LMTP door to its mailboxes."""

import grp
import imaplib
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

PASSWORD = "only-for-tests"

CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap lmtp
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{home}/mail/%u
mail_uid = {user}
mail_gid = {group}
mailbox_list_index = no
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service stats {{
  chroot =
}}
"""


def program() -> str | None:
    """Return where dovecot is; /usr/sbin isn't on everybody's PATH."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def missing() -> str:
    """Return what this machine lacks, as a sentence; "" where it lacks nothing."""
    parts = {"dovecot-imapd": Path("/usr/lib/dovecot/imap"), "dovecot-lmtpd": Path("/usr/lib/dovecot/lmtp")}
    absent = [package for package, part in parts.items() if program() is None or not part.exists()]
    return f"a real IMAP server is missing here: install {' and '.join(absent)}" if absent else ""


class Dovecot:
    """Runs inside a `with`; everything it writes is in a folder of its own, gone afterwards."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="plantao-dovecot-"))
        self.imap, self.lmtp = _free_port(), _free_port()

    def __enter__(self) -> Self:
        us = pwd.getpwuid(os.geteuid())
        user = pwd.getpwnam("nobody") if us.pw_uid == 0 else us
        self.home.chmod(0o755)
        (self.home / "mail").mkdir()
        os.chown(self.home / "mail", user.pw_uid, user.pw_gid)
        configuration = self.home / "dovecot.conf"
        configuration.write_text(CONFIGURATION.format(
            home=self.home, user=user.pw_name, group=grp.getgrgid(user.pw_gid).gr_name, password=PASSWORD, imap=self.imap, lmtp=self.lmtp
        ))  # fmt: skip
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def restart(self) -> None:
        """End it and all its connections, and start it again with its mails."""
        self._stop()
        self._start()

    def _start(self) -> None:
        command = [program() or "dovecot", "-F", "-c", str(self.home / "dovecot.conf")]
        self.process = subprocess.Popen(command, start_new_session=True)
        _wait_for(self.imap)
        _wait_for(self.lmtp)

    def _stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@dataclass(frozen=True)
class Account:
    """Somebody's mailbox on it; every name is one."""

    server: Dovecot
    name: str

    @property
    def url(self) -> str:
        """The mailbox, as PLANTAO_MAIL_IN names it."""
        return f"imap://{quote(self.name)}:{quote(PASSWORD)}@127.0.0.1:{self.server.imap}/INBOX"

    def deliver(self, raw: bytes) -> None:
        """Put a mail into the mailbox, as a mail server does."""
        with smtplib.LMTP("127.0.0.1", self.server.lmtp) as client:
            client.sendmail("ana@cliente.example", [self.name], raw)

    def folder(self, name: str = "INBOX") -> list[tuple[bool, bytes]]:
        """Return the mails in a folder: whether each is marked as seen, and its bytes. A folder that isn't there has none."""
        with imaplib.IMAP4("127.0.0.1", self.server.imap) as client:
            client.login(self.name, PASSWORD)
            status, count = client.select(name, readonly=True)
            if status != "OK" or count == [b"0"]:
                return []
            _, answer = client.fetch("1:*", "(FLAGS BODY.PEEK[])")
        return [(b"\\Seen" in part[0], part[1]) for part in answer if isinstance(part, tuple)]


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_for(port: int) -> None:
    pause = threading.Event()
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            pause.wait(0.05)
        else:
            return
    raise TimeoutError("dovecot does not answer")
