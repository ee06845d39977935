"""Notice: the ledger of everything we told, or decided not to tell, anybody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.events.models import Event
from plantao.messaging.models.message import Message
from plantao.messaging.models.thread import Thread
from plantao.people.models import Person


class NoticeState(models.TextChoices):
    """How far a notice has come."""

    WAITING = "waiting"  # in a message that nobody has begun to send
    BOUND = "bound"  # in a message that is on its way: being sent, or to be tried again
    SENT = "sent"  # the network took it
    WITHHELD = "withheld"  # decided not to send; `why` says why
    FAILED = "failed"  # given up; `why` says why
    BOUNCED = "bounced"  # taken, then returned; `why` says why


class Notice(models.Model):
    """
    One row per event, recipient, occasion and channel (and ordinal, for what repeats), with its rendered text (see
    `plantao.messaging.content.Content`) and what became of it.

    `send_after` is until when it was held back, because a burst goes together or the hour is quiet; null where it went
    at once, and then it began a burst. `why` also notes a delay that the network reported.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notices")
    occasion = models.CharField(max_length=32)
    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=320)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    ordinal = models.PositiveIntegerField(default=0)
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    is_public = models.BooleanField()
    language = models.CharField(max_length=16)
    content = models.JSONField()
    state = models.CharField(max_length=16, choices=NoticeState.choices, default=NoticeState.WAITING)
    why = models.CharField(max_length=300, blank=True)
    send_after = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "address", "occasion", "channel", "ordinal"], condition=~Q(address=""), name="messaging_notice_once"
            ),
            models.UniqueConstraint(
                fields=["event", "person", "occasion", "channel", "ordinal"], condition=Q(address=""), name="messaging_withheld_once"
            ),
            models.CheckConstraint(condition=Q(state=NoticeState.WITHHELD) ^ Q(message__isnull=False), name="messaging_notice_is_carried"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["address", "created_at"], name="messaging_notice_by_address"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="messaging_notice_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} notice {self.pk}"
