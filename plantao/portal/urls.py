"""Addresses of the customers' door. The words are those of the links (plantao/notifications/links.py)."""

from django.urls import path

from plantao.portal import escalation, linked_acts

urlpatterns = [
    path("confirmation/<str:token>/", linked_acts.confirmation, name="confirmation"),
    path("escalation/<str:token>/", escalation.escalation, name="escalation"),
    path("disagreement/<str:token>/", linked_acts.disagreement, name="disagreement"),
]
