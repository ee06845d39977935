"""What it costs the watch when something falls due: statements, which do not depend on how busy a machine is."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from plantao import clock
from plantao.directory.testing import a_contact, a_customer
from plantao.escalation.models import Step
from plantao.escalation.testing import on_duty
from plantao.messaging.models import Notice
from plantao.work.registry import registered
from plantao.work.watch import WatchLane
from tests.journeys.conftest import MONDAY_9H, House, a_mail

BROKEN_AT_MOST, CLIMBED_AT_MOST, RUNG_AT_MOST = 28, 29, 21
"""From the lock of the subject to the commit. Each is a round trip: one more needs a good reason, one less lowers this."""

LATER = timedelta(minutes=4)


@pytest.fixture
def desk(house: House) -> House:
    """Everybody is on duty; two contacts of a customer wrote one after the other, and of the first ticket the coordinator was rung."""
    long_ago = MONDAY_9H - timedelta(days=9)
    with transaction.atomic():
        for role in ("noc_coordinator", "noc_manager", "director"):
            on_duty(role, mail=f"{role}@jatoba.example")
        aurora = a_customer(at=long_ago, domains=("aurora.example",))
        for name in ("bruno", "clara"):
            a_contact(aurora, at=long_ago, mail=f"{name}@aurora.example")
    house.at += timedelta(seconds=30)  # what recurs does so on the minute
    house.mail(a_mail(sender="bruno@aurora.example", message_id="<1@aurora.example>"))
    house.later(seconds=LATER.total_seconds())
    house.mail(a_mail("Outro circuito fora", sender="clara@aurora.example", message_id="<2@aurora.example>"))
    house.at += timedelta(hours=2) - 2 * LATER
    house.later(seconds=LATER.total_seconds())
    return house


def acts_of(lane: WatchLane, *, at: datetime) -> list[list[str]]:
    """Let the lane run what is due, and return the statements of each of its transactions."""
    with clock.frozen(at), CaptureQueriesContext(connection) as captured:
        while lane.turn(now=clock.now, stopping=lambda: False):
            pass
    said = "\n\n".join(query["sql"] for query in captured.captured_queries)
    return [act.strip().split("\n\n") for act in re.findall(r"^BEGIN\n(.*?)\n^COMMIT$", said, re.DOTALL | re.MULTILINE)]


class TestAStepThatFallsDue:
    def test_is_taken_within_a_budget_of_statements_and_looked_for_by_none(self, desk: House) -> None:
        lane, due_at = WatchLane(registered(), raises=True), desk.at + LATER
        acts_of(lane, at=due_at - timedelta(seconds=1))

        broken, climbed, rung = acts_of(lane, at=due_at)

        assert (Step.objects.filter(happened_at=due_at).count(), Notice.objects.filter(occasion="rung").count()) == (1, 2)
        for said, at_most in ((broken, BROKEN_AT_MOST), (climbed, CLIMBED_AT_MOST), (rung, RUNG_AT_MOST)):
            assert len(said) <= at_most, "\n".join(sql[:130] for sql in said)
