"""Entry: something said on a ticket, and its attachments."""

from typing import ClassVar

from django.db import models

from plantao.events.models import Event
from plantao.files.models import Blob
from plantao.messaging.models import Inbound
from plantao.people.models import Person
from plantao.tickets.models.ticket import Ticket


class EntryKind(models.TextChoices):
    """What kind of words these are."""

    MESSAGE = "message"  # from outside
    REPLY = "reply"  # staff to the requester
    NOTE = "note"  # staff among themselves
    VENDOR = "vendor"  # from or to a vendor, internal always


class Entry(models.Model):
    """
    Words on a ticket: `text` is what was newly said, `quoted` what the mail quoted below it, `html` the sanitised body.
    The event keeps `sha256` of the text; erased words leave it. Public means that the customer may see it.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="entries")
    event = models.OneToOneField(Event, null=True, on_delete=models.PROTECT, related_name="entry")
    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    is_public = models.BooleanField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    inbound = models.ForeignKey(Inbound, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    is_automatic = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Attachment(models.Model):
    """A file that came or goes with an entry. `content_type` is what was sniffed, `claimed_type` what the sender said."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=127)
    claimed_type = models.CharField(max_length=127, blank=True)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"attachment {self.pk}"
