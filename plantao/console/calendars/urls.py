"""Address of the calendars."""

from django.urls import path

from plantao.console.calendars import calendars

urlpatterns = [path("calendars/", calendars.calendars, name="calendars")]
