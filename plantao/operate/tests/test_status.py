"""`plantao status`, in words and as JSON."""

import json
from datetime import timedelta

import pytest

from plantao import clock
from plantao.agreements.testing import a_handbook_in_force
from plantao.operate.state import facts
from plantao.operate.status import in_words
from plantao.work.models import Task

pytestmark = pytest.mark.django_db


class TestNewInstallation:
    def test_when_asked_then_it_says_that_nothing_is_there(self) -> None:
        state = facts(clock.now())
        said = in_words(state)

        assert (state["handbook"], state["mail_address"]) == (None, None)
        assert f"PostgreSQL {state['database']}" in said
        assert "none is in force" in said


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
