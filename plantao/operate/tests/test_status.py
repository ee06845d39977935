"""`plantao status`, in words and as JSON."""

import json
from datetime import timedelta

import pytest

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.operate.state import facts
from plantao.operate.status import in_words
from plantao.work.lateness import Tally
from plantao.work.models import Task

pytestmark = pytest.mark.django_db


class TestNewInstallation:
    def test_when_asked_then_it_says_that_nothing_is_there(self) -> None:
        state = facts(clock.now())
        said = in_words(state)

        assert (state["handbook"], state["mail_address"]) == (None, None)
        assert f"PostgreSQL {state['database']}" in said
        assert "none is in force" in said
        assert "nothing fell due since yesterday" in said


class TestInstallationWhoseWatchRan:
    def test_when_asked_then_it_says_how_late_it_was(self) -> None:
        now = clock.now()
        tally = Tally()
        for late in [4] * 99 + [700]:
            tally.note(due_at=now, done_at=now + timedelta(milliseconds=late))
        tally.write()

        state = facts(now)

        assert state["lateness"] == {"timers": 100, "p50_ms": 5, "p99_ms": 5, "max_ms": 700}
        assert "p50 5 ms, p99 5 ms, max 700 ms of 100 timers since yesterday" in in_words(state)


class TestInstallationWithTrouble:
    def test_when_something_was_given_up_then_it_is_named(self) -> None:
        now = clock.now()
        a_handbook_in_force(at=now - timedelta(minutes=1))
        task = Task.objects.create(kind="a", created_at=now, dead_at=now, last_error="to ana@cliente.example")

        state = json.loads(json.dumps(facts(now)))
        said = in_words(state)

        assert state["lanes"]["tasks"]["dead"] == 1
        assert state["dead"] == [{"lane": "tasks", "id": task.pk, "since": now.isoformat()}]
        assert f"given up    tasks {task.pk}, since" in said
        assert "noc.yaml" in said
        assert "@" in state["mail_address"]
        assert "cliente.example" not in said
