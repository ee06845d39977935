"""Addresses of the handbook."""

from django.urls import path

from plantao.console.handbook import handbook, versions

urlpatterns = [
    path("handbook/", handbook.handbook, name="handbook"),
    path("handbook/new/", versions.new, name="handbook-new"),
    path("handbook/versions/<int:number>/", versions.source, name="handbook-source"),
]
