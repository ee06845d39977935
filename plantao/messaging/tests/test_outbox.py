"""Which notices share a message, and when it may go."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from plantao.messaging import outbox
from plantao.messaging.content import Content, Enclosed
from plantao.messaging.models import Message, Notice, NoticeState, Thread
from plantao.messaging.testing import MONDAY_9H, Matter, PigeonPost, a_matter, a_notice, an_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]


def later(seconds: int) -> datetime:
    return MONDAY_9H + timedelta(seconds=seconds)


def begun(notice: Notice) -> None:
    """As if a worker had taken its message."""
    Message.objects.filter(notices=notice).update(attempts=1)


class TestTheFirstNotice:
    def test_when_it_is_posted_then_it_goes_at_once_under_a_fixed_identity(self) -> None:
        thread = Thread.objects.begin()

        notice = a_notice(a_matter(), thread=thread, at=MONDAY_9H)

        message = Message.objects.get()
        assert notice.message == message
        assert (message.run_at, notice.send_after, notice.state) == (None, None, NoticeState.WAITING)
        assert list(thread.ids.values_list("outside_id", "is_ours")) == [(message.outside_id, True)]

    def test_when_it_is_posted_twice_then_it_is_one(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        event = an_event(matter, at=MONDAY_9H)

        first = a_notice(matter, thread=thread, at=MONDAY_9H, event=event)
        second = a_notice(matter, thread=thread, at=MONDAY_9H, event=event)

        assert first == second
        assert Message.objects.count() == 1

    def test_when_quiet_hours_hold_it_back_then_its_message_waits(self) -> None:
        notice = a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H, send_after=later(3600))

        assert Message.objects.get().run_at == notice.send_after == later(3600)

    def test_when_the_channel_is_unknown_then_nothing_is_posted(self) -> None:
        with pytest.raises(KeyError):
            a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H, channel="smoke")

        assert not Notice.objects.exists()


class TestALaterNoticeInTheThread:
    def test_when_the_first_is_not_begun_yet_then_they_share_its_message(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        first = a_notice(matter, thread=thread, at=MONDAY_9H)

        second = a_notice(matter, thread=thread, at=MONDAY_9H, occasion="not_covered")

        assert second.message == first.message
        assert second.message is not None
        assert second.message.run_at is None

    def test_when_it_comes_within_a_minute_then_it_waits_for_the_bursts_end_and_the_next_joins_it(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        begun(a_notice(matter, thread=thread, at=MONDAY_9H))

        second = a_notice(matter, thread=thread, at=later(10))
        third = a_notice(matter, thread=thread, at=later(59))

        assert second.send_after == third.send_after == later(60)
        assert second.message == third.message

    def test_when_it_comes_after_a_minute_then_it_goes_at_once(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        begun(a_notice(matter, thread=thread, at=MONDAY_9H))
        begun(a_notice(matter, thread=thread, at=later(30)))

        assert a_notice(matter, thread=thread, at=later(61)).send_after is None

    def test_when_the_first_was_withheld_then_it_began_no_burst(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        outbox.withhold(
            event=an_event(matter, at=MONDAY_9H), occasion="registered", channel="pigeon", address="ana@provedor.example", thread=thread,
            public=True, language="pt-br", why="address_cap", at=MONDAY_9H,
        )  # fmt: skip

        assert a_notice(matter, thread=thread, at=later(5)).send_after is None

    def test_when_it_is_immediate_then_it_goes_alone_and_at_once(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        begun(a_notice(matter, thread=thread, at=MONDAY_9H))
        waiting = a_notice(matter, thread=thread, at=later(10))

        emergency = a_notice(matter, thread=thread, at=later(20), immediate=True)

        assert emergency.send_after is None
        assert emergency.message != waiting.message

    @pytest.mark.parametrize("changes", [{"address": "bia@provedor.example"}, {"public": False}], ids=["address", "public"])
    def test_when_it_is_for_another_or_for_other_eyes_then_they_share_nothing(self, changes: dict[str, Any]) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        first = a_notice(matter, thread=thread, at=MONDAY_9H)

        other = a_notice(matter, thread=thread, at=MONDAY_9H, **changes)

        assert other.message != first.message

    def test_when_the_thread_is_another_then_it_goes_at_once(self) -> None:
        begun(a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H))

        assert a_notice(a_matter(), thread=Thread.objects.begin(), at=later(1)).send_after is None


class TestANoticeThatIsNotSent:
    def test_when_nobody_can_be_reached_then_the_ledger_says_why_for_each(self) -> None:
        matter = a_matter()
        event = an_event(matter, at=MONDAY_9H)

        for occasion in ("registered", "registered", "resolved"):
            outbox.withhold(
                event=event, occasion=occasion, channel="pigeon", thread=None, public=True, language="es", why="no_address", at=MONDAY_9H
            )

        assert {(notice.state, notice.why, notice.message) for notice in Notice.objects.all()} == {("withheld", "no_address", None)}
        assert not Message.objects.exists()


class TestTheOutboxOutsideOfATransaction:
    @pytest.mark.django_db(transaction=True)
    def test_when_something_is_posted_then_it_is_refused_as_a_bug(self, post: PigeonPost) -> None:
        with pytest.raises(RuntimeError):
            outbox.post(
                event=None, occasion="registered", channel="pigeon", address="a@b.example", thread=None, public=True, language="pt-br",  # type: ignore[arg-type]  # never looked at
                content=None, at=MONDAY_9H,  # type: ignore[arg-type]  # nor this
            )  # fmt: skip


class TestNoticesWithFiles:
    def with_files(self, matter: Matter, thread: Thread, *, name: str = "") -> Notice:
        files = (Enclosed(sha256="a1", name=name, type="text/plain", size=1),) if name else ()
        return a_notice(matter, thread=thread, at=MONDAY_9H, immediate=True, content=Content(subject="s", text="t", files=files))

    def test_when_two_have_files_then_each_goes_by_itself(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()

        first, second = (self.with_files(matter, thread, name=name) for name in ("a.txt", "b.txt"))

        assert first.message != second.message

    def test_when_one_of_them_has_none_then_they_share_a_message(self) -> None:
        matter, thread = a_matter(), Thread.objects.begin()

        notices = [self.with_files(matter, thread, name=name) for name in ("", "a.txt", "")]

        assert len({notice.message for notice in notices}) == 1
