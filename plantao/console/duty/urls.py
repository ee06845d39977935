"""Addresses of the duty page, the desk's home."""

from django.urls import path

from plantao.console.duty import acknowledgements, duty

urlpatterns = [
    path("", duty.duty, name="duty"),
    path("tickets/<str:protocol>/acknowledgements/", acknowledgements.create, name="acknowledgements"),
]
