"""CaughtMail: what would have gone out, where no server is set."""

from typing import ClassVar

from django.db import models


class CaughtMail(models.Model):
    """One mail as it would have left this machine. Nothing sends it; it is here to be read."""

    outside_id = models.CharField(max_length=320)
    mail_from = models.CharField(max_length=320, blank=True)
    address = models.CharField(max_length=320)
    subject = models.CharField(max_length=300, blank=True)
    raw = models.BinaryField()
    caught_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["address", "-id"], name="email_caught_by_address")]

    def __str__(self) -> str:
        return f"caught mail {self.pk}"
