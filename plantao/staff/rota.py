"""
Questions about the duty rota: who holds a role at any instant, past or to come, and when nobody does.

`known_at` asks for what was recorded by then: who would have been rung, whatever has been put right since.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from plantao.prepared import Among, Gap, Prepared
from plantao.rules import duty_rota
from plantao.rules.duty_rota import Period, RotaFacts
from plantao.staff.models import Absence, Agent, Arrangement, Rota, Shift
from plantao.staff.permissions import Right

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """A half-open stretch in UTC in which the same people hold a role, first in line first; nobody: a gap."""

    since: datetime
    until: datetime
    line: tuple[Agent, ...]


_ROTA = Prepared(lambda: Rota.objects.filter(role=Gap("role")))

_NOW = Q(until=None) | Q(until__gt=Gap("at")), Q(since__lte=Gap("at"), withdrawn_at=None)
_SHIFTS = Prepared(lambda: Shift.objects.filter(*_NOW, rota__role=Gap("role")).order_by("number"), stays=True)
_ARRANGED = Prepared(lambda: Arrangement.objects.filter(*_NOW, rota__role=Gap("role")).order_by("number"), stays=True)
_ABSENT = Prepared(lambda: Absence.objects.filter(*_NOW, Among(F("agent"), Gap("agents"))), stays=True)
_AGENTS = Prepared(lambda: Agent.objects.filter(Among(F("pk"), Gap("agents"))).select_related("person"), stays=True)


def on_duty(role: str, *, at: datetime, known_at: datetime | None = None) -> tuple[Agent, ...]:
    """Return who holds a role at an instant: first in line, then who is next; () where nobody does."""
    if known_at is None:
        return _on_duty_as_known_now(role, at=at)
    ids = duty_rota.who(_facts(role, since=at, until=at + _MOMENT, known_at=known_at), at=at)
    agents = Agent.objects.select_related("person").in_bulk(ids) if ids else {}
    return tuple(agents[agent] for agent in ids)


def _on_duty_as_known_now(role: str, *, at: datetime) -> tuple[Agent, ...]:
    """As `on_duty`; asked for each step of a ladder, so by few statements, and those written once."""
    shifts, arranged = _SHIFTS.rows(role=role, at=at), _ARRANGED.rows(role=role, at=at)
    named = {agent for shift in shifts for agent in shift.agents} | {each for made in arranged for each in (made.to_id, made.of_id) if each}
    if not named:
        return ()
    agents = {agent.pk: agent for agent in _AGENTS.rows(agents=sorted(named))}
    gone = [
        duty_rota.Absence(who=absence.agent_id, since=absence.since, until=absence.until)
        for absence in _ABSENT.rows(agents=sorted(named), at=at)
    ]
    gone += [duty_rota.Absence(who=agent.pk, since=agent.disabled_at) for agent in agents.values() if agent.disabled_at]
    facts = RotaFacts(shifts=[shift.rule for shift in shifts], arrangements=[made.rule for made in arranged], absences=gone)
    return tuple(agents[agent] for agent in duty_rota.who(facts, at=at))


def duties(role: str, *, since: datetime, until: datetime, known_at: datetime | None = None) -> tuple[Duty, ...]:
    """Return `since` to `until` without a gap between them, each stretch with those who hold the role then."""
    found = duty_rota.periods(_facts(role, since=since, until=until, known_at=known_at), since=since, until=until)
    agents = Agent.objects.select_related("person").in_bulk({agent for period in found for agent in period.line})
    return tuple(Duty(period.since, period.until, tuple(agents[agent] for agent in period.line)) for period in found)


def duties_of(roles: Collection[str], *, since: datetime, until: datetime) -> dict[str, tuple[Duty, ...]]:
    """Return, as `duties` does of one, the stretches of several roles as they are known now: four queries, however many roles."""
    book = Book(since=since)
    return {role: book.duties(role, since=since, until=until) for role in roles}


class Book:
    """
    Every role's rota from `since` on, as it is known now: four queries when it is opened, none when it is asked.

    `shifts`, `arrangements` and `absences` are what is not over at `since`, in the order in which it was made; `agents` those
    whom they name and the administrators, by their ids.
    """

    def __init__(self, *, since: datetime) -> None:
        self.shifts = list(Shift.objects.known(since=since).select_related("rota"))
        self.arrangements = list(Arrangement.objects.known(since=since).select_related("rota"))
        self.absences = list(Absence.objects.known(since=since))
        named = {agent for shift in self.shifts for agent in shift.agents}
        named |= {each for made in self.arrangements for each in (made.to_id, made.of_id) if each}
        named |= {absence.agent_id for absence in self.absences}
        wanted = Agent.objects.filter(Q(pk__in=named) | Q(rights__contains=[Right.ADMINISTRATOR.value])).select_related("person")
        self.agents = {agent.pk: agent for agent in wanted.order_by("pk")}
        self._gone = [duty_rota.Absence(who=each.agent_id, since=each.since, until=each.until) for each in self.absences]
        self._gone += [duty_rota.Absence(who=agent.pk, since=agent.disabled_at) for agent in self.agents.values() if agent.disabled_at]

    @property
    def administrators(self) -> tuple[Agent, ...]:
        """Return the desk's administrators who serve."""
        return tuple(each for each in self.agents.values() if Right.ADMINISTRATOR in each.rights and each.disabled_at is None)

    @property
    def roles(self) -> set[str]:
        """Return the roles that somebody holds, or will."""
        return {shift.rota.role for shift in self.shifts} | {made.rota.role for made in self.arrangements}

    def duties(self, role: str, *, since: datetime, until: datetime) -> tuple[Duty, ...]:
        """Return `since` to `until`, none of it before the book's own, without a gap between them, each with those who hold the role."""
        found = duty_rota.periods(self._facts(role), since=since, until=until)
        return tuple(Duty(period.since, period.until, tuple(self.agents[agent] for agent in period.line)) for period in found)

    def on_duty(self, role: str, *, at: datetime) -> tuple[Agent, ...]:
        """Return who holds a role at an instant, not before the book's own: first in line, then who is next; () where nobody does."""
        return tuple(self.agents[agent] for agent in duty_rota.who(self._facts(role), at=at))

    def gaps(self, role: str, *, since: datetime, until: datetime) -> tuple[Period, ...]:
        """Return when, from `since` to `until`, nobody holds a role."""
        return duty_rota.gaps(self._facts(role), since=since, until=until)

    def _facts(self, role: str) -> RotaFacts:
        shifts = [shift.rule for shift in self.shifts if shift.rota.role == role]
        arrangements = [made.rule for made in self.arrangements if made.rota.role == role]
        return RotaFacts(shifts=shifts, arrangements=arrangements, absences=self._gone)


def gaps(role: str, *, since: datetime, until: datetime) -> tuple[Period, ...]:
    """Return when, from `since` to `until`, nobody holds a role; all of it for one that is on no rota."""
    return duty_rota.gaps(_facts(role, since=since, until=until), since=since, until=until)


def gaps_ahead(roles: Iterable[str], *, at: datetime, weeks: int = 4) -> dict[str, tuple[Period, ...]]:
    """Return, for those of the roles that nobody holds at some time in the weeks to come, when that is."""
    ahead = {role: gaps(role, since=at, until=at + timedelta(weeks=weeks)) for role in roles}
    return {role: found for role, found in ahead.items() if found}


def roles_named(*, at: datetime) -> set[str]:
    """Return the roles that somebody holds on the rota at an instant or later, as far as is known now."""
    rows = (Shift.objects.known(since=at), Arrangement.objects.known(since=at))
    return {role for known in rows for role in known.values_list("rota__role", flat=True)}


def _facts(role: str, *, since: datetime, until: datetime, known_at: datetime | None = None) -> RotaFacts:
    rota = _ROTA.first(role=role)
    return rota.facts(since=since, until=until, known_at=known_at) if rota else RotaFacts()
