"""Questions about a ticket's clocks, answered from the stored facts of each by the one function that judges them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import F

from plantao.agreements.queries import document_of
from plantao.handbook.document import Handbook, Target, Text
from plantao.rules.clock_counts import Count, judge_count, known
from plantao.rules.clock_rounds import Happening
from plantao.rules.counted_time import Hold
from plantao.rules.service_level import State, Verdict
from plantao.sla.models import Clock, clocks_of
from plantao.sla.reading import events_of, happenings_of, holds_of
from plantao.tickets.models import Ticket

OVER = frozenset({State.MET, State.MET_LATE, State.STOPPED})


@dataclass(frozen=True, kw_only=True)
class Former:
    """What was promised before the criticality changed, in the same round: a fact that stays, judged at the change."""

    row: Clock
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A clock of a ticket at an instant. `row` is None while it waits to start; `former` what was promised before in this round."""

    name: str
    handbook: Handbook
    criticality: str
    plan: str
    row: Clock | None
    verdict: Verdict
    former: tuple[Former, ...] = ()

    @property
    def is_published(self) -> bool:
        """Whether customers see it."""
        return self.handbook.clocks[self.name].published

    @property
    def met_by(self) -> str:
        """Return the event that keeps the promise."""
        return self.handbook.clocks[self.name].met_by

    @property
    def calendar(self) -> str | None:
        """Return the calendar on which it is counted; None while it waits."""
        return None if self.row is None else self.row.calendar

    @property
    def within(self) -> timedelta:
        """Return how much time it was given on its calendar."""
        return self.target.latest.wall if self.row is None else self.row.within

    @property
    def is_over(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.verdict.state in OVER or (self.row is not None and self.row.ended_at is not None)

    @property
    def is_held_to_what_was_promised_before(self) -> bool:
        """Whether the criticality was raised, and what was promised before is due earlier than what it would be now."""
        counted = self.verdict.counted
        return self.row is not None and self.row.is_bound and counted is not None and counted.since < self.row.started_at

    @cached_property
    def target(self) -> Target:
        """Return the target as the handbook writes it."""
        contract = self.plan if self.plan in self.handbook.contracts else None
        return self.handbook.targets(criticality=self.criticality, contract=contract)[self.name]

    def says(self, language: str) -> str:
        """Return what is published in the place of the figure, in a language; "" where the figure is."""
        text: Text | None = self.target.says
        return text.in_language(language, default=self.handbook.default_language) if text else ""


def readings(ticket: Ticket, *, at: datetime, is_new: bool = False) -> tuple[Reading, ...]:
    """
    Return every clock of a ticket as known at `at`, those that wait to start too, in the handbook's order.

    `is_new`: opened just now, so nothing can have held it yet.
    """
    holds = () if is_new else holds_of(ticket)
    rows: dict[str, list[Clock]] = {}
    for row in clocks_of(ticket.pk):
        rows.setdefault(row.name, []).append(row)
    begun = {name: reading for name, some in rows.items() if (reading := _reading(ticket, some, holds, at=at))}
    waiting = {name: reading for name, reading in _waiting(ticket) if name not in begun}
    order = list(ticket.terms.clocks)
    found = {**begun, **waiting}
    return tuple(found[name] for name in sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name)))


def promise_of(ticket: Ticket, *, at: datetime, is_new: bool = False) -> tuple[Reading, ...]:
    """
    Return what a customer may rely on by when: the published clocks whose promise is still waited for.

    `reading.verdict.due_at` is the instant (None while it is held, or waits to start), `reading.says(language)` what stands
    in its place where the handbook publishes a word and no figure.
    """
    return tuple(reading for reading in readings(ticket, at=at, is_new=is_new) if reading.is_published and not reading.is_over)


def due_next(tickets: Collection[Ticket]) -> dict[int, Clock]:
    """Return, by the ids of those of the tickets whose next step is a clock's, that clock: its name and handbook. One query."""
    waited_for = Clock.objects.filter(ticket__in=tickets, met_at=None, ended_at=None, due_at=F("ticket__next_due_at"))
    return {clock.ticket_id: clock for clock in waited_for.order_by("-name", "-ordinal").only("ticket", "name", "handbook")}


def counts_of(ticket: Ticket) -> Mapping[str, tuple[Count, ...]]:
    """Return the counts of every clock of a ticket, by name, as the rules judge them."""
    holds = holds_of(ticket)
    counts: dict[str, tuple[Count, ...]] = {}
    for row in clocks_of(ticket.pk):
        counts[row.name] = (*counts.get(row.name, ()), row.as_count(holds))
    return counts


def happened(ticket: Ticket) -> list[Happening]:
    """Return what happened on a ticket as clocks and ladders know it, corrections applied."""
    return happenings_of(ticket, events_of(ticket))


def _reading(ticket: Ticket, rows: list[Clock], holds: tuple[Hold, ...], *, at: datetime) -> Reading | None:
    counts = known([row.as_count(holds) for row in rows], at=at)
    if not counts:
        return None
    current = rows[len(counts) - 1]
    former = tuple(
        Former(row=row, verdict=judge_count(counts, at=at, which=place))
        for place, row in enumerate(rows[: len(counts) - 1])
        if row.round == current.round
    )
    return Reading(
        name=current.name,
        handbook=document_of(current.handbook_id),
        criticality=current.criticality,
        plan=ticket.plan,
        row=current,
        verdict=judge_count(counts, at=at),
        former=former,
    )


def _waiting(ticket: Ticket) -> Iterator[tuple[str, Reading]]:
    contract = ticket.plan if ticket.plan in ticket.terms.contracts else None
    for name, target in ticket.terms.targets(criticality=ticket.criticality, contract=contract).items():
        verdict = Verdict(state=State.WAITING, remaining=target.latest.wall)
        yield (
            name,
            Reading(name=name, handbook=ticket.terms, criticality=ticket.criticality, plan=ticket.plan, row=None, verdict=verdict),
        )
