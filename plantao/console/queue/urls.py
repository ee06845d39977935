"""Addresses of the queue."""

from django.urls import path

from plantao.console.queue import queue

urlpatterns = [path("tickets/", queue.queue, name="queue")]
