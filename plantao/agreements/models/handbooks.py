"""HandbookVersion and the periods in which one is in force."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from plantao.people.models import Person


class HandbookVersion(models.Model):
    """One handbook as it was applied, to the byte. Immutable, unique by the hash of its bytes."""

    number = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.BinaryField()
    file_name = models.CharField(max_length=255, blank=True)
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"handbook {self.number}"


IN_FORCE = Func(F("since"), F("until"), function="tstzrange", output_field=DateTimeRangeField())


class HandbookPeriod(models.Model):
    """From `since` until `until` (null: still) this version is the one that new tickets are opened under."""

    version = models.ForeignKey(HandbookVersion, on_delete=models.PROTECT, related_name="periods")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["since"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="agreements_period_is_not_empty"),
            ExclusionConstraint(
                name="agreements_one_handbook_at_a_time",
                expressions=[
                    (Func(F("since"), F("until"), function="tstzrange", output_field=DateTimeRangeField()), RangeOperators.OVERLAPS)
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"handbook {self.version_id} from {self.since:%Y-%m-%d}"
