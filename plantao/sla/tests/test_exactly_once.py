"""Several watches at once, killed at random points: each thing that falls due happens once, in order on its ticket."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from plantao.events.models import Event
from plantao.sla import handlers
from plantao.sla.next_step import KIND
from plantao.sla.testing import lock_free
from plantao.sla.verbs import Verb
from plantao.tickets.models import AWAITING_CUSTOMER, Ticket
from plantao.tickets.testing import MONDAY, MONDAY_9H, MONDAY_10H, a_requester, a_ticket
from plantao.tickets.verbs import Verb as TicketVerb
from plantao.work.models import Timer
from plantao.work.registry import Registry
from plantao.work.tests.side_by_side import beside
from plantao.work.watch import WatchLane

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MONDAY + timedelta(days=40)
EACH = [
    (Verb.REMINDED, timedelta(days=1, hours=10)),
    (TicketVerb.RESOLVED, timedelta(days=8, hours=18)),
    (TicketVerb.CLOSED, timedelta(days=11, hours=18)),
]


class Killed(BaseException):
    """What a kill is to a transaction: nobody catches it, and everything is undone."""


def a_watch(random: Random) -> None:
    """Run all that is due; killed again and again, before or after what is done, and started again."""

    def fall_due(ticket: Ticket, timer: Timer, at: datetime) -> None:
        if random.random() < 0.15:
            raise Killed
        handlers.fall_due(ticket, timer, at)
        if random.random() < 0.25:
            raise Killed

    registry = Registry(lockers={"ticket": lock_free}, timers={KIND: fall_due})
    while True:
        lane = WatchLane(registry, raises=True)
        try:
            while lane.turn(now=lambda: LATER, stopping=lambda: False):
                pass
        except Killed:
            continue
        if not Timer.objects.filter(due_at__lte=LATER).exists():
            return


class TestManyTicketsAfterAnOutage:
    def test_when_four_watches_are_killed_again_and_again_then_nothing_is_lost_and_nothing_done_twice(self) -> None:
        with transaction.atomic():
            tickets = [
                a_ticket(criticality="planned", requester=a_requester(), attended_at=MONDAY_9H, held={AWAITING_CUSTOMER: MONDAY_10H})
                for _ in range(8)
            ]
            tickets += [a_ticket(criticality="urgent") for _ in range(8)]

        beside(*(lambda seed=seed: a_watch(Random(seed)) for seed in range(4)))

        for ticket in tickets[:8]:
            happened = ticket.timeline.events.filter(recorded_at=LATER).order_by("id").exclude(verb=TicketVerb.RESTORED)
            assert list(happened.values_list("verb", "at")) == [(verb, MONDAY + after) for verb, after in EACH]
        for ticket in tickets[8:]:
            breaches = Event.objects.filter(timeline=ticket.timeline_id, verb=Verb.BREACHED).order_by("id")
            assert [(event.facts["clock"], event.at) for event in breaches] == [
                ("attend", MONDAY + timedelta(hours=11)),
                ("resolve", MONDAY + timedelta(hours=17)),
            ]
