"""However many workers there are, a step happens once, in order, and nobody is rung twice of the same."""

from datetime import timedelta

import pytest
from django.db import transaction

from plantao.escalation.models import Ring
from plantao.escalation.testing import happened, on_duty
from plantao.tickets.testing import MONDAY_9H, a_ticket
from plantao.work.loop import run_due
from plantao.work.tests.side_by_side import beside

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 3


class TestSeveralWorkers:
    def test_when_many_steps_are_due_then_each_happens_once_and_in_order(self) -> None:
        with transaction.atomic():
            for role in ("noc_coordinator", "noc_manager", "director"):
                on_duty(role)
            tickets = [a_ticket(criticality="urgent", opened_at=MONDAY_9H + timedelta(seconds=number)) for number in range(8)]
        at = MONDAY_9H + timedelta(days=2)

        beside(*[lambda: run_due(at, raises=True)] * WORKERS)
        run_due(at + timedelta(seconds=1), raises=True)

        roles = ["noc_coordinator", "noc_manager", "director"]
        assert [[role for role, _ in happened(ticket)] for ticket in tickets] == [roles] * len(tickets)
        assert [ring.steps.count() for ring in Ring.objects.all()] == [len(tickets)] * len(roles)
