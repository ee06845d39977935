"""What comes in is stored once, whole, and committed before it is answered for."""

import pytest
from django.db import connection, transaction

from plantao.files.models import Blob
from plantao.messaging import inbox
from plantao.messaging.inbox import Arrival
from plantao.messaging.models import Inbound, stored_identity
from plantao.messaging.testing import MONDAY_9H
from plantao.work.tests.side_by_side import beside


def receive(outside_id: str = "<1@x>#abc", original: bytes = b"Subject: Oi\r\n\r\n\x00\xff", **envelope: object) -> Inbound:
    return inbox.receive(channel="pigeon", outside_id=outside_id, original=original, envelope=envelope, at=MONDAY_9H)


@pytest.mark.django_db
class TestSomethingThatCameIn:
    def test_when_it_is_received_then_it_is_kept_whole_and_waits(self) -> None:
        inbound = receive(mail_from="ana@provedor.example")

        assert inbound.original.read() == b"Subject: Oi\r\n\r\n\x00\xff"
        assert (inbound.received_at, inbound.done_at, inbound.envelope) == (MONDAY_9H, None, {"mail_from": "ana@provedor.example"})

    def test_when_it_comes_again_then_it_is_the_same(self) -> None:
        assert receive() == receive()

    def test_when_another_bears_the_same_contents_then_both_are_kept_and_the_contents_once(self) -> None:
        receive("<1@x>#abc"), receive("<2@x>#abc")

        assert (Inbound.objects.count(), Blob.objects.count()) == (2, 1)

    def test_when_several_come_together_then_each_is_kept_once_and_answered_with_its_own_row(self) -> None:
        there = receive("<2@x>#abc")
        names = ["<3@x>#abc", "<2@x>#abc", "<1@x>#abc", "<3@x>#abc"]

        rows = inbox.receive_all(
            [Arrival(channel="pigeon", outside_id=name, original=name.encode(), envelope={}, at=MONDAY_9H) for name in names]
        )

        assert [row.outside_id for row in rows] == names
        assert [row.pk for row in rows] == [Inbound.objects.get(outside_id=name).pk for name in names]
        assert (rows[1].pk, rows[0].pk) == (there.pk, rows[3].pk)
        assert [row.original.read() for row in Inbound.objects.order_by("outside_id")] == [
            b"<1@x>#abc",
            b"Subject: Oi\r\n\r\n\x00\xff",
            b"<3@x>#abc",
        ]
        assert Blob.objects.count() == 3  # what is there already is not stored under other bytes

    def test_when_the_network_said_what_cannot_be_stored_then_that_is_replaced(self) -> None:
        inbound = receive("a\x00b", helo="a\x00b", rcpt_to=["\udcff@x"], size=3)

        assert (inbound.outside_id, inbound.envelope) == ("ab", {"helo": "a\ufffdb", "rcpt_to": ["?@x"], "size": 3})

    def test_when_its_identity_is_endless_then_it_is_cut_and_still_its_own(self) -> None:
        long = "é" * 5000

        assert len(stored_identity(long + "1").encode()) <= 320
        assert stored_identity(long + "1") != stored_identity(long + "2")
        assert receive(long) == receive(long)


@pytest.mark.django_db(transaction=True)
class TestTwoServersWithTheSameMessage:
    def test_when_they_receive_it_at_once_then_there_is_one(self) -> None:
        first, *others = beside(*[receive] * 6)

        assert {inbound.pk for inbound in others} == {first.pk}
        assert Inbound.objects.count() == 1

    def test_when_it_is_received_inside_a_transaction_then_that_is_a_bug(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            receive()

        assert not connection.in_atomic_block
