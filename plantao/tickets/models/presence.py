"""Presence: who looks at which ticket just now, so that two don't do the same at once."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from plantao.people.models import Person

if TYPE_CHECKING:
    from plantao.tickets.models.ticket import Ticket

LASTS = timedelta(seconds=60)
"""How long somebody is taken to be there after their page last said so; it does so every 15 s."""


class PresenceManager(models.Manager["Presence"]):
    """Notes who is there, and finds them."""

    def note(self, ticket: "Ticket", person: Person, *, at: datetime, is_writing: bool) -> None:
        """Note that somebody looks at this ticket now, and at no other any more: one statement."""
        row = self.model(person=person, ticket=ticket, at=at, is_writing=is_writing)
        self.bulk_create([row], update_conflicts=True, unique_fields=["person"], update_fields=["ticket", "at", "is_writing"])

    def others(self, ticket: "Ticket", *, than: Person, at: datetime) -> models.QuerySet["Presence"]:
        """Return who else looks at this ticket at `at`, by name."""
        there = self.filter(ticket=ticket, at__gt=at - LASTS).exclude(person=than)
        return there.select_related("person").order_by("person__name", "pk")


class Presence(models.Model):
    """One row a member of staff, written over and over: the ticket that they look at, since when they last said so, whether they write."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    objects: ClassVar[PresenceManager] = PresenceManager()

    def __str__(self) -> str:
        return f"person {self.person_id} at ticket {self.ticket_id}"
