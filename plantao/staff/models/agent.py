"""Agent: a person of the provider's staff."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from plantao.events.actor import Actor, ActorKind
from plantao.events.models import Timeline
from plantao.events.recording import record
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.rules.refused import Refused
from plantao.staff.permissions import Right, permissions_of
from plantao.staff.verbs import Verb

if TYPE_CHECKING:
    from plantao.staff.models.absence import Absence


class NotYours(Refused):
    """Who acts lacks the right, and it is not their own either. Facts: permission."""


class NoLongerServes(Refused):
    """Somebody who left can't be put on duty. Facts: agent (the id), since when (`disabled_at`, ISO 8601)."""


class NoAddress(Refused):
    """Nobody can be invited who has no mail address. Facts: agent (the id)."""


class NotOfStaff(Refused):
    """Nobody who has this mail address serves. Facts: mail."""


class LacksTheRight(Refused):
    """Who is named as acting may not do this. Facts: mail, right (a permission)."""


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

    def serving_at(self, mail: str) -> "Agent":
        """Return the member of staff who has this mail address and serves. Raises NotOfStaff."""
        agent = self.at_mail(mail)
        if agent is None:
            raise NotOfStaff(mail=mail)
        return agent

    def acting_at(self, mail: str, *, permission: str) -> "Agent":
        """Return the member of staff with this mail address, who is to act. Raises NotOfStaff, LacksTheRight."""
        agent = self.serving_at(mail)
        if not agent.may(permission):
            raise LacksTheRight(mail=mail, right=permission)
        return agent

    def may(self, by: Actor, permission: str, *, own: Collection["Agent"] = ()) -> bool:
        """
        Return whether whoever acts may do what `permission` guards, by their right or because it is one of their `own`.

        The desk itself and the operator at the command line may everything; of customers nobody may what staff may.
        """
        if by.kind in {ActorKind.DESK, ActorKind.OPERATOR}:
            return True
        if by.kind != ActorKind.STAFF or by.person_id is None:
            return False
        agent = self.filter(person_id=by.person_id).first()
        return agent is not None and (agent.may(permission) or (agent.disabled_at is None and agent in own))

    def check_may(self, by: Actor, permission: str, *, own: Collection["Agent"] = ()) -> None:
        """Raise NotYours unless whoever acts may do this."""
        if not self.may(by, permission, own=own):
            raise NotYours(permission=permission)


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

    def invite(self, *, by: Actor, at: datetime) -> None:
        """
        Let this person set their own way in, by a link that they are sent: at their mail address, with which they sign in.
        Raises NotYours, NoLongerServes, NoAddress.
        """
        Agent.objects.check_may(by, "staff.change")
        self.check_serves()
        address = self.person.mail_address
        if not address:
            raise NoAddress(agent=self.pk)
        if not self.person.email:
            self.person.let_in(email=address)
        record(self, Verb.INVITED, by=by, at=at, public=False, address=self.person.email)

    def forgot_password(self, *, at: datetime) -> None:
        """Somebody who says to be them asks for a new password; the link goes to their own address. Raises NoLongerServes."""
        self.check_serves()
        record(self, Verb.FORGOT_PASSWORD, by=Actor(ActorKind.STRANGER), at=at, public=False)

    def choose(self, *, by: Actor, at: datetime, **choices: Any) -> None:
        """Note how this person is to be told; see Person.choose, and what it raises. Raises NotYours."""
        Agent.objects.check_may(by, "staff.choose", own=[self])
        changes = self.person.choose(**choices)
        if changes:
            record(self, Verb.CHOSE, by=by, at=at, public=False, changes=changes)

    def check_serves(self) -> None:
        """Raise NoLongerServes where this person was disabled."""
        if self.disabled_at is not None:
            raise NoLongerServes(agent=self.pk, disabled_at=self.disabled_at.isoformat())

    def note_absence(self, *, by: Actor, at: datetime, since: datetime | None = None, until: datetime | None = None) -> "Absence":
        """
        This person is on duty for no role from `since`, by default now, until `until`; None: nobody knows until when.
        Raises NotYours, NoLongerServes, EndsBeforeItBegins.
        """
        Agent.objects.check_may(by, "staff.note_absence", own=[self])
        agent = Agent.objects.select_for_update().get(pk=self.pk)
        agent.check_serves()
        absence = agent.absences.keep(at=at, since=since or at, until=until)
        ends = until.isoformat() if until else None
        record(agent, Verb.ABSENCE_NOTED, by=by, at=at, public=False, absence=absence.number, since=absence.since.isoformat(), until=ends)
        return absence
