"""Every address, door by door."""

from django.urls import URLPattern, URLResolver, include, path

from plantao.operate import health, metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("", include("plantao.accounts.urls")),
    path("", include("plantao.portal.urls")),
    path("", include("plantao.console.urls")),
]

handler400 = "plantao.ui.errors.bad_request"
handler403 = "plantao.ui.errors.not_yours"
handler404 = "plantao.ui.errors.not_here"
handler429 = "plantao.ui.errors.too_often"
handler500 = "plantao.ui.errors.our_fault"
