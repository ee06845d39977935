"""Thread, and the outside identities by which a reply finds it."""

from typing import ClassVar

from django.db import models


class Thread(models.Model):
    """
    One conversation, on whatever channels. A ticket points at one. `token` is what a reply address carries, unguessable
    together with its signature. `customer_id` is an index, as on a timeline.
    """

    token = models.CharField(max_length=24, unique=True)
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"thread {self.pk}"


class ThreadId(models.Model):
    """An outside identity (a mail's Message-ID) of something said in a thread; `is_ours` where we said it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="ids")
    channel = models.CharField(max_length=16)
    outside_id = models.CharField(max_length=998)
    is_ours = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "outside_id", "thread"], name="messaging_thread_id_once")]

    def __str__(self) -> str:
        return f"{self.channel} id of thread {self.thread_id}"
