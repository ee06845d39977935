"""Addresses of a call."""

from django.urls import path

from plantao.console.calls import calls, matter, outcome

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.new, name="call"),
    path("calls/<str:protocol>/matter/", matter.matter, name="call-matter"),
    path("calls/<str:protocol>/asks/", matter.asks, name="call-asks"),
    path("calls/<str:protocol>/promised/", outcome.promised, name="call-promised"),
    path("calls/<str:protocol>/contacts/", calls.contacts, name="call-contacts"),
    path("calls/<str:protocol>/mistakes/", outcome.mistakes, name="call-mistakes"),
    path("calls/<str:protocol>/second-thoughts/", outcome.second_thoughts, name="call-second-thoughts"),
]
