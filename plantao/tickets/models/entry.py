"""Entry: something said on a ticket, and its attachments."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from plantao.events.models import Event
from plantao.files.models import Blob
from plantao.messaging.models import Inbound
from plantao.people.models import Person
from plantao.people.searching import index_of_words
from plantao.prepared import insert


class EntryKind(models.TextChoices):
    """What kind of words these are."""

    MESSAGE = "message"  # from outside, or written down by staff for somebody outside
    REPLY = "reply"  # staff to the requester
    NOTE = "note"  # staff among themselves
    VENDOR = "vendor"  # from or to a vendor, internal always
    REASON = "reason"  # why an act was done
    LATE = "late"  # why it was written down only afterwards, internal always


INTERNAL = (EntryKind.NOTE, EntryKind.VENDOR, EntryKind.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that comes with words. `content_type` is what was sniffed, `claimed_type` what the sender said."""

    name: str
    content: bytes
    content_type: str
    claimed_type: str = ""
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says: `text` newly said, `quoted` what the mail quoted below it, `html` the sanitised body."""

    text: str
    quoted: str = ""
    html: str = ""
    inbound: Inbound | None = None
    files: tuple[File, ...] = ()
    is_automatic: bool = False


def storable(text: str) -> str:
    """Return a text as the database can hold it: no null characters, no halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def digest(text: str) -> str:
    """Return the hash by which an event keeps words: SHA-256 of the stored text's UTF-8, in hexadecimal."""
    return hashlib.sha256(storable(text).encode()).hexdigest()


class EntryManager(models.Manager["Entry"]):
    """Writes words down."""

    def write(self, words: Words, *, kind: EntryKind, ticket_id: int, event: Event, is_public: bool) -> "Entry":
        """Keep the words of an event, with their files. What an internal event says is never public, nor are words of an internal kind."""
        entry = Entry(
            ticket_id=ticket_id,
            event=event,
            kind=kind,
            is_public=is_public and event.is_public and kind not in INTERNAL,
            person_id=event.person_id,
            inbound=words.inbound,
            text=storable(words.text),
            quoted=storable(words.quoted),
            html=storable(words.html),
            sha256=digest(words.text),
            at=event.at,
            is_automatic=words.is_automatic,
            customer_id=event.customer_id,
        )
        insert(entry)
        for file in words.files:
            entry.attach(file)
        return entry


class Entry(models.Model):
    """
    Words on a ticket, of an event: `text` is what was newly said, `quoted` what the mail quoted below it, `html` the
    sanitised body. The event keeps `sha256` of the text; erased words leave it. Public means that the customer may see it.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="entries")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="entries")
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

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "kind", "ticket"], name="tickets_entry_once_a_kind"),
            models.CheckConstraint(condition=models.Q(is_public=False) | ~models.Q(kind__in=INTERNAL), name="tickets_internal_entry_kinds"),
        ]
        indexes: ClassVar = [index_of_words("text", name="tickets_entry_searched")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def words(self) -> Words:
        """Return what was said, as it was when it was written down, without the files."""
        return Words(self.text, self.quoted, self.html, self.inbound, is_automatic=self.is_automatic)

    def copy_to(self, ticket_id: int) -> "Entry":
        """Show these words on another ticket as well, of the event in which they were said."""
        copy = Entry.objects.write(self.words, kind=EntryKind(self.kind), ticket_id=ticket_id, event=self.event, is_public=self.is_public)
        self.copy_files_to(copy)
        return copy

    def copy_files_to(self, other: "Entry") -> None:
        """Let the files of these words come with others too; the bytes stay where they are."""
        for attachment in self.attachments.all():
            attachment.pk, attachment.entry, attachment.customer_id = None, other, other.customer_id
            attachment.save(force_insert=True)

    def attach(self, file: File) -> "Attachment":
        """Keep a file with these words; its bytes are stored once."""
        return self.attachments.create(
            blob=Blob.objects.store(file.content, at=self.at),
            name=storable(file.name)[:255],
            content_type=file.content_type[:127],
            claimed_type=storable(file.claimed_type)[:127],
            content_id=storable(file.content_id)[:255],
            is_inline=file.is_inline,
            customer_id=self.customer_id,
        )


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

    @property
    def file(self) -> File:
        """Return it with its bytes, to come with other words too."""
        return File(
            name=self.name,
            content=self.blob.read(),
            content_type=self.content_type,
            claimed_type=self.claimed_type,
            content_id=self.content_id,
            is_inline=self.is_inline,
        )
