"""A worker that is killed in the middle of a row loses nothing, and nobody waits for its lease to end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from plantao import clock
from plantao.work import attendance
from plantao.work.models import Task
from plantao.work.tasks import queue_task
from plantao.work.testing import a_task
from plantao.work.tests.side_by_side import conninfo
from plantao.work.tests.test_loop import Seen, at_work

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def a_doomed_worker() -> Iterator["subprocess.Popen[str]"]:
    """Start one, and wait until it is in the middle of a row; however the test ends, it is gone then."""
    command = [sys.executable, "-m", "plantao.work.tests.doomed_worker"]
    environment = os.environ | {"DATABASE_URL": conninfo(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as doomed:
        try:
            assert doomed.stdout is not None
            assert doomed.stdout.readline() == "begun\n"
            yield doomed
        finally:
            doomed.kill()


class TestKilledWorker:
    def test_when_it_was_in_the_middle_of_a_task_then_another_does_it_at_once_and_the_effect_is_there_once(self) -> None:
        seen = Seen()
        for _ in range(3):
            a_task(at=clock.now())

        with a_doomed_worker() as doomed:
            held = Task.objects.filter(leased_by__isnull=False)
            assert held.filter(leased_until__gt=clock.now()).count() == 3
            doomed.kill()
            doomed.wait()

        def sweep(_: dict[str, Any], at: datetime) -> None:
            queue_task("effect", {"n": "effect"}, at=at)

        with at_work(tasks={"sweep": sweep, "effect": seen.task}):
            assert [seen.next()[0] for _ in range(3)] == ["effect"] * 3
            queue_task("effect", {"n": "last"}, at=clock.now())
            assert seen.next()[0] == "last"

    def test_when_it_lives_then_nobody_takes_what_it_has(self) -> None:
        seen = Seen()
        a_task(at=clock.now())

        with a_doomed_worker(), at_work(tasks={"sweep": seen.task, "other": seen.task}) as worker:
            assert len(attendance.present()) == 2
            queue_task("other", {"n": "other"}, at=clock.now())
            assert seen.next()[0] == "other"
            (holder,) = Task.objects.filter(kind="sweep").values_list("leased_by", flat=True)
            assert holder in attendance.present() - {worker.listener.number}
