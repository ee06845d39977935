"""Thread, and the outside identities by which a reply finds it."""

import hashlib
import secrets
from typing import ClassVar

from django.db import models

from plantao.prepared import insert

LONGEST_IDENTITY = 320  # bytes


def stored_identity(outside_id: str) -> str:
    """
    Return an identity made outside as it is kept and looked for: without null bytes, at most 320 bytes of UTF-8.

    A longer one (it may be as long as its sender likes) is cut, and ends in a hash of the whole.
    """
    clean = outside_id.replace("\x00", "").encode("utf-8", "replace")
    if len(clean) <= LONGEST_IDENTITY:
        return clean.decode()
    digest = hashlib.sha256(clean).hexdigest()
    return clean[: LONGEST_IDENTITY - len(digest) - 1].decode("utf-8", "ignore") + "#" + digest


class ThreadManager(models.Manager["Thread"]):
    """Begins conversations."""

    def begin(self, *, customer_id: int | None = None) -> "Thread":
        """Make a thread with a token that nobody can guess: 64 random bits in hexadecimal, since mail addresses lose their case."""
        return self.create(token=secrets.token_hex(8), customer_id=customer_id)


class Thread(models.Model):
    """
    One conversation, on whatever channels. A ticket points at one. `token` is what a reply address carries, unguessable
    together with its signature. `customer_id` is an index, as on a timeline.
    """

    token = models.CharField(max_length=24, unique=True)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    objects: ClassVar[ThreadManager] = ThreadManager()

    def __str__(self) -> str:
        return f"thread {self.pk}"

    def note_identity(self, outside_id: str, *, channel: str, is_ours: bool, address: str = "") -> None:
        """
        Remember that what bears this identity was said here, so that an answer to it finds its way; `address` is the key of
        whose words they were, "" for ours. Twice changes nothing.
        """
        identity = ThreadId(thread=self, channel=channel, outside_id=stored_identity(outside_id), is_ours=is_ours, address=address[:320])
        insert(identity, unless_there=True)

    def belong_to(self, customer_id: int | None) -> None:
        """Write down whose conversation this is, here and on everything that came and went in it."""
        self.customer_id = customer_id
        self.save(update_fields=["customer_id"])
        for rows in (self.messages, self.notices, self.inbound):
            rows.update(customer_id=customer_id)


class ThreadId(models.Model):
    """
    An outside identity (a mail's Message-ID) of something said in a thread; `is_ours` where we did, else `address` is the
    key of who did ("" where unknown).
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="ids")
    channel = models.CharField(max_length=16)
    outside_id = models.CharField(max_length=LONGEST_IDENTITY)
    is_ours = models.BooleanField()
    address = models.CharField(max_length=320, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "outside_id", "thread"], name="messaging_thread_id_once")]

    def __str__(self) -> str:
        return f"{self.channel} id of thread {self.thread_id}"
