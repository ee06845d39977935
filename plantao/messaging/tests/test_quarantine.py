"""An incoming message that can't be worked on is kept, shown, and stops no other."""

from datetime import datetime, timedelta

import pytest

from plantao.events.actor import DESK
from plantao.messaging import handlers, inbox, quarantine
from plantao.messaging.models import BlockedSender, Inbound, Outcome
from plantao.messaging.models.blocked import AlreadyBlocked, BlocksOurOwn, NotBlocked
from plantao.messaging.testing import MONDAY_9H
from plantao.staff.models.agent import NotYours
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.work.loop import run_due
from plantao.work.testing import wired

pytestmark = pytest.mark.django_db
LATER = MONDAY_9H + timedelta(minutes=5)


def receive(outside_id: str) -> Inbound:
    return inbox.receive(channel="pigeon", outside_id=outside_id, original=outside_id.encode(), envelope={}, at=MONDAY_9H)


def read(inbound: Inbound, at: datetime) -> None:
    if inbound.outside_id == "illegible":
        raise ValueError("nobody can read this")


def work(reader: handlers.Reader = read) -> None:
    with wired(queues=(handlers.inbox_of({"pigeon": reader}),)):
        for seconds in (0, 3, 30):
            run_due(MONDAY_9H + timedelta(seconds=seconds))


class TestAMessageThatCannotBeRead:
    def test_when_it_failed_three_times_then_it_is_in_quarantine_with_the_reason_and_the_next_is_done(self) -> None:
        illegible, legible = receive("illegible"), receive("legible")

        work()

        assert list(quarantine.quarantined()) == [illegible]
        assert "nobody can read this" in quarantine.quarantined()[0].last_error
        legible.refresh_from_db()
        assert legible.done_at is not None

    def test_when_it_is_tried_again_after_a_repair_then_it_is_done(self) -> None:
        receive("illegible")
        work()

        tried = quarantine.retry(by=DESK, at=LATER)
        work(lambda inbound, at: None)

        assert tried == 1
        assert not quarantine.quarantined()

    def test_when_a_person_puts_it_away_then_it_is_done_and_kept(self) -> None:
        illegible = receive("illegible")
        work()

        quarantine.discard(illegible.pk, by=DESK, at=LATER, why="an empty test")

        illegible.refresh_from_db()
        assert (illegible.outcome, illegible.why, illegible.done_at) == (Outcome.DISCARDED, "an empty test", LATER)
        assert illegible.original.read() == b"illegible"

    def test_when_another_is_to_be_put_away_then_it_is_not(self) -> None:
        with pytest.raises(quarantine.NoLongerKept):
            quarantine.discard(receive("legible").pk, by=DESK, at=LATER, why="by mistake")

    def test_when_people_see_to_it_then_its_timeline_says_who_did_what(self) -> None:
        illegible, caio = receive("illegible"), an_agent("Caio", at=MONDAY_9H, rights=(Right.COORDINATOR,))
        work()
        quarantine.retry([illegible.pk], by=caio.actor, at=LATER)
        work()

        quarantine.discard(illegible.pk, by=caio.actor, at=LATER, why="spam")

        illegible.refresh_from_db()
        assert illegible.timeline is not None
        told = [(event.verb, event.person_id, event.is_public) for event in illegible.timeline.events.all()]
        assert told == [("mail.retried", caio.person_id, False), ("mail.discarded", caio.person_id, False)]

    def test_when_an_agent_without_the_right_does_it_then_it_is_not_theirs(self) -> None:
        illegible, ana = receive("illegible"), an_agent("Ana", at=MONDAY_9H)
        work()

        with pytest.raises(NotYours):
            quarantine.discard(illegible.pk, by=ana.actor, at=LATER, why="spam")
        with pytest.raises(NotYours):
            quarantine.retry(by=ana.actor, at=LATER)


class TestABlockedSender:
    def test_when_blocked_then_they_are_known_by_however_the_address_is_written_until_they_are_let_in_again(self) -> None:
        blocked = BlockedSender.objects.block("Promo@Ofertas.example", by=DESK, at=MONDAY_9H, reason="sells")
        assert BlockedSender.objects.blocks("promo@ofertas.example")

        blocked.admit(by=DESK, at=LATER)

        assert not BlockedSender.objects.blocks("promo@ofertas.example")
        assert [event.verb for event in blocked.timeline.events.all()] == ["mail.blocked", "mail.admitted"]

    def test_when_blocked_or_let_in_twice_then_it_says_so(self) -> None:
        blocked = BlockedSender.objects.block("promo@ofertas.example", by=DESK, at=MONDAY_9H, reason="sells")

        with pytest.raises(AlreadyBlocked):
            BlockedSender.objects.block("PROMO@ofertas.example", by=DESK, at=LATER, reason="again")
        blocked.admit(by=DESK, at=LATER)
        with pytest.raises(NotBlocked):
            blocked.admit(by=DESK, at=LATER)

    def test_when_it_is_one_of_the_team_or_nobody_then_it_is_refused(self) -> None:
        an_agent("Ana", at=MONDAY_9H, mail="ana@plantao.example")

        for address in ("ana@plantao.example", ""):
            with pytest.raises(BlocksOurOwn):
                BlockedSender.objects.block(address, by=DESK, at=LATER, reason="by mistake")
