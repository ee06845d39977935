"""A real IMAP server: what arrives in its mailbox is kept, and only then marked or moved."""

import itertools
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection
from pytest_django import Settings

from plantao.channels.email import checks, fetcher
from plantao.channels.email.fetcher import Fetcher
from plantao.channels.email.mailbox import Mailbox
from plantao.channels.email.servers import mailbox
from plantao.channels.email.tests.listening import listening
from plantao.messaging import inbox
from plantao.messaging.models import Inbound
from tests.journeys import dovecot
from tests.journeys.dovecot import Account, Dovecot

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing() or "nothing is missing"),
]
MAIL = b"From: Ana <ana@cliente.example>\r\nSubject: Enlace fora\r\nMessage-ID: <%d@cliente.example>\r\n\r\nCaiu.\r\n"
NUMBERS = itertools.count(1)


class Killed(BaseException):
    """The process is no more: nothing catches this."""


@pytest.fixture(scope="module")
def imap_server() -> Iterator[Dovecot]:
    with Dovecot() as running:
        yield running


@pytest.fixture
def mails(imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Account:
    """A fresh mailbox."""
    monkeypatch.setattr(fetcher, "FIRST_PAUSE", 0.05)
    return Account(imap_server, f"noc{next(NUMBERS)}@redeipe.example")


@contextmanager
def fetching(url: str) -> Iterator[None]:
    """Run a fetcher for the length of the block."""
    stop = threading.Event()

    def run() -> None:
        try:
            Fetcher(mailbox(url)).run(stop)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def eventually(holds: Callable[[], bool]) -> bool:
    """Return whether this holds within some seconds."""
    pause = threading.Event()
    return any(holds() or pause.wait(0.05) for _ in range(200))


def kept() -> set[str]:
    return set(Inbound.objects.values_list("outside_id", flat=True))


def seen(mails: Account, folder: str = "INBOX") -> list[bool]:
    return [is_seen for is_seen, _ in mails.folder(folder)]


class TestAMailbox:
    def test_when_mails_wait_and_more_arrive_then_each_is_kept_and_marked(self, mails: Account) -> None:
        mails.deliver(MAIL % 1)
        with fetching(mails.url):
            first = eventually(lambda: len(kept()) == 1)
            mails.deliver(MAIL % 2)  # while the fetcher waits in IDLE
            second = eventually(lambda: seen(mails) == [True, True])

        assert (first, second) == (True, True)
        assert {inbound.original.read() for inbound in Inbound.objects.all()} == {raw for _, raw in mails.folder()}
        assert Inbound.objects.order_by("id")[0].envelope["via"] == "imap"

    def test_when_the_setting_names_a_folder_then_they_are_moved_there(self, mails: Account) -> None:
        mails.deliver(MAIL % 1)
        mails.deliver(MAIL % 2)
        with fetching(f"{mails.url}?move=Feitos"):
            moved = eventually(lambda: len(mails.folder("Feitos")) == 2)

        assert moved
        assert mails.folder() == []
        assert len(kept()) == 2

    def test_when_the_same_mail_also_came_by_smtp_then_it_is_one(self, mails: Account) -> None:
        mails.deliver(MAIL % 1)
        with listening() as port, smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("ana@cliente.example", "noc@redeipe.example", MAIL % 1)
        with fetching(mails.url):
            marked = eventually(lambda: seen(mails) == [True])

        assert marked
        assert len(kept()) == 1

    def test_when_the_server_is_started_again_then_the_fetcher_comes_back(self, mails: Account) -> None:
        with fetching(mails.url):
            mails.deliver(MAIL % 1)
            before = eventually(lambda: len(kept()) == 1)
            mails.server.restart()
            mails.deliver(MAIL % 2)
            after = eventually(lambda: len(kept()) == 2)

        assert (before, after) == (True, True)


class TestTroubleInBetween:
    def test_when_the_process_is_killed_between_commit_and_mark_then_the_next_one_marks_and_keeps_nothing_twice(
        self, mails: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mails.deliver(MAIL % 1)
        stop, taken = threading.Event(), Mailbox.taken

        def killed(*_: Any) -> None:
            raise Killed

        monkeypatch.setattr(Mailbox, "taken", killed)
        with pytest.raises(Killed):
            Fetcher(mailbox(mails.url)).run(stop)
        after_the_kill = (len(kept()), seen(mails))
        monkeypatch.setattr(Mailbox, "taken", taken)
        with fetching(mails.url):
            marked = eventually(lambda: seen(mails) == [True])

        assert after_the_kill == (1, [False])
        assert marked
        assert len(kept()) == 1

    def test_when_the_database_is_away_then_the_mail_stays_until_it_is_back(self, mails: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        mails.deliver(MAIL % 1)
        receive, tried = inbox.receive, threading.Event()

        def away(**_: Any) -> Inbound:
            tried.set()
            raise OperationalError("the server closed the connection unexpectedly")

        monkeypatch.setattr(inbox, "receive", away)
        with fetching(mails.url):
            tried.wait(10)
            marked_meanwhile = seen(mails)
            monkeypatch.setattr(inbox, "receive", receive)
            marked = eventually(lambda: seen(mails) == [True])

        assert marked_meanwhile == [False]
        assert marked
        assert len(kept()) == 1

    def test_when_one_mail_cannot_be_kept_then_the_others_are(self, mails: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in (1, 2, 3):
            mails.deliver(MAIL % number)
        receive = inbox.receive

        def refuses_the_second(**what: Any) -> Inbound:
            if b"<2@" in what["original"]:
                raise DataError("this one can't be stored")
            return receive(**what)

        monkeypatch.setattr(inbox, "receive", refuses_the_second)
        with fetching(mails.url):
            others = eventually(lambda: seen(mails) == [True, False, True])

        assert others
        assert len(kept()) == 2


class TestTheCheckOfTheMailbox:
    def test_when_it_lets_us_in_then_it_says_how_many_wait(self, mails: Account, settings: Settings) -> None:
        mails.deliver(MAIL % 1)
        settings.MAIL_IN_IMAP = mails.url

        finding = checks.mail_in()

        assert finding.is_good
        assert "1 mails wait in INBOX" in finding.sentence
        assert seen(mails) == [False]

    @pytest.mark.parametrize("change", [("only-for-tests", "wrong"), ("/INBOX", "/Nowhere"), ("127.0.0.1", "127.0.0.2")])
    def test_when_it_does_not_then_it_says_so(self, mails: Account, settings: Settings, change: tuple[str, str]) -> None:
        settings.MAIL_IN_IMAP = mails.url.replace(*change)

        finding = checks.mail_in()

        assert not finding.is_good
        assert "PLANTAO_MAIL_IN" in finding.sentence
        assert "wrong" not in finding.sentence
