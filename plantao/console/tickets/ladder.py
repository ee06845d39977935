"""A ticket's ladder: each step with its instant, what became of it, who was rung or would be. Asked for after the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.tickets.beside import seen_on_the_page
from plantao.console.tickets.finding import ticket_of
from plantao.console.tickets.names import called
from plantao.escalation.holders import Roster
from plantao.escalation.reading import LadderReading, Stands, StepReading, ladder_of, told_by
from plantao.sla.words import length_in_words
from plantao.tickets.models import Ticket
from plantao.ui.middleware import is_partial
from plantao.ui.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    A step as a page shows it. `people` were rung or told, or would be, as holders of `of_role` ("": the step's own); `gaps` are roles
    that nobody holds then. `stands` says what became of it, "never" where its ladder ended before. `times` is how often it rang,
    `acknowledged` by whom, `until` how long that lasts.
    """

    role: str
    after: str
    stands: str
    is_automatic: bool
    due_at: datetime | None
    happened_at: datetime | None
    people: str
    gaps: str
    times: int
    rings_at: datetime | None
    acknowledged: str
    until: datetime | None

    @property
    def rings(self) -> bool:
        """Whether it waits for somebody to acknowledge it."""
        return self.rings_at is not None and not self.acknowledged


@require_safe
@agents_who_may("ticket.see")
def ladder(request: AgentRequest, protocol: str) -> HttpResponse:
    """Show a ticket's ladder; alone where a part of its page is asked for."""
    ticket = ticket_of(request, protocol)
    reading = ladder_of(ticket, at=request.at, now=request.at)
    steps, is_over = steps_of(ticket, reading, at=request.at), reading.climb.is_over(at=request.at)
    shown = {
        "ticket": ticket,
        "seen": seen_on_the_page(request, ticket),
        "steps": steps,
        "acknowledge_ids": ("acknowledge", "acknowledge-below"),
        "rings": any(step.rings for step in steps),
        "ladder": reading,
        "is_over": is_over,
        "acknowledge": reverse("acknowledgements", args=[ticket.protocol]) if request.agent.may("escalation.acknowledge") else "",
        "may_ask": request.agent.may("ticket.ask_escalation") and not is_over,
    }
    return render(request, "console/tickets/ladder.html#part" if is_partial(request) else "console/tickets/ladder.html", shown)


def steps_of(ticket: Ticket, ladder: LadderReading, *, at: datetime) -> Sequence[Step]:
    """Return the steps of a ticket's ladder, in order: five queries."""
    roster = Roster(ticket, since=at) if ladder.steps else None
    return [_step(ticket, ladder, reading, roster, at=at) for reading in ladder.steps]


def _step(ticket: Ticket, ladder: LadderReading, reading: StepReading, roster: Roster | None, *, at: datetime) -> Step:
    terms, step, given = Terms(ticket.terms), reading.step, reading.acknowledged
    happened = reading.stands is Stands.HAPPENED
    never = ladder.climb.is_over(at=at) and not happened
    told = None if never else told_by(ticket, ladder, reading, at=at, roster=roster)
    rung = [ring.agent.person for ring in reading.rung]
    people = rung or ([agent.person for agent in told.agents] if told else [])
    return Step(
        role=terms.role(reading.role),
        after=length_in_words(reading.after) if reading.after > timedelta() else "",
        stands="never" if never else reading.stands.value.replace(" ", "_"),
        is_automatic=reading.is_automatic,
        due_at=reading.due_at,
        happened_at=step.happened_at if step and happened else None,
        people=", ".join(dict.fromkeys(called(person) for person in people)),
        gaps=", ".join(terms.role(gap) for gap in told.gaps) if told else "",
        times=len({ring.at for ring in reading.rung}),
        rings_at=reading.rings_at,
        acknowledged=(called(given.person) if given.person else "–") if given and given.until > at else "",
        until=given.until if given else None,
    )
