"""Inbound: something that came in, stored before it is answered for."""

from datetime import timedelta
from typing import ClassVar

from django.db import models

from plantao.events.models import Timeline
from plantao.files.models import Blob
from plantao.messaging.models.thread import LONGEST_IDENTITY, Thread
from plantao.work.models import Leased, lease_constraints, lease_indexes


class Outcome(models.TextChoices):
    """What became of an incoming message."""

    OPENED = "opened"
    FILED = "filed"
    BOUNCE = "bounce"
    TRAY = "tray"
    DISCARDED = "discarded"  # by a person, or since its sender is blocked


class Inbound(Leased):
    """
    One incoming message, stored once by (channel, outside_id), its original kept whole. The lease says whether it was
    handled; a dead row is in quarantine, its reason in `last_error`.

    `envelope` is what the network said beside the message (for mail: via, peer, helo, mail_from, rcpt_to). `received_at`
    is our server's hour. `outcome` says what became of it; `tray` means kept and listed, answering no ticket. `sender`
    (its key, see `plantao.people.addresses`) and `sameness` (that of its subject, hashed) are written once it was read:
    what came with an equal subject from the same sender is counted by them. `timeline` is there from when a person first did something.
    """

    BACK_OFF = (timedelta(seconds=2), timedelta(seconds=15))
    """What fails three times in a row is for a person to look at."""

    channel = models.CharField(max_length=16)
    outside_id = models.CharField(max_length=LONGEST_IDENTITY)
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    envelope = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    why = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    sameness = models.CharField(max_length=64, blank=True)
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="inbound")
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    timeline = models.ForeignKey(Timeline, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            *lease_constraints("messaging_inbound"),
            models.UniqueConstraint(fields=["channel", "outside_id"], name="messaging_inbound_once"),
        ]
        indexes: ClassVar = [
            *lease_indexes("messaging_inbound"),
            models.Index(fields=["received_at"], condition=models.Q(outcome=Outcome.TRAY), name="messaging_inbound_tray"),
            models.Index(fields=["received_at"], condition=models.Q(outcome=Outcome.DISCARDED), name="messaging_inbound_away"),
            models.Index(fields=["sender", "received_at"], name="messaging_inbound_by_sender"),
        ]

    def __str__(self) -> str:
        return f"inbound {self.pk} by {self.channel}"
