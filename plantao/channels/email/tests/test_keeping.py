"""Mails that come while others are being committed: kept together, answered for one by one."""

import threading
from collections.abc import Sequence
from contextlib import ExitStack

import pytest
from django.db import DataError

from plantao.channels.email import keeping
from plantao.channels.email.tests.listening import listening
from plantao.channels.email.tests.test_receiver import ANA, MAIL, NOC, connect, kept
from plantao.messaging import inbox
from plantao.messaging.inbox import Arrival
from plantao.messaging.models import Inbound
from plantao.messaging.testing import MONDAY_9H

pytestmark = pytest.mark.django_db(transaction=True)


class TestMailsThatComeWhileOthersAreCommitted:
    def test_when_the_disk_is_slow_then_they_are_committed_together_and_each_is_answered_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        receive_all, batches, written = inbox.receive_all, list[int](), threading.Event()

        def slow(arrivals: Sequence[Arrival]) -> list[Inbound]:
            batches.append(len(arrivals))
            assert written.wait(10)
            return receive_all(arrivals)

        monkeypatch.setattr(inbox, "receive_all", slow)
        monkeypatch.setattr(keeping, "WRITERS", 1)
        with listening() as port, ExitStack() as stack:
            clients = [stack.enter_context(connect(port)) for _ in range(4)]
            for number, client in enumerate(clients):
                client.ehlo(), client.mail(ANA), client.rcpt(NOC), client.docmd("DATA")
                client.send(MAIL.replace(b"<1@", b"<%d@" % number) + b".\r\n")
            stack.enter_context(connect(port)).noop()  # the door has heard all four
            written.set()
            answers = [client.getreply()[0] for client in clients]

        assert answers == [250] * 4
        assert len(kept()) == 4
        assert batches[0] == 1
        assert len(batches) < 4

    def test_when_one_of_them_cannot_be_kept_then_only_that_one_is_to_come_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        receive_all = inbox.receive_all

        def picky(arrivals: Sequence[Arrival]) -> list[Inbound]:
            if any(b"<2@" in arrival.original for arrival in arrivals):
                raise DataError("it can't be stored")
            return receive_all(arrivals)

        monkeypatch.setattr(inbox, "receive_all", picky)
        mails = [keeping.Taken(raw=MAIL.replace(b"<1@", b"<%d@" % number), envelope={}, at=MONDAY_9H) for number in (1, 2, 3)]

        first, second, third = keeping.keep_all(mails)

        assert isinstance(second, DataError)
        assert [first, third] == list(Inbound.objects.order_by("id").values_list("pk", flat=True))
