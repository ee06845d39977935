"""Agent: a person of the provider's staff."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from plantao.events.actor import Actor, ActorKind
from plantao.events.models import Timeline
from plantao.events.recording import record
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.permissions import Right, permissions_of
from plantao.staff.verbs import Verb


class AgentManager(models.Manager["Agent"]):
    """Takes staff in, and finds them."""

    def add(
        self,
        person: Person,
        *,
        by: Actor,
        at: datetime,
        rights: Iterable[Right] = (Right.AGENT,),
        departments: Iterable[str] = (),
        level: str = "",
    ) -> "Agent":
        """Make a person a member of staff."""
        agent = self.create(
            person=person,
            rights=[right.value for right in rights],
            departments=list(departments),
            level=level,
            created_at=at,
            timeline=Timeline.objects.create(),
        )
        record(agent, Verb.ADDED, by=by, at=at, public=False, rights=agent.rights, departments=agent.departments, level=level)
        return agent

    def at_mail(self, address: str) -> "Agent | None":
        """Return the member of staff who has this mail address and still serves; None where nobody does."""
        person = Person.objects.at_address(Kind.MAIL, address)
        return self.filter(person=person, disabled_at=None).first() if person else None


class Agent(models.Model):
    """
    A member of staff. `departments` and `level` are keys of the handbook, read under the version in force; no
    departments means all. `rights` say what they may do (plantao/staff/permissions.py).
    """

    timeline = models.OneToOneField(Timeline, on_delete=models.PROTECT, related_name="agent")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="agent")
    departments = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    level = models.CharField(max_length=64, blank=True)
    rights = ArrayField(models.CharField(max_length=16, choices=Right.choices), default=list, blank=True)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AgentManager] = AgentManager()

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

    def disable(self, *, by: Actor, at: datetime) -> None:
        """This person no longer answers for us; what they did stays theirs."""
        self.disabled_at = at
        self.save(update_fields=["disabled_at"])
        record(self, Verb.DISABLED, by=by, at=at, public=False)
