"""/healthz, /readyz and /metrics, asked as a machine asks them."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from plantao import clock
from plantao.operate import health
from plantao.work.lateness import Tally
from plantao.work.models import Task, Timer


def samples(client: Client) -> dict[tuple[str, str], float]:
    """Return {(name, its labels' values): value} of what /metrics says."""
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.django_db
class TestDatabaseThatAnswers:
    def test_when_asked_then_it_is_alive_and_ready(self, client: Client) -> None:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json() == {"database": "ok"}

    def test_when_a_migration_is_missing_then_it_is_not_ready(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        health._all_migrations_are_applied.cache_clear()
        monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["people.0009"])

        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()) == (503, {"database": "not migrated"})

    def test_when_rows_wait_then_they_are_counted_by_what_they_wait_for(self, client: Client) -> None:
        now = clock.now()
        Task.objects.create(kind="a", created_at=now - timedelta(minutes=5))
        Task.objects.create(kind="a", created_at=now, run_at=now + timedelta(hours=1), failures=3)
        Task.objects.create(kind="a", created_at=now, dead_at=now)
        Timer.objects.create(kind="b", subject_kind="c", subject_id=1, due_at=now - timedelta(minutes=2))

        said = samples(client)

        assert [said["plantao_lane_rows", f"tasks {state}"] for state in ("waiting", "due", "failing", "dead")] == [2, 1, 1, 1]
        assert said["plantao_lane_late_seconds", "tasks"] == pytest.approx(300, abs=5)
        assert said["plantao_lane_late_seconds", "watch"] == pytest.approx(120, abs=5)
        assert said["plantao_up", ""] == 1

    def test_when_the_watch_ran_then_how_late_it_was_is_said_as_a_histogram(self, client: Client) -> None:
        now, tally = clock.now(), Tally()
        for late in (4, 40, 7_200_000):
            tally.note(due_at=now, done_at=now + timedelta(milliseconds=late))
        tally.write()

        said = samples(client)

        bucket = "plantao_watch_lateness_seconds_bucket"
        assert [said[bucket, bound] for bound in ("0.002", "0.005", "0.05", "3600.0", "+Inf")] == [0, 1, 2, 2, 3]
        assert said["plantao_watch_lateness_seconds_sum", ""] == pytest.approx(7_200.044)

    def test_when_there_is_nothing_then_every_status_is_said_all_the_same(self, client: Client) -> None:
        said = samples(client)

        assert said["plantao_tickets", "new"] == 0
        assert said["plantao_notices", "failed"] == 0
        assert said["process_resident_memory_bytes", ""] > 0


class TestDatabaseThatIsAway:
    def test_when_asked_then_it_is_alive_but_not_ready(self, client: Client, no_database: None) -> None:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})

    def test_when_scraped_then_it_says_so(self, client: Client, no_database: None) -> None:
        assert samples(client)["plantao_up", ""] == 0


class TestMetricsWithAToken:
    @pytest.mark.parametrize(("header", "status"), [(None, 401), ("Bearer wrong", 401), ("Bearer right", 200)])
    def test_when_asked_then_only_who_brings_it_is_answered(
        self, client: Client, no_database: None, monkeypatch: pytest.MonkeyPatch, header: str | None, status: int
    ) -> None:
        monkeypatch.setenv("PLANTAO_METRICS_TOKEN", "right")

        assert client.get("/metrics", headers={"Authorization": header} if header else {}).status_code == status
