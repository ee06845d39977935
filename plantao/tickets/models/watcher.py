"""Watcher: somebody who is told of a ticket beside its requester."""

from typing import ClassVar

from django.db import models

from plantao.people.models import Person


class Watcher(models.Model):
    """This person is told what the requester is told (a contact) or everything (staff)."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.PROTECT, related_name="watchers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "person"], name="tickets_watcher_once")]

    def __str__(self) -> str:
        return f"watcher of ticket {self.ticket_id}"
