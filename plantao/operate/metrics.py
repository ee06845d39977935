"""The door of Prometheus: /metrics, read from the database at each scrape, so that it is true whichever process answers."""

import hmac
from collections.abc import Iterator
from itertools import accumulate

from django.db import DatabaseError
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from config import env
from plantao import clock
from plantao.operate.figures import Figures, gather
from plantao.work.lateness import BEYOND_MS


@non_atomic_requests
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with every figure; where PLANTAO_METRICS_TOKEN is set, only to who brings it as a bearer token."""
    token = env.text("PLANTAO_METRICS_TOKEN")
    if token and not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return HttpResponse("a bearer token is needed\n", status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry(auto_describe=False)
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    registry.register(DatabaseCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class DatabaseCollector(Collector):
    """Counts when it is asked; says plantao_up 0, and nothing else, while the database is away."""

    def collect(self) -> Iterator[Metric]:
        try:
            figures = gather(clock.now())
        except DatabaseError:
            yield GaugeMetricFamily("plantao_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("plantao_up", "Whether the database answers.", value=1)
        yield GaugeMetricFamily("plantao_workers", "Workers that are alive, on all machines.", value=figures.workers)
        yield from _of_lanes(figures)
        yield _of_the_watch(figures)
        for name, meaning, label, counted in (
            ("plantao_tickets", "Tickets by status.", "status", figures.tickets),
            ("plantao_notices", "Notices by state.", "state", figures.notices),
        ):
            family = GaugeMetricFamily(name, meaning, labels=[label])
            for value, rows in counted.items():
                family.add_metric([value], rows)
            yield family


def _of_the_watch(figures: Figures) -> Metric:
    late = HistogramMetricFamily(
        "plantao_watch_lateness_seconds", "How long after its instant each timer was done, with all that it brought."
    )
    bounds = ["+Inf" if bound == BEYOND_MS else str(bound / 1_000) for bound, _ in figures.lateness.counts]
    passed = accumulate(timers for _, timers in figures.lateness.counts)
    late.add_metric([], list(zip(bounds, passed, strict=True)), sum_value=figures.lateness.sum_ms / 1_000)
    return late


def _of_lanes(figures: Figures) -> Iterator[Metric]:
    rows = GaugeMetricFamily(
        "plantao_lane_rows", "Rows to be worked on; those failing wait too, and will be tried again.", labels=["lane", "state"]
    )
    late = GaugeMetricFamily("plantao_lane_late_seconds", "For how long the oldest row that is due has been.", labels=["lane"])
    for lane in figures.lanes:
        for state in ("waiting", "due", "leased", "failing", "dead"):
            rows.add_metric([lane.name, state], getattr(lane, state))
        late.add_metric([lane.name], lane.late.total_seconds())
    yield from (rows, late)
