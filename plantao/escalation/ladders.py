"""
A ticket's ladder as the facts have it at an instant: each step with its instant, whether it is automatic, when all ends.

The rules decide (plantao/rules/escalation_matrix.py); here their facts are found. Source: docs/rules/escalation_matrix.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from plantao.agreements.calendars import frozen_hours
from plantao.escalation.family import Family, carried_by, family_of, repeated
from plantao.events.models import Event
from plantao.handbook.document import CUSTOMER, Ladder
from plantao.handbook.document import Step as Terms
from plantao.rules.clock_rounds import ATTENDED, OPENED, ending
from plantao.rules.counted_time import Hold, count
from plantao.rules.criticality import Change, compare
from plantao.rules.escalation_matrix import LadderFacts, RingRule, Step, due_steps
from plantao.rules.working_time import ServiceHours
from plantao.sla.models import Clock
from plantao.sla.reading import events_of, happenings_of, history_of, holds_of
from plantao.tickets.models import Ticket

Key = tuple[str, timedelta]
"""What tells a step apart on its ticket, for ever: the role, and after how much service time."""

Periods = Sequence[tuple[datetime, str]]
"""Each criticality with the instant from which it counts, the opening's first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """
    A step to come or due: `due_at` is None while paused or not started; `falls_at` is when it is taken or offered, later than
    due where it became automatic only afterwards.
    """

    terms: Terms
    due_at: datetime | None
    falls_at: datetime | None
    is_automatic: bool

    @property
    def key(self) -> Key:
        """What tells it apart on its ticket."""
        return self.terms.tell, self.terms.after.wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """
    A ladder as it stands; None where none fits. `rungs` are those that fall due before its end, `is_silent` says that the
    parent of a mass incident carries them, `is_published` that the customer may know of its start. `updated_at` are the
    instants at which the public was told something.
    """

    ladder: Ladder | None = None
    rungs: tuple[Rung, ...] = ()
    ended_at: datetime | None = None
    is_silent: bool = False
    is_published: bool = True
    updated_at: tuple[datetime, ...] = ()

    @property
    def ring_rule(self) -> RingRule:
        """How its steps ring; by default where the ladder that they were of no longer fits."""
        if self.ladder is None:
            return RingRule()
        terms = self.ladder
        return RingRule(every=terms.ring_every.wall, tries=terms.tries, acknowledgement_lasts=terms.acknowledgement_lasts.wall)

    def is_over(self, *, at: datetime) -> bool:
        """Whether nothing rings any more."""
        return self.is_silent or (self.ended_at is not None and self.ended_at <= at)

    def roles_after(self, after: timedelta) -> tuple[str, ...]:
        """Return the roles of the later steps, in order."""
        steps = self.ladder.steps if self.ladder else ()
        return tuple(dict.fromkeys(step.tell for step in steps if step.after.wall > after))

    def roles_before(self, after: timedelta) -> tuple[str, ...]:
        """Return the roles of the earlier steps, in order."""
        steps = self.ladder.steps if self.ladder else ()
        return tuple(dict.fromkeys(step.tell for step in steps if step.after.wall < after))


def climb_of(ticket: Ticket, *, at: datetime, is_new: bool = False) -> Climb:
    """Return the ladder of a ticket as known at `at`; `is_new`: opened just now, so nothing can have happened to it yet."""
    ladder = ticket.terms.ladder_for(department=ticket.department, criticality=ticket.criticality)
    events = [] if is_new else events_of(ticket)
    happenings = happenings_of(ticket, events)
    ended_at = ending(happenings, repeats=True, at=at)
    family = Family() if is_new else family_of(ticket)
    updated_at = tuple(happening.at for happening in happenings if happening.event == "public_update")
    if ladder is None or family.is_carried:
        return Climb(ladder=ladder, ended_at=ended_at, is_silent=family.is_carried, updated_at=updated_at)
    found = _Found(ticket, events, family, ended_at, at, is_new=is_new)
    return Climb(
        ladder=ladder,
        rungs=found.rungs(ladder),
        ended_at=ended_at,
        is_published=ladder.starts == OPENED or found.is_promise_published,
        updated_at=updated_at,
    )


class _Found:
    """The facts of one ticket's ladder, each looked up once."""

    def __init__(
        self, ticket: Ticket, events: Sequence[Event], family: Family, ended_at: datetime | None, at: datetime, *, is_new: bool
    ) -> None:
        self.ticket = ticket
        self.family = family
        self.ended_at = ended_at
        self.at = at
        self.is_new = is_new
        self.holds = () if is_new else holds_of(ticket)
        self.periods: Periods = history_of(ticket, events=events, holds=()).criticalities
        self.attend = tuple(name for name, clock in ticket.terms.clocks.items() if clock.met_by == ATTENDED)

    @property
    def is_promise_published(self) -> bool:
        return any(self.ticket.terms.clocks[name].published for name in self.attend)

    def rungs(self, ladder: Ladder) -> tuple[Rung, ...]:
        dues = self._dues()
        carried = carried_by(self.family.parent) if self.family.parent else ()
        rungs = []
        for terms in ladder.steps:
            key = (terms.tell, terms.after.wall)
            if key in dues and key not in carried:
                is_automatic = self.ticket.criticality in ladder.automatic_for
                due_at, since = dues[key], self._automatic_since() if is_automatic else None
                falls_at = due_at if due_at is None or since is None else max(due_at, since)
                rungs.append(Rung(terms=terms, due_at=due_at, falls_at=falls_at, is_automatic=is_automatic))
        return tuple(rungs)

    def _dues(self) -> Mapping[Key, datetime | None]:
        """Return when each step is due: raised, from the raising on, never later than it was before; lowered, from the opening."""
        order = list(self.ticket.terms.criticalities)
        started_at, before = self._opened_at(), ""
        found: dict[Key, datetime | None] = {}
        for since, criticality in self.periods:
            is_known = before in order and criticality in order
            change = compare(before, criticality, order=order) if is_known else Change.SAME
            is_raised = change is Change.RAISED
            started_at = since if is_raised else self._opened_at() if change is Change.LOWERED else started_at
            counted = self._counted(criticality, started_at)
            found = {key: _earlier(due_at, found.get(key)) if is_raised else due_at for key, due_at in counted.items()}
            before = criticality
        return found

    def _counted(self, criticality: str, opened_at: datetime) -> dict[Key, datetime | None]:
        ladder = self.ticket.terms.ladder_for(department=self.ticket.department, criticality=criticality)
        if ladder is None:
            return {}
        climbed = (
            timedelta()
            if opened_at > self.ticket.opened_at
            else climbed_before(self.ticket, ladder, family=self.family, is_new=self.is_new)
        )
        steps = [Step(tell=step.tell, after=max(step.after.wall - climbed, timedelta())) for step in ladder.steps]
        keys = {id(step): (terms.tell, terms.after.wall) for step, terms in zip(steps, ladder.steps, strict=True)}
        facts = LadderFacts(
            steps=steps,
            hours=hours_of(self.ticket, ladder),
            started_at=opened_at if ladder.starts == OPENED else self._attend_missed_at(),
            ended_at=self.ended_at,
            pauses=pauses_of(self.ticket, self.holds),
        )
        return {keys[id(due.step)]: due.due_at for due in due_steps(facts, at=self.at)}

    def _opened_at(self) -> datetime:
        """When the counting begins: of a mass incident, with the earliest of its tickets."""
        return min([self.ticket.opened_at, *(child.opened_at for child in self.family.children)])

    def _attend_missed_at(self) -> datetime | None:
        """When the promise to attend was broken first, here or on a ticket of this mass incident; None: it was not."""
        family = [self.ticket.pk, *(child.pk for child in self.family.children)]
        missed = Clock.objects.filter(ticket_id__in=family, name__in=self.attend, breached_at__lte=self.at)
        instant: datetime | None = missed.aggregate(first=Min("breached_at"))["first"]
        return instant

    def _automatic_since(self) -> datetime | None:
        """Since when the criticality has been one for which steps are taken by themselves; None: from the opening on."""
        since = None
        for place, (begins, criticality) in enumerate(self.periods):
            ladder = self.ticket.terms.ladder_for(department=self.ticket.department, criticality=criticality)
            if ladder is None or criticality not in ladder.automatic_for:
                since = self.periods[place + 1][0] if place + 1 < len(self.periods) else begins
        return since


def climbed_before(ticket: Ticket, ladder: Ladder, *, family: Family | None = None, is_new: bool = False) -> timedelta:
    """Return how far the ladder had been climbed by what this ticket repeats: its steps go on from there."""
    if ladder.starts != OPENED or (first := repeated(ticket, is_new=is_new, family=family)) is None:
        return timedelta()
    until = ending(happenings_of(first, []), repeats=True, at=ticket.opened_at) or ticket.opened_at
    counted = count(
        since=first.opened_at,
        until=max(until, first.opened_at),
        hours=hours_of(ticket, ladder),
        holds=pauses_of(first, holds_of(first)),
        has_ended=True,
    )
    return counted.elapsed() + climbed_before(first, ladder)


def hours_of(ticket: Ticket, ladder: Ladder) -> ServiceHours:
    """Return the hours on which a ladder counts, as the ticket froze them."""
    key = ticket.customer_calendar if ladder.calendar == CUSTOMER else ladder.calendar
    return frozen_hours(key, handbook_id=ticket.handbook_id, calendars_id=ticket.calendars_id)


def pauses_of(ticket: Ticket, holds: Sequence[Hold]) -> list[Hold]:
    """Return the holds of a ticket that pause its escalation."""
    terms = ticket.terms.holds_under(ticket.plan if ticket.plan in ticket.terms.contracts else None)
    return [hold for hold in holds if hold.reason in terms and terms[hold.reason].pauses_escalation]


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((instant for instant in (one, other) if instant is not None), default=None)
