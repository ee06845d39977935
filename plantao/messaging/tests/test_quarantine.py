"""An incoming message that can't be worked on is kept, shown, and stops no other."""

from datetime import datetime, timedelta

import pytest

from plantao.messaging import handlers, inbox, quarantine
from plantao.messaging.models import Inbound, Outcome
from plantao.messaging.testing import MONDAY_9H
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

        tried = quarantine.retry()
        work(lambda inbound, at: None)

        assert tried == 1
        assert not quarantine.quarantined()

    def test_when_a_person_puts_it_away_then_it_is_done_and_kept(self) -> None:
        illegible = receive("illegible")
        work()

        discarded = quarantine.discard(illegible.pk, why="an empty test", at=LATER)

        illegible.refresh_from_db()
        assert discarded
        assert (illegible.outcome, illegible.why, illegible.done_at) == (Outcome.DISCARDED, "an empty test", LATER)
        assert illegible.original.read() == b"illegible"

    def test_when_another_is_to_be_put_away_then_it_is_not(self) -> None:
        assert not quarantine.discard(receive("legible").pk, why="by mistake", at=LATER)
