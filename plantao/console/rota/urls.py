"""Addresses of the rota."""

from django.urls import path

from plantao.console.rota import asked, rota

urlpatterns = [
    path("rota/", rota.rota, name="rota"),
    path("rota/on-duty/", asked.asked, name="rota-asked"),
]
