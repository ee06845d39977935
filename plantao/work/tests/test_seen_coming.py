"""The watch knows what falls due within moments: at its instant it is run, and nothing is looked for before."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plantao.prepared import Gap, Prepared
from plantao.work.lateness import histogram
from plantao.work.models import Task, Timer
from plantao.work.queue_lane import QueueLane
from plantao.work.registry import Registry
from plantao.work.testing import a_task
from plantao.work.tests.test_leases import MINUTE, NOON
from plantao.work.tests.test_watch import SECOND, Seen, note, set_for_lamp
from plantao.work.timers import clear_timer
from plantao.work.watch import NAP, WatchLane


@pytest.mark.django_db
class TestATimerThatWasSeenComing:
    """The watch looked a second before its instant, as it does at least once a second."""

    @staticmethod
    def seen_coming(seen: Seen, *, due_at: datetime = NOON) -> WatchLane:
        lane = WatchLane(Registry(timers={"look": note(seen)}))
        assert not lane.turn(now=lambda: due_at - SECOND, stopping=lambda: False)
        assert (lane.next_due(at=due_at - SECOND), seen) == (due_at, [])
        return lane

    def test_when_its_instant_comes_then_it_runs_before_anything_is_looked_for(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)
        lane = self.seen_coming(seen)

        with CaptureQueriesContext(connection) as captured:
            assert lane.turn(now=lambda: NOON, stopping=lambda: False)

        assert seen == [(1, "a")]
        assert [query["sql"].split()[0] for query in captured.captured_queries] in (
            ["SAVEPOINT", "DELETE", "RELEASE"],
            ["BEGIN", "DELETE", "COMMIT"],
        )

    def test_when_it_was_moved_or_cleared_meanwhile_then_it_does_not_run(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)
        set_for_lamp("b", lamp=2, due_at=NOON)
        lane = self.seen_coming(seen)
        set_for_lamp("a", due_at=NOON + MINUTE)
        clear_timer("look", subject_kind="lamp", subject_id=2, key="b")

        assert not lane.turn(now=lambda: NOON, stopping=lambda: False)

        assert (seen, lane.next_due(at=NOON)) == ([], NOON + MINUTE)

    def test_when_an_earlier_one_of_its_subject_was_set_meanwhile_then_that_runs_first(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)
        lane = self.seen_coming(seen)
        set_for_lamp("b", due_at=NOON - SECOND / 2)

        while lane.turn(now=lambda: NOON, stopping=lambda: False):
            pass

        assert seen == [(1, "b"), (1, "a")]

    def test_when_another_worker_has_its_subject_then_it_is_looked_for_again_after_a_nap(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)
        lane = WatchLane(Registry(timers={"look": note(seen)}, lockers={"lamp": lambda _: None}))
        lane.turn(now=lambda: NOON - SECOND, stopping=lambda: False)

        assert not lane.turn(now=lambda: NOON, stopping=lambda: False)

        assert (seen, lane.next_due(at=NOON)) == ([], NOON + NAP)

    def test_while_it_comes_nothing_is_written_of_how_late_the_others_were(self) -> None:
        set_for_lamp("a", due_at=NOON)
        set_for_lamp("b", lamp=2, due_at=NOON + SECOND)
        lane = WatchLane(Registry(timers={"look": note([])}))

        while lane.turn(now=lambda: NOON, stopping=lambda: False):
            pass
        assert histogram().timers == 0
        while lane.turn(now=lambda: NOON + SECOND, stopping=lambda: False):
            pass
        assert histogram().timers == 2

    def test_when_the_lane_is_to_stop_then_the_rest_is_left_to_others(self) -> None:
        seen: Seen = []
        set_for_lamp("a", due_at=NOON)
        set_for_lamp("b", lamp=2, due_at=NOON)
        lane = self.seen_coming(seen)

        lane.turn(now=lambda: NOON, stopping=lambda: bool(seen))

        assert seen == [(1, "a")]


@pytest.mark.django_db
class TestAWatchThatBegins:
    def test_writes_its_statements_and_has_read_what_the_first_step_would_wait_for(self) -> None:
        read_at: list[datetime] = []
        statement = Prepared(lambda: Timer.objects.filter(kind=Gap("kind")))

        WatchLane(Registry(get_ready=read_at.append)).settle_in(at=NOON)

        assert (read_at, statement._written is not None) == ([NOON], True)


@pytest.mark.django_db(transaction=True)
class TestTheCommitOfTheWatch:
    """What the disk has not yet is still due after a crash: see decision 0026."""

    def test_waits_for_no_disk_and_that_of_whoever_takes_what_it_left_does(self) -> None:
        waited: list[str] = []
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO on")  # the database of the tests waits for nobody
        set_for_lamp("a", due_at=NOON)
        a_task(at=NOON)
        registry = Registry(timers={"look": lambda *_: waited.append(waits())}, tasks={"sweep": lambda *_: waited.append(waits())})

        for lane in (WatchLane(registry), QueueLane[Task](registry.all_queues()[0], worker=1)):
            lane.turn(now=lambda: NOON, stopping=lambda: False)

        assert (waited, waits()) == (["off", "on"], "on")


def waits() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])
