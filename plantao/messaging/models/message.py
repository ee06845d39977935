"""Message: what goes out to one address, carrying one or more notices."""

from typing import ClassVar

from django.db import models

from plantao.messaging.models.thread import LONGEST_IDENTITY, Thread
from plantao.people.models import Person
from plantao.work.models import Leased, lease_constraints, lease_indexes


class Message(Leased):
    """
    One outgoing message. Its identity (`outside_id`; for mail the Message-ID) is fixed when it is made, its `content`
    (see `plantao.messaging.channel.Outgoing`) at the first try; until then further notices may join it.

    `on_wire_at` is when the last try began whose end we don't know; a message found with it, whose worker is gone, is
    sent again under the same identity and marked `is_perhaps_twice`. `sent_at` is when the network took it (the channel's
    receipt). `subject_kind`, `subject_id` name what is locked before the receipt is booked. `run_at` is when it may
    go, null for at once.
    """

    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=320)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    is_public = models.BooleanField()
    outside_id = models.CharField(max_length=LONGEST_IDENTITY, unique=True)
    content = models.JSONField(null=True, blank=True)
    on_wire_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_perhaps_twice = models.BooleanField(default=False)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        constraints: ClassVar = [*lease_constraints("messaging_message")]
        indexes: ClassVar = [
            *lease_indexes("messaging_message"),
            models.Index(fields=["thread", "id"], name="messaging_message_of_thread"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} by {self.channel}"
