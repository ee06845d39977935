"""Gap: a stretch in which nobody holds a role, of which the administrators were told."""

from typing import ClassVar

from django.db import models


class Gap(models.Model):
    """Nobody holds `role` from `since` until `until`, as was found at `found_at`; it is told once, however often it is found."""

    role = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()
    found_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["role", "until"], name="escalation_gap_of_role")]

    def __str__(self) -> str:
        return f"gap of {self.role}"
