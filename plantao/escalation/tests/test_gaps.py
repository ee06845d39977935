"""Gaps of the rota, weeks ahead."""

from datetime import timedelta

import pytest

from plantao.escalation.gaps import find_gaps
from plantao.escalation.testing import on_duty
from plantao.events.models import Event
from plantao.staff.models import Agent
from plantao.tickets.testing import MONDAY_9H

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class TestRotaWithAGap:
    @pytest.fixture
    def coordinator(self) -> Agent:
        for role in ("noc_manager", "director"):
            on_duty(role)
        return on_duty("noc_coordinator")

    def test_when_everybody_is_there_then_nothing_is_found(self, coordinator: Agent) -> None:
        assert find_gaps(at=MONDAY_9H) == []

    def test_when_somebody_will_be_away_then_it_is_found_weeks_ahead_and_once(self, coordinator: Agent) -> None:
        coordinator.note_absence(by=coordinator.actor, at=MONDAY_9H, since=MONDAY_9H + 20 * DAY, until=MONDAY_9H + 22 * DAY)

        found = [find_gaps(at=MONDAY_9H + days * DAY) for days in range(3)]

        assert [[(gap.role, gap.since, gap.until) for gap in some] for some in found] == [
            [("noc_coordinator", MONDAY_9H + 20 * DAY, MONDAY_9H + 22 * DAY)], [], [],
        ]  # fmt: skip
        assert Event.objects.filter(verb="rota.gap_found").count() == 1

    def test_when_nobody_knows_until_when_then_each_day_that_comes_into_sight_is_the_same_gap(self, coordinator: Agent) -> None:
        coordinator.note_absence(by=coordinator.actor, at=MONDAY_9H, since=MONDAY_9H + 20 * DAY)

        assert [len(find_gaps(at=MONDAY_9H + days * DAY)) for days in (0, 1, 25)] == [1, 0, 0]
