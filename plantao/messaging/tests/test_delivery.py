"""What becomes of messages when they are sent: in batches, over one line, settled one by one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from plantao.files.models import Blob
from plantao.messaging import handlers, registry
from plantao.messaging.channel import OutgoingFile
from plantao.messaging.content import Content, Enclosed
from plantao.messaging.models import Inbound, Message, Notice, NoticeState, Outcome, Thread
from plantao.messaging.settling import CHANNEL_PAUSE, GIVE_UP_AFTER, TRIES_BEFORE_GIVING_UP, book_deaths, retry
from plantao.messaging.testing import MONDAY_9H, Mood, PigeonPost, a_matter, a_notice
from plantao.people.addresses import Kind
from plantao.people.testing import a_person
from plantao.work.loop import run_due
from plantao.work.testing import wired

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wiring")]


@pytest.fixture
def wiring(post: PigeonPost) -> Iterator[None]:
    post.at = MONDAY_9H
    with wired(queues=(handlers.outbox(),)):
        yield


def run(at: datetime = MONDAY_9H) -> None:
    run_due(at, raises=True)


class TestAMessageThatTheNetworkTakes:
    def test_when_it_is_sent_then_the_ledger_and_the_timeline_say_so(self, post: PigeonPost) -> None:
        matter = a_matter()
        notice = a_notice(matter, thread=Thread.objects.begin(), at=MONDAY_9H)
        post.at = MONDAY_9H + timedelta(seconds=3)

        run()

        message = Message.objects.get()
        assert (message.sent_at, message.done_at, message.on_wire_at, message.is_perhaps_twice) == (post.at, post.at, None, False)
        assert Notice.objects.get().state == NoticeState.SENT
        facts = {"message": message.pk, "notices": [notice.pk], "occasions": ["registered"], "perhaps_twice": False}
        assert matter.tells() == [("message.delivered", facts)]

    def test_when_files_go_along_then_their_bytes_do_unless_they_were_erased(self, post: PigeonPost) -> None:
        kept, erased = (Blob.objects.store(content, at=MONDAY_9H) for content in (b"kept", b"erased"))
        files = tuple(Enclosed(sha256=blob.sha256, name="a.txt", type="text/plain", size=blob.size) for blob in (kept, erased))
        a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H, content=Content(subject="s", text="t", files=files))
        Blob.objects.get(pk=erased.pk).erase(at=MONDAY_9H)

        run()

        (sent,) = post.sent
        assert sent.files == (OutgoingFile(name="a.txt", type="text/plain", content=b"kept"),)
        assert "kept" not in str(Message.objects.get().content)

    def test_when_it_carries_two_notices_then_both_are_told_at_once(self, post: PigeonPost) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        a_notice(matter, thread=thread, at=MONDAY_9H, text="Um.")
        a_notice(matter, thread=thread, at=MONDAY_9H, text="Dois.", occasion="not_covered")

        run()

        (sent,) = post.sent
        assert sent.text.index("Um.") < sent.text.index("Dois.")
        assert [verb for verb, _ in matter.tells()] == ["message.delivered"]
        assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}

    def test_when_many_are_due_then_one_line_carries_them_in_the_order_of_their_posting(self, post: PigeonPost) -> None:
        for number in range(20):
            a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H, text=f"{number}")

        run()

        assert post.lines == 1
        assert [taken.text for taken in post.taken] == [f"{number}\n" for number in range(20)]

    def test_when_it_answers_in_a_thread_then_it_names_the_root_and_what_passed_between_us_and_the_address(self, post: PigeonPost) -> None:
        matter, thread = a_matter(), Thread.objects.begin()
        Inbound.objects.create(
            channel="pigeon", outside_id="theirs", original=Blob.objects.store(b"coo", at=MONDAY_9H), received_at=MONDAY_9H,
            created_at=MONDAY_9H, done_at=MONDAY_9H, thread=thread, sender="ana@provedor.example", outcome=Outcome.OPENED,
        )  # fmt: skip
        a_notice(matter, thread=thread, at=MONDAY_9H)
        a_notice(matter, thread=thread, at=MONDAY_9H, address="watcher@provedor.example")
        thread.note_identity("theirs", channel="pigeon", is_ours=False, address="ana@provedor.example")
        run()
        thread.note_identity("a vendor's", channel="pigeon", is_ours=False, address="tac@vendor.example")
        thread.note_identity("her answer", channel="pigeon", is_ours=False, address="ana@provedor.example")

        a_notice(matter, thread=thread, at=MONDAY_9H, immediate=True)
        run()

        to_ana, to_watcher = ([each for each in post.sent if each.address.startswith(name)] for name in ("ana", "watcher"))
        assert [outgoing.references for outgoing in to_ana] == [("theirs",), ("theirs", to_ana[0].outside_id, "her answer")]
        assert [outgoing.references for outgoing in to_watcher] == [("theirs",)]
        assert {outgoing.reply_token for outgoing in post.sent} == {post.sent[0].reply_token}

    def test_when_it_is_not_due_yet_then_it_waits(self, post: PigeonPost) -> None:
        a_notice(a_matter(), thread=None, at=MONDAY_9H, send_after=MONDAY_9H + timedelta(hours=9))

        run(MONDAY_9H + timedelta(hours=8, minutes=59))
        before = len(post.taken)
        run(MONDAY_9H + timedelta(hours=9))

        assert (before, len(post.taken)) == (0, 1)

    def test_when_it_is_about_nothing_with_a_timeline_then_only_the_ledger_knows(self) -> None:
        matter = a_matter()
        a_notice(matter, thread=None, at=MONDAY_9H, subject_kind="", subject_id=None)

        run()

        assert Notice.objects.get().state == NoticeState.SENT
        assert matter.tells() == []


class TestAMessageThatIsRefusedForNow:
    def test_when_it_is_tried_again_then_it_says_the_same_under_the_same_identity(self, post: PigeonPost) -> None:
        post.moods.append(Mood.NOT_NOW)
        a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H)

        run()
        waiting = Message.objects.get()
        run(MONDAY_9H + Message.BACK_OFF[0])

        assert (waiting.last_error, waiting.failures, waiting.run_at) == ("the pigeon is tired", 1, MONDAY_9H + Message.BACK_OFF[0])
        assert post.sent[0].outside_id == waiting.outside_id
        assert not Message.objects.get().is_perhaps_twice

    def test_when_others_wait_behind_it_then_they_go(self, post: PigeonPost) -> None:
        post.moods.append(Mood.NOT_NOW)
        for _ in range(2):
            a_notice(a_matter(), thread=Thread.objects.begin(), at=MONDAY_9H)

        run()

        assert len(post.taken) == 1

    def test_when_it_was_refused_too_often_then_it_is_given_up_with_the_reason(self, post: PigeonPost) -> None:
        matter, at = a_matter(), MONDAY_9H
        a_notice(matter, thread=Thread.objects.begin(), at=at)

        for wait in [*Message.BACK_OFF, timedelta()]:
            post.moods.append(Mood.NOT_NOW)
            run(at)
            at += wait

        assert Message.objects.get().dead_at is not None
        notice = Notice.objects.get()
        assert (notice.state, notice.why) == (NoticeState.FAILED, "the pigeon is tired")
        assert [verb for verb, _ in matter.tells()] == ["message.failed"]


class TestAMessageThatIsRefusedForGood:
    def test_when_it_is_sent_then_it_is_given_up_at_once_and_the_address_is_known_to_be_dead(self, post: PigeonPost) -> None:
        ana, matter = a_person(at=MONDAY_9H), a_matter()
        address = ana.add_address(Kind.WHATSAPP, "+55 37 5550-0100", at=MONDAY_9H)
        post.name = "whatsapp"
        registry.fill([registry.Registration(channel=post)], locks=registry.locks())
        post.moods.append(Mood.NEVER)
        a_notice(matter, thread=Thread.objects.begin(), at=MONDAY_9H, channel="whatsapp", person=ana, address=address.value)

        run()

        address.refresh_from_db()
        assert address.bounced_at == MONDAY_9H
        assert Notice.objects.get().why == "nobody of that name"
        assert [(verb, facts["why"]) for verb, facts in matter.tells()] == [("message.failed", "nobody of that name")]

    def test_when_staff_let_it_be_tried_again_then_it_goes(self, post: PigeonPost) -> None:
        post.moods.append(Mood.NEVER)
        a_notice(a_matter(), thread=None, at=MONDAY_9H)
        run()

        retried = retry(Message.objects.get())
        run()

        assert retried
        assert Notice.objects.get().state == NoticeState.SENT


class TestAChannelThatIsAway:
    def test_when_many_wait_then_it_is_asked_once_and_none_of_them_has_failed(self, post: PigeonPost) -> None:
        post.go_away()
        for _ in range(5):
            a_notice(a_matter(), thread=None, at=MONDAY_9H)

        run()

        assert set(Message.objects.values_list("failures", "run_at", "last_error")) == {
            (0, MONDAY_9H + CHANNEL_PAUSE, "no pigeon in the loft")
        }

    def test_when_it_is_back_then_all_go(self, post: PigeonPost) -> None:
        post.go_away()
        a_notice(a_matter(), thread=None, at=MONDAY_9H)
        run()
        post.is_away = False

        run(MONDAY_9H + CHANNEL_PAUSE)

        assert len(post.taken) == 1

    def test_when_it_stays_away_for_days_then_its_messages_are_given_up(self, post: PigeonPost) -> None:
        post.go_away()
        a_notice(a_matter(), thread=None, at=MONDAY_9H)
        Message.objects.update(attempts=TRIES_BEFORE_GIVING_UP)

        run(MONDAY_9H + GIVE_UP_AFTER + timedelta(seconds=1))

        assert Notice.objects.get().state == NoticeState.FAILED

    def test_when_days_passed_on_the_clock_alone_then_its_messages_wait(self, post: PigeonPost) -> None:
        post.go_away()
        a_notice(a_matter(), thread=None, at=MONDAY_9H)

        run(MONDAY_9H + GIVE_UP_AFTER + timedelta(seconds=1))

        assert Notice.objects.get().state == NoticeState.WAITING

    def test_when_the_line_breaks_in_the_middle_then_that_one_is_marked_and_the_rest_is_not_tried(self, post: PigeonPost) -> None:
        post.moods.append(Mood.BREAKS)
        for _ in range(3):
            a_notice(a_matter(), thread=None, at=MONDAY_9H)

        run()

        assert len(post.taken) == 1
        assert [message.is_perhaps_twice for message in Message.objects.order_by("id")] == [True, False, False]


class TestAMessageWhoseSendingIsABug:
    def test_when_the_loop_gave_it_up_then_the_ledger_and_the_timeline_are_told(
        self, post: PigeonPost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        matter, at = a_matter(), MONDAY_9H
        a_notice(matter, thread=Thread.objects.begin(), at=at)
        monkeypatch.setattr(post, "send", lambda _: 1 / 0)

        for wait in [*Message.BACK_OFF, timedelta()]:
            run_due(at)
            at += wait
        book_deaths(at)
        book_deaths(at)

        notice = Notice.objects.get()
        assert notice.state == NoticeState.FAILED
        assert "ZeroDivisionError" in notice.why
        assert [verb for verb, _ in matter.tells()] == ["message.failed"]
