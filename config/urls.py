"""Every address, door by door."""

from django.urls import URLPattern, URLResolver, include, path

from plantao.operate import health, metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("", include("plantao.portal.urls")),
    path("", include("plantao.console.urls")),
]
