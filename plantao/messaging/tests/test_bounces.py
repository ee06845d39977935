"""A message that came back, or is late."""

from collections.abc import Iterator

import pytest

from plantao.messaging import handlers
from plantao.messaging.models import Message, Notice, NoticeState, Thread
from plantao.messaging.settling import book_bounce
from plantao.messaging.testing import MONDAY_9H, Matter, PigeonPost, a_matter, a_notice
from plantao.work.loop import run_due
from plantao.work.testing import wired


@pytest.fixture
def matter(db: None, post: PigeonPost) -> Iterator[Matter]:
    """Something of which one message was sent."""
    post.at = MONDAY_9H
    with wired(queues=(handlers.outbox(),)):
        matter = a_matter()
        a_notice(matter, thread=Thread.objects.begin(), at=MONDAY_9H)
        run_due(MONDAY_9H, raises=True)
        yield matter


def bounce(*, permanent: bool = True, outside_id: str = "") -> Message | None:
    outside_id = outside_id or Message.objects.get().outside_id
    return book_bounce(channel="pigeon", outside_id=outside_id, permanent=permanent, status="5.1.1 no such user", at=MONDAY_9H)


class TestAMessageThatWasSent:
    def test_when_it_comes_back_then_the_ledger_and_the_timeline_say_why(self, matter: Matter) -> None:
        message = bounce()

        notice = Notice.objects.get()
        assert message == notice.message
        assert (notice.state, notice.why) == (NoticeState.BOUNCED, "5.1.1 no such user")
        assert [(verb, facts.get("status")) for verb, facts in matter.tells()] == [
            ("message.delivered", None),
            ("message.bounced", "5.1.1 no such user"),
        ]

    def test_when_it_comes_back_twice_then_that_is_told_once(self, matter: Matter) -> None:
        bounce()
        bounce()

        assert [verb for verb, _ in matter.tells()] == ["message.delivered", "message.bounced"]

    def test_when_it_is_late_then_that_is_noted_and_it_counts_as_sent(self, matter: Matter) -> None:
        bounce(permanent=False)

        notice = Notice.objects.get()
        assert (notice.state, notice.why) == (NoticeState.SENT, "delayed: 5.1.1 no such user")
        assert len(matter.tells()) == 1

    def test_when_what_came_back_is_none_of_ours_then_nothing_happens(self, matter: Matter) -> None:
        assert bounce(outside_id="somebody else's") is None
        assert len(matter.tells()) == 1


@pytest.mark.django_db
class TestAMessageThatIsStillOnTheWire:
    def test_when_it_comes_back_before_its_receipt_is_booked_then_it_stays_returned(
        self, post: PigeonPost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        matter, send = a_matter(), post.send
        a_notice(matter, thread=Thread.objects.begin(), at=MONDAY_9H)
        monkeypatch.setattr(post, "send", lambda outgoing: bounce() and send(outgoing))

        with wired(queues=(handlers.outbox(),)):
            run_due(MONDAY_9H, raises=True)

        assert Notice.objects.get().state == NoticeState.BOUNCED
        assert [verb for verb, _ in matter.tells()] == ["message.bounced"]
