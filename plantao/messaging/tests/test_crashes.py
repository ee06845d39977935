"""A worker or the database dies at each point between taking a message and booking its receipt: nothing is lost, doubt is marked."""

from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError

from plantao.messaging import delivery, handlers, settling
from plantao.messaging.channel import Outgoing, Receipt
from plantao.messaging.models import Message, Notice, NoticeState, Thread
from plantao.messaging.testing import MONDAY_9H, PigeonPost, a_matter, a_notice
from plantao.work import leases
from plantao.work.loop import run_due
from plantao.work.testing import wired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wiring")]


class Killed(BaseException):
    """The process is no more: nothing catches this."""


@pytest.fixture
def wiring(post: PigeonPost) -> Iterator[None]:
    post.at = MONDAY_9H
    with wired(queues=(handlers.outbox(),)):
        yield


@pytest.fixture
def dying_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the next call of a function end the process, before or after it has done its work."""

    def die(where: object, name: str, *, after: bool = False, of: BaseException | None = None) -> None:
        original = getattr(where, name)

        def dies(*args: object, **kwargs: object) -> object:
            monkeypatch.setattr(where, name, original)
            if after:
                original(*args, **kwargs)
            raise of or Killed

        monkeypatch.setattr(where, name, dies)

    return die


def others_take_over() -> None:
    """Another worker sees that the first is gone, and goes on; it remembers nothing of the first one's."""
    delivery._not_booked.clear()
    Message.objects.filter(leased_by__isnull=False).update(leased_by=1)
    leases.give_back(Message, at=MONDAY_9H, absent=[1])
    run_due(MONDAY_9H, raises=True)


def run_until_killed() -> None:
    with pytest.raises(Killed):
        run_due(MONDAY_9H)


class TestAWorkerThatIsKilled:
    def test_when_it_had_not_begun_then_the_message_goes_once_and_is_not_in_doubt(
        self, post: PigeonPost, dying_at: Callable[..., None]
    ) -> None:
        a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H)
        dying_at(delivery, "_begin")
        run_until_killed()

        others_take_over()

        assert len(post.taken) == 1
        assert not Message.objects.get().is_perhaps_twice

    @pytest.mark.parametrize("after", [False, True], ids=["before it went", "after it went"])
    def test_when_the_message_was_on_the_wire_then_it_goes_again_under_its_identity_and_is_marked(
        self, post: PigeonPost, dying_at: Callable[..., None], after: bool
    ) -> None:
        matter = a_matter()
        a_notice(matter, thread=Thread.objects.begin(), at=MONDAY_9H)
        dying_at(post, "send", after=after)
        run_until_killed()

        others_take_over()

        assert len(post.taken) == (2 if after else 1)
        assert len({(taken.outside_id, taken.text) for taken in post.taken}) == 1
        assert Message.objects.get().is_perhaps_twice
        assert [(verb, facts["perhaps_twice"]) for verb, facts in matter.tells()] == [("message.delivered", True)]

    def test_when_others_of_its_batch_were_only_taken_then_they_are_not_in_doubt(
        self, post: PigeonPost, dying_at: Callable[..., None]
    ) -> None:
        for _ in range(4):
            a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H)
        dying_at(settling, "book_receipt")
        run_until_killed()

        others_take_over()
        run_due(MONDAY_9H, raises=True)

        assert sorted(Message.objects.values_list("is_perhaps_twice", flat=True)) == [False, False, False, True]
        assert len(post.taken) == 5

    def test_when_a_notice_comes_meanwhile_then_it_does_not_change_what_was_said(
        self, post: PigeonPost, dying_at: Callable[..., None]
    ) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        a_notice(matter, thread=thread, at=MONDAY_9H)
        dying_at(post, "send")
        run_until_killed()

        a_notice(matter, thread=thread, at=MONDAY_9H, text="Mais.", immediate=True)
        others_take_over()
        run_due(MONDAY_9H, raises=True)

        assert sorted(taken.text for taken in post.taken) == ["Mais.\n", "Recebemos seu chamado.\n"]


class TestADatabaseThatIsAwayWhenTheReceiptComes:
    def test_when_it_is_back_then_the_receipt_is_booked_and_nothing_goes_twice(
        self, post: PigeonPost, dying_at: Callable[..., None]
    ) -> None:
        a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H)
        dying_at(settling, "book_receipt", of=OperationalError("the connection is lost"))
        with pytest.raises(OperationalError):
            run_due(MONDAY_9H)
        Message.objects.update(leased_by=None, leased_until=None)

        run_due(MONDAY_9H, raises=True)

        assert len(post.taken) == 1
        message = Message.objects.get()
        assert (message.sent_at, message.is_perhaps_twice) == (MONDAY_9H, False)


class TestAWorkerThatWasThoughtDead:
    def test_when_it_comes_back_before_the_other_has_begun_then_its_receipt_counts(
        self, post: PigeonPost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H)
        send = post.send

        def slow(outgoing: Outgoing) -> Receipt:
            Message.objects.update(leased_by=None, leased_until=None)
            return send(outgoing)

        monkeypatch.setattr(post, "send", slow)

        run_due(MONDAY_9H, raises=True)

        assert len(post.taken) == 1
        assert Notice.objects.get().state == NoticeState.SENT

    def test_when_the_other_has_sent_it_too_then_it_is_marked_and_told_once(
        self, post: PigeonPost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        matter = a_matter()
        a_notice(matter, thread=Thread.objects.begin(), at=MONDAY_9H)
        message, send = Message.objects.get(), post.send

        def overtaken(outgoing: Outgoing) -> Receipt:
            receipt = send(outgoing)
            settling.book_receipt(message, send(outgoing))
            return receipt

        monkeypatch.setattr(post, "send", overtaken)

        run_due(MONDAY_9H, raises=True)

        assert len(post.taken) == 2
        assert Message.objects.get().is_perhaps_twice
        assert [verb for verb, _ in matter.tells()] == ["message.delivered"]
