"""Rota: who is on duty for one role of the handbook, when."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models

from plantao.events.actor import Actor
from plantao.events.models import Timeline
from plantao.events.recording import record
from plantao.rules import duty_rota
from plantao.rules.duty_hours import read_hours
from plantao.rules.duty_rota import PATIENCE, Arranged, RotaFacts, holds_until, periods, turns_count_from, who
from plantao.rules.refused import Refused
from plantao.staff.models.absence import Absence
from plantao.staff.models.agent import Agent
from plantao.staff.verbs import Verb

if TYPE_CHECKING:
    from plantao.staff.models.arrangement import Arrangement
    from plantao.staff.models.shift import Shift


class NotInLine(Refused):
    """Nobody can give away what they don't hold. Facts: role, since (ISO 8601)."""


class NoEndInSight(Refused):
    """Somebody holds a role without an end, so a hand-over must say until when. Facts: role."""


class IsAbsent(Refused):
    """Who is to stand in is absent then. Facts: agent (the id), absence (its number)."""


class WithThemselves(Refused):
    """It takes two to hand over or to swap. Facts: agent (the id)."""


class RotaManager(models.Manager["Rota"]):
    """Finds and opens rotas."""

    def of(self, role: str) -> "Rota":
        """Return the rota of a role, opened if there was none."""
        opened: dict[str, Any] = {"timeline": Timeline.objects.create}
        return self.get_or_create(role=role, defaults=opened)[0]


class Rota(models.Model):
    """
    The rota of one role, a key of the handbook: what its shifts, arrangements and absences are locked by, and where their history is.

    Every verb raises NotYours, and those that put somebody on duty NoLongerServes and EndsBeforeItBegins.
    """

    timeline = models.OneToOneField(Timeline, on_delete=models.PROTECT, related_name="rota")
    role = models.CharField(max_length=64, unique=True)

    objects: ClassVar[RotaManager] = RotaManager()

    class Meta:
        ordering: ClassVar = ["role"]

    def __str__(self) -> str:
        return f"rota of {self.role}"

    def facts(self, *, since: datetime, until: datetime, known_at: datetime | None = None) -> RotaFacts:
        """Return what bears on `since` to `until` as it is known, or was at `known_at`. People are the ids of agents."""
        shifts = [shift.rule for shift in self.shifts.known(since=since, until=until, known_at=known_at)]
        made = [arrangement.rule for arrangement in self.arrangements.known(since=since, until=until, known_at=known_at)]
        people = {person for shift in shifts for person in shift.people} | {arrangement.to for arrangement in made}
        people |= {arrangement.of for arrangement in made if arrangement.of}
        gone = Absence.objects.known(since=since, until=until, known_at=known_at).filter(agent__in=people)
        absences = [duty_rota.Absence(who=absence.agent_id, since=absence.since, until=absence.until) for absence in gone]
        left = Agent.objects.filter(pk__in=people, disabled_at__lte=known_at or until)
        absences += [duty_rota.Absence(who=agent.pk, since=agent.disabled_at) for agent in left if agent.disabled_at]
        return RotaFacts(shifts=shifts, arrangements=made, absences=absences)

    def add_shift(
        self,
        agents: Sequence[Agent],
        *,
        by: Actor,
        at: datetime,
        hours: Sequence[str],
        zone: ZoneInfo,
        counted_from: date | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        turn_days: int = 7,
        place: int = 1,
    ) -> "Shift":
        """
        These take turns at the same hours of every week, from `since` (now) on; see the rule, also on `counted_from`.
        Raises NotDutyHours.
        """
        rota = self.locked_for(by, "rota.add_shift")
        for agent in agents:
            agent.check_serves()
        read_hours(hours)
        since = since or at
        pattern = {
            "agents": [agent.pk for agent in agents],
            "hours": list(hours),
            "zone": zone.key,
            "turn_days": turn_days,
            "counted_from": counted_from or turns_count_from(since.astimezone(zone).date(), turn_days=turn_days),
            "place": place,
        }
        shift = rota.shifts.keep(at=at, since=since, until=until, **pattern)
        rota.note(Verb.SHIFT_ADDED, by=by, at=at, shift=shift.number, since=shift.since, until=until, **pattern)
        return shift

    def assign(self, to: Agent, *, by: Actor, at: datetime, since: datetime, until: datetime) -> "Arrangement":
        """Put somebody first in line for once, whoever else is in it. Raises IsAbsent."""
        return self.locked_for(by, "rota.assign")._arrange(Arranged.ASSIGNED, to, None, by=by, at=at, since=since, until=until)

    def hand_over(
        self, giver: Agent, to: Agent, *, by: Actor, at: datetime, since: datetime | None = None, until: datetime | None = None
    ) -> "Arrangement":
        """
        From `since`, by default now, `to` stands where `giver` would, until `until` or until the giver's duty would have
        ended. Raises NotInLine, NoEndInSight, IsAbsent, WithThemselves.
        """
        rota = self.locked_for(by, "rota.hand_over", own=[giver, to])
        since = since or at
        facts = rota.facts(since=since, until=since + PATIENCE)
        if giver.pk not in who(facts, at=since):
            raise NotInLine(role=rota.role, since=since.isoformat())
        until = until or holds_until(facts, giver.pk, at=since)
        if until is None:
            raise NoEndInSight(role=rota.role)
        return rota._arrange(Arranged.HANDED_OVER, to, giver, by=by, at=at, since=since, until=until)

    def swap(self, one: Agent, other: Agent, *, by: Actor, at: datetime, since: datetime, until: datetime) -> "Arrangement":
        """From `since` until `until` each stands where the other would. Raises NotInLine, IsAbsent, WithThemselves."""
        rota = self.locked_for(by, "rota.swap", own=[one, other])
        facts = rota.facts(since=since, until=until)
        held = {person for period in periods(facts, since=since, until=max(since, until)) for person in period.line}
        if since < until and not held & {one.pk, other.pk}:
            raise NotInLine(role=rota.role, since=since.isoformat())
        return rota._arrange(Arranged.SWAPPED, one, other, by=by, at=at, since=since, until=until)

    def locked_for(self, by: Actor, permission: str, *, own: Collection[Agent] = ()) -> "Rota":
        """Return this rota with its lock held. Raises NotYours."""
        Agent.objects.check_may(by, permission, own=own)
        return Rota.objects.select_for_update().get(pk=self.pk)

    def note(self, verb: Verb, *, by: Actor, at: datetime, **facts: Any) -> None:
        """Record what happened to the rota; its lock is held."""
        plain: dict[str, Any] = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}
        record(self, verb, by=by, at=at, public=False, role=self.role, **plain)

    def _arrange(
        self, what: Arranged, to: Agent, of: Agent | None, *, by: Actor, at: datetime, since: datetime, until: datetime
    ) -> "Arrangement":
        if to == of:
            raise WithThemselves(agent=to.pk)
        for agent in (to, of) if of is not None and what is Arranged.SWAPPED else (to,):
            agent.check_serves()
            absence = agent.absences.known(since=since, until=until).first()
            if absence is not None:
                raise IsAbsent(agent=agent.pk, absence=absence.number)
        made = self.arrangements.keep(at=at, since=since, until=until, what=what, to=to, of=of)
        facts = {"to": to.pk, "of": of and of.pk, "since": since, "until": until}
        self.note(_VERBS[what], by=by, at=at, arrangement=made.number, **facts)
        return made


_VERBS = {Arranged.ASSIGNED: Verb.ASSIGNED, Arranged.HANDED_OVER: Verb.HANDED_OVER, Arranged.SWAPPED: Verb.SWAPPED}
