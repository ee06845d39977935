"""Inbound: something that came in, stored before it is answered for."""

from typing import ClassVar

from django.db import models

from plantao.files.models import Blob
from plantao.messaging.models.thread import Thread
from plantao.work.models import Leased, lease_constraints, lease_indexes


class Outcome(models.TextChoices):
    """What became of an incoming message."""

    OPENED = "opened"
    FILED = "filed"
    BOUNCE = "bounce"
    TRAY = "tray"


class Inbound(Leased):
    """
    One incoming message, stored once by (channel, outside_id), its original kept whole. The lease says whether it was
    handled; a dead row is in quarantine, its reason in `last_error`.

    `envelope` is what the network said beside the message (for mail: mail_from, rcpt_to, peer, via). `received_at` is
    our server's hour. `outcome` says what became of it; `tray` means kept and listed, answering no ticket.
    """

    channel = models.CharField(max_length=16)
    outside_id = models.CharField(max_length=1100)
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    envelope = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    why = models.CharField(max_length=200, blank=True)
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="inbound")
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        indexes: ClassVar = lease_indexes("messaging_inbound")
        constraints: ClassVar = [
            *lease_constraints("messaging_inbound"),
            models.UniqueConstraint(fields=["channel", "outside_id"], name="messaging_inbound_once"),
        ]

    def __str__(self) -> str:
        return f"inbound {self.pk} by {self.channel}"
