"""Timeline and Event."""

from typing import ClassVar

from django.db import models

from plantao.events.actor import Actor, ActorKind
from plantao.people.models import Person


class Timeline(models.Model):
    """
    The line on which events of one subject follow each other. A ticket, a maintenance window each point at one.

    `customer_id` is an index, not a fact: whose rows these are. Rewritten by one verb when a subject's customer is set;
    null is seen by no customer.
    """

    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"timeline {self.pk}"


class Event(models.Model):
    """
    One thing that happened: a verb, by whom, the facts, when it counts (`at`) and when it was written down.

    `facts` hold keys and figures, never a person's words: those live in rows of their own, here are their hashes.
    """

    timeline = models.ForeignKey(Timeline, on_delete=models.PROTECT, related_name="events")
    customer_id = models.BigIntegerField(null=True, blank=True)
    verb = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=16)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["timeline", "at", "id"], name="events_event_on_timeline"),
            models.Index(fields=["customer_id", "at"], name="events_event_of_customer"),
            models.Index(fields=["verb", "recorded_at"], name="events_event_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def by(self) -> Actor:
        """Return who did it."""
        return Actor(ActorKind(self.actor_kind), self.person_id)
