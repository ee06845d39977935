"""
Watches are killed two hundred times while steps, reminders and promises fall due, two processes at a time: nothing is skipped, nothing
comes twice, and all comes in its order.

CRASH_KILLS says how often; CRASH_SEED repeats the order in which it was meant to be.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from random import Random
from typing import Final

import pytest
from django.db import transaction

from plantao import clock
from plantao.agreements.calendars import frozen_hours
from plantao.escalation.testing import on_duty
from plantao.rules.deadline import deadline
from plantao.rules.working_time import ServiceHours
from plantao.sla.agenda import ends_unanswered_at
from plantao.tickets.models import AWAITING_CUSTOMER, Hold, Ticket
from plantao.tickets.testing import a_requester, a_ticket
from plantao.work.tests.side_by_side import PATIENCE
from tests.crashes.desk import Desk
from tests.crashes.due_books import Due, wrongs
from tests.crashes.nursery import Nursery
from tests.crashes.sink import Sink

KILLS: Final = int(os.environ.get("CRASH_KILLS", "200"))
AT_ONCE: Final = 2
DEATHS: Final = frozenset({-signal.SIGKILL, -signal.SIGALRM})
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
MISSED, FALLING_DUE, ASKED = 40, 25, 12
STEPS: Final = (("noc_coordinator", 2 * HOUR), ("noc_manager", 4 * HOUR), ("director", 24 * HOUR))
PROMISES: Final = (("attend", 2 * HOUR), ("resolve", 8 * HOUR))
POINTS: Final = (
    "watch-locked", "watch-not-committed", "watch-not-committed*2", "watch-committed", "step-begun", "step-happened", "step-happened*2",
    "step-next-set", "breach-recorded", "due-looked-at", "due-done", "notice-posted", "notice-posted*3", "ring-begun", "ring-done",
)  # fmt: skip


@pytest.fixture(scope="module")
def nurseries(django_db_setup: None, whole_run_sink: Sink) -> Iterator[list[Nursery]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Nursery(whole_run_sink)) for _ in range(AT_ONCE)]


class TestWatches:
    @pytest.mark.timeout(300 + 3 * KILLS)
    def test_when_they_are_killed_again_and_again_then_all_that_falls_due_happens_once_and_in_order(
        self, desk: Desk, nurseries: list[Nursery], chance: Random
    ) -> None:
        now = clock.now().replace(microsecond=0)
        with transaction.atomic():
            due = [*_ladders(now), *_questions(now)]

        kills = births = 0
        while kills < KILLS and births < 4 * KILLS:  # not everybody comes to the point where they are to die
            for nursery in nurseries:
                nursery.bear(*_fate(chance))
            kills += sum(nursery.death() in DEATHS for nursery in nurseries)
            births += len(nurseries)
        until = clock.now()
        desk.come_to_rest(within=4 * PATIENCE)

        assert kills >= KILLS
        assert "\n".join(wrongs(desk.books, due, until=until)) == ""
        assert desk.books.wrongs_of_the_post(times_sent=desk.sink.times_taken()) == []


def _fate(chance: Random) -> tuple[str, str]:
    """Choose who is born, and where it dies: a watch at a point, or a whole worker at any instant."""
    return ("worker", "random*200") if chance.random() < 0.1 else ("watch", chance.choice(POINTS))


def _ladders(now: datetime) -> Iterator[Due]:
    """Open tickets whose steps were missed while everything was down, and others whose first steps fall due from now on."""
    for role, _ in STEPS:
        on_duty(role, mail=f"{role}@noc.example", at=now - 30 * DAY)
    requester = a_requester(mail="ana@cliente.example")
    openings = [now - 30 * HOUR + number * MINUTE for number in range(MISSED)]
    openings += [now - 2 * HOUR + number * SECOND for number in range(FALLING_DUE)]
    for opened_at in openings:
        ticket = a_ticket(criticality="urgent", requester=requester, opened_at=opened_at)
        steps = [("escalation.step_happened", role, opened_at + after) for role, after in STEPS]
        yield Due(ticket.timeline_id, [*steps, *(("sla.breached", name, opened_at + after) for name, after in PROMISES)])


def _questions(now: datetime) -> Iterator[Due]:
    """Hold tickets for a question that nobody answers: long ago, and so that reminders fall due from now on."""
    for number in range(ASKED):
        since = now - (20 * DAY if number % 2 else DAY) + number * SECOND
        requester = a_requester(mail=f"ana{number}@cliente.example")
        ticket = a_ticket(criticality="planned", requester=requester, opened_at=since, attended_at=since, held={AWAITING_CUSTOMER: since})
        ends_at = ends_unanswered_at(ticket, Hold.objects.get(ticket=ticket))
        assert ends_at is not None
        offers = [("escalation.offered", role, since + after) for role, after in STEPS]
        closes_at = deadline(ends_at, ticket.terms.resolution.close_after, hours_of(ticket))
        ends = [("ticket.resolved", "unanswered", ends_at), ("ticket.closed", "", closes_at)]
        yield Due(ticket.timeline_id, [*offers, ("sla.reminded", AWAITING_CUSTOMER, since + DAY), *ends])


def hours_of(ticket: Ticket) -> ServiceHours:
    return frozen_hours(ticket.customer_calendar, handbook_id=ticket.handbook_id, calendars_id=ticket.calendars_id)
