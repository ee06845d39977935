"""A notice on its whole way: from the outbox by the loop of work to a real mail server, and what its return does."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from pytest_django import Settings

from plantao.channels.email.tests.sink import Sink
from plantao.events.testing import reacting_with
from plantao.messaging import handlers, queries
from plantao.messaging.models import Message, Notice, NoticeState, Thread
from plantao.messaging.settling import book_bounce
from plantao.messaging.testing import MONDAY_9H, Matter, Mood, a_matter, a_notice, only_channel
from plantao.people.addresses import Kind
from plantao.people.testing import a_person
from plantao.work.loop import run_due
from plantao.work.testing import wired

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(settings: Settings) -> Iterator[Sink]:
    with Sink() as sink, wired(queues=(handlers.outbox(),)), only_channel(sink.channel), reacting_with({}):
        settings.MAIL_OUT = f"smtp://127.0.0.1:{sink.port}"
        yield sink


def told(matter: Matter, thread: Thread, **changes: Any) -> Notice:
    return a_notice(matter, thread=thread, at=MONDAY_9H, channel="email", **changes)


class TestANotice:
    def test_when_the_server_takes_it_then_an_answer_to_it_finds_its_thread_by_every_way(self, network: Sink) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        told(matter, thread)

        run_due(MONDAY_9H, raises=True)

        mail = message_from_bytes(network.raw[0], policy=default)
        assert queries.threads_of([str(mail["Message-ID"])], channel="email") == [thread]
        assert queries.thread_of_reply(mail["Reply-To"].addresses[0].username) == thread
        assert [verb for verb, _ in matter.tells()] == ["message.delivered"]

    def test_when_a_batch_meets_every_kind_of_answer_then_each_is_settled_by_itself(self, network: Sink) -> None:
        network.moods.extend([Mood.TAKES, Mood.NOT_NOW, Mood.NEVER, Mood.TAKES])
        matters = [a_matter() for _ in range(4)]
        for matter in matters:
            told(matter, Thread.objects.begin())

        run_due(MONDAY_9H, raises=True)

        assert list(Notice.objects.values_list("state", flat=True)) == [
            NoticeState.SENT, NoticeState.BOUND, NoticeState.FAILED, NoticeState.SENT
        ]  # fmt: skip
        assert network.lines == 1
        assert Message.objects.order_by("id")[1].last_error == "450 4.2.0 Greylisted"

    def test_when_it_comes_back_for_good_then_the_persons_address_is_known_to_be_dead(self, network: Sink) -> None:
        ana, matter = a_person(at=MONDAY_9H, mail="Ana@Provedor.example"), a_matter()
        told(matter, Thread.objects.begin(), person=ana)
        run_due(MONDAY_9H, raises=True)
        message_id = network.taken[0].outside_id

        book_bounce(channel="email", outside_id=message_id, permanent=True, status="5.1.1 unknown", at=MONDAY_9H)

        assert ana.addresses.get(kind=Kind.MAIL).bounced_at == MONDAY_9H
        assert ana.mail_address == ""
