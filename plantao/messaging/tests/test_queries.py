"""What is asked of the post room."""

from datetime import timedelta

import pytest
from django.test import override_settings

from plantao.messaging import inbox, outbox, queries
from plantao.messaging.content import Content
from plantao.messaging.models import Inbound, Thread
from plantao.messaging.reply_tokens import reply_token
from plantao.messaging.testing import MONDAY_9H, a_matter, a_notice, an_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]


class TestAThread:
    def test_when_an_answer_names_identities_then_their_threads_come_in_that_order(self) -> None:
        ours, theirs = Thread.objects.begin(), Thread.objects.begin()
        ours.note_identity("<a@x>", channel="email", is_ours=True)
        ours.note_identity("<a@x>", channel="email", is_ours=True)
        theirs.note_identity("<b@x>", channel="email", is_ours=False)

        assert queries.threads_of(["<none@x>", "<b@x>", "<a@x>", "<b@x>"], channel="email") == [theirs, ours]
        assert queries.threads_of(["<a@x>"], channel="telegram") == []

    def test_when_its_token_comes_back_in_capitals_then_it_is_found(self) -> None:
        thread = Thread.objects.begin()

        assert queries.thread_of_reply(reply_token(thread).upper()) == thread

    def test_when_the_token_is_not_signed_by_us_then_nothing_is_found(self) -> None:
        thread = Thread.objects.begin()
        good = reply_token(thread)

        assert queries.thread_of_reply(thread.token + "0" * 12) is None
        assert queries.thread_of_reply(good[:-1] + ("0" if good[-1] != "0" else "1")) is None
        assert queries.thread_of_reply("") is None

    def test_when_the_secret_key_was_changed_then_the_old_ones_still_count_while_they_are_named(self) -> None:
        thread = Thread.objects.begin()
        signed = reply_token(thread)

        with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=["only for tests"]):
            assert queries.thread_of_reply(signed) == thread
        with override_settings(SECRET_KEY="another"):
            assert queries.thread_of_reply(signed) is None

    def test_when_its_customer_is_set_then_everything_in_it_is_theirs(self) -> None:
        thread = Thread.objects.begin()
        notice = a_notice(a_matter(), thread=thread, at=MONDAY_9H)

        thread.belong_to(7)

        notice.refresh_from_db()
        assert notice.message is not None
        assert (notice.customer_id, notice.message.customer_id) == (7, 7)


class TestTheLedger:
    def test_when_a_subject_is_asked_for_then_what_was_told_and_what_not_comes_in_order(self) -> None:
        matter = a_matter()
        told = a_notice(matter, thread=None, at=MONDAY_9H)
        not_told = outbox.withhold(
            event=an_event(matter, at=MONDAY_9H), occasion="resolved", channel="pigeon", thread=None, subject_kind="matter",
            subject_id=matter.timeline.pk, public=True, language="en", why="automatic", at=MONDAY_9H,
        )  # fmt: skip
        a_notice(a_matter(), thread=None, at=MONDAY_9H)

        assert list(queries.ledger(subject_kind="matter", subject_id=matter.timeline.pk)) == [told, not_told]

    def test_when_automatic_mail_to_an_address_is_counted_then_a_persons_words_are_not(self) -> None:
        for minutes, is_by_a_person in ((0, False), (10, False), (20, True)):
            content = Content(subject="s", text="t", is_by_a_person=is_by_a_person)
            a_notice(a_matter(), thread=None, at=MONDAY_9H + timedelta(minutes=minutes), content=content)

        sent = queries.automatic_sent_at(channel="pigeon", address="ana@provedor.example", since=MONDAY_9H)

        assert sent == [MONDAY_9H + timedelta(minutes=10)]

    def test_when_an_address_gets_more_than_any_cap_asks_for_then_the_newest_are_counted(self) -> None:
        for second in range(queries.COUNTED_AT_MOST + 2):
            a_notice(a_matter(), thread=None, at=MONDAY_9H + timedelta(seconds=second))

        sent = queries.automatic_sent_at(channel="pigeon", address="ana@provedor.example", since=MONDAY_9H - timedelta(hours=1))

        assert (sent[0], len(sent)) == (MONDAY_9H + timedelta(seconds=2), queries.COUNTED_AT_MOST)

    def test_when_a_sender_repeats_a_subject_then_those_are_counted(self) -> None:
        for number, sameness in enumerate(("down", "down", "slow")):
            inbound = inbox.receive(channel="email", outside_id=str(number), original=b"", envelope={}, at=MONDAY_9H)
            Inbound.objects.filter(pk=inbound.pk).update(sender="ana@provedor.example", sameness=sameness)

        alike = queries.received_alike_at(sender="ana@provedor.example", sameness="down", since=MONDAY_9H - timedelta(hours=1))

        assert alike == [MONDAY_9H, MONDAY_9H]

    def test_when_messages_wait_then_staff_see_at_a_glance_where_and_since_when(self) -> None:
        a_notice(a_matter(), thread=None, at=MONDAY_9H)
        a_notice(a_matter(), thread=None, at=MONDAY_9H + timedelta(hours=1))

        (pigeon,) = queries.traffic()

        assert (pigeon.channel, pigeon.waiting, pigeon.waiting_since, pigeon.dead) == ("pigeon", 2, MONDAY_9H, 0)
