"""Addresses of the calendars."""

from django.urls import path

from plantao.console.calendars import calendars, editing

urlpatterns = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/days/", editing.days, name="calendar-days"),
    path("calendars/days/<str:calendar>/<str:day>/clearings/", editing.clearings, name="calendar-clearings"),
    path("calendars/versions/<int:number>/reratings/", editing.reratings, name="calendar-reratings"),
]
