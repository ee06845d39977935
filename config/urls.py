"""Every address, door by door."""

from django.urls import URLPattern, URLResolver, path

from plantao.operate import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
