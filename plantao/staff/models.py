"""Agent: a person of the provider's staff."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from plantao.events.actor import Actor, ActorKind
from plantao.people.models import Person
from plantao.staff.permissions import Right, permissions_of


class Agent(models.Model):
    """
    A member of staff. `departments` and `level` are keys of the handbook, read under the version in force; no
    departments means all. `rights` say what they may do (plantao/staff/permissions.py).
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="agent")
    departments = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    level = models.CharField(max_length=64, blank=True)
    rights = ArrayField(models.CharField(max_length=16, choices=Right.choices), default=list, blank=True)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"agent {self.pk}"

    @property
    def actor(self) -> Actor:
        """Return this agent as the one who acts."""
        return Actor(ActorKind.STAFF, self.person_id)

    def may(self, permission: str) -> bool:
        """Return whether this agent may do `permission`, such as "ticket.hold"; a disabled one may nothing."""
        return self.disabled_at is None and permission in permissions_of(self.rights)
