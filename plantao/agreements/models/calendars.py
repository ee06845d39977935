"""CalendarVersion and its dated days."""

from typing import ClassVar

from django.db import models
from django.db.models import Value

from plantao.events.models import Timeline
from plantao.people.models import Person


class Because(models.TextChoices):
    """Why a version was made."""

    HANDBOOK = "handbook"
    YEAR = "year"
    DAY_SET = "day_set"
    DAY_CLEARED = "day_cleared"


class CalendarVersion(models.Model):
    """
    All calendars' dated days together at one time, so that a ticket names one version. Immutable; an edit makes a new one.

    `about` says of what it was made: `handbook` (a version's number), `year` (the last one kept), or `calendar` and `date`.
    `reason` are a person's words, "" where it follows from something else. `timeline` has the event of an edit.
    """

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=16, choices=Because.choices, default=Because.HANDBOOK, db_default=Because.HANDBOOK)
    about = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    reason = models.CharField(max_length=200, blank=True)
    timeline = models.OneToOneField(Timeline, null=True, blank=True, on_delete=models.PROTECT, related_name="calendars")

    def __str__(self) -> str:
        return f"calendars {self.number}"


class CalendarDay(models.Model):
    """
    A day of one calendar that differs from its weekday. `hours` is a list of [since, until] in local seconds of the
    day, [] closed. `source` says where it comes from: a Source of the handbook, or `person`; `name` what the day is.
    """

    version = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="days")
    calendar = models.CharField(max_length=64)
    date = models.DateField()
    hours = models.JSONField(default=list)
    source = models.CharField(max_length=16)
    name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["calendar", "date"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "calendar", "date"], name="agreements_day_once")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.date}"
