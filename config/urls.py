"""Every address, door by door."""

from django.urls import URLPattern, URLResolver, path

from plantao.operate import health, metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
]
