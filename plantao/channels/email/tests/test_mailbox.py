"""Word of new mail is heard however it comes."""

import socket
import threading
from collections.abc import Iterator

import pytest

from plantao.channels.email.mailbox import Mailbox
from plantao.channels.email.servers import Server

ANSWERS = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n", b"SELECT": b"* 0 EXISTS\r\n"}


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that tells of a mail in one piece with its answer to IDLE, as of one that came since the folder was looked through."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        talking = threading.Thread(target=_talk, args=[door])
        talking.start()
        yield Server(host="127.0.0.1", port=door.getsockname()[1], user="noc", password="any", folder="INBOX", verifies=False)
        talking.join()


def _talk(door: socket.socket) -> None:
    line, _ = door.accept()
    with line, line.makefile("rb") as said:
        line.sendall(b"* OK ready\r\n")
        idle = b""
        for words in said:
            tag, _, rest = words.strip().partition(b" ")
            verb = rest.split(b" ")[0].upper()
            if verb == b"IDLE":
                idle = tag
                line.sendall(b"+ idling\r\n* 1 EXISTS\r\n")
                continue
            line.sendall(idle + b" OK done\r\n" if tag == b"DONE" else ANSWERS.get(verb, b"") + tag + b" OK done\r\n")


class TestAMailThatComesJustBeforeWeWait:
    def test_when_it_is_told_of_with_the_answer_then_nobody_waits(self, server: Server) -> None:
        asked: list[float] = []

        def stopping(seconds: float) -> bool:
            asked.append(seconds)
            return len(asked) > 1

        with Mailbox(server) as mailbox:
            mailbox.wait(stopping)

        assert asked == []
