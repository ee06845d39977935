"""Address of the guided page."""

from django.urls import path

from plantao.console.guide import guide

urlpatterns = [path("guide/", guide.guide, name="guide")]
