"""Message: what goes out to one address, carrying one or more notices."""

from typing import ClassVar

from django.db import models

from plantao.messaging.models.thread import Thread
from plantao.people.models import Person
from plantao.work.models import Leased, lease_constraints, lease_indexes


class Message(Leased):
    """
    One outgoing message, its identity (`outside_id`; for mail the Message-ID) fixed before the first try. `content` is
    what the channel sends: for mail the subject, text and HTML, and the headers that thread it.

    `sent_at` is when the network took it (the channel's receipt). `is_perhaps_twice` marks one that was on the wire
    when its worker died, and was sent again under the same identity. `subject_kind`, `subject_id` name what is locked
    before the receipt is booked.
    """

    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=320)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    outside_id = models.CharField(max_length=255, unique=True)
    content = models.JSONField()
    sent_at = models.DateTimeField(null=True, blank=True)
    is_perhaps_twice = models.BooleanField(default=False)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        indexes: ClassVar = [
            *lease_indexes("messaging_message"),
            models.Index(fields=["thread", "id"], name="messaging_message_of_thread"),
        ]
        constraints: ClassVar = [*lease_constraints("messaging_message")]

    def __str__(self) -> str:
        return f"message {self.pk} by {self.channel}"
