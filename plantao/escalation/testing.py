"""The room of escalation wired for tests, as the roof wires it, with people on duty, and what they ask of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from plantao.escalation import handlers, reactions, ringing
from plantao.escalation.models import Ring, Step
from plantao.events import recording
from plantao.sla import handlers as of_clocks
from plantao.sla import next_step
from plantao.sla.reactions import COUNTS, count
from plantao.staff.models import Agent
from plantao.staff.testing import a_shift, an_agent
from plantao.tickets import reactions as of_tickets
from plantao.tickets import repeating
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, a_desk
from plantao.tickets.verbs import Verb
from plantao.work.registry import lock_row
from plantao.work.testing import wired


@contextmanager
def ladders_wired() -> Iterator[None]:
    """Let tickets, clocks and ladders react to events, and the watch look at them."""
    before = dict(recording._reactions)
    recording.react_with(
        {
            **{verb: [count] for verb in COUNTS},
            **{verb: [reactions.climb] for verb in reactions.MOVES - COUNTS},
            **{verb: [count, reactions.climb] for verb in reactions.MOVES & COUNTS},
            Verb.OPENED: [repeating.look_for_a_fault_before, count, reactions.climb],
            Verb.SERVICE_SET: [repeating.look_for_a_fault_before, reactions.climb],
            Verb.REPLIED: [of_tickets.answered, count],
        }
    )
    timers = {next_step.KIND: of_clocks.fall_due, ringing.STEPS: handlers.climb, ringing.KIND: handlers.ring_agent}
    with wired(lockers={"ticket": _lock, "agent": lock_row(Agent)}, timers=timers, tasks={repeating.MARK: repeating.mark_repeat}):
        yield
    recording.react_with(before)


def on_duty(role: str, name: str = "", *, mail: str = "", at: datetime = LONG_AGO) -> Agent:
    """Make somebody who holds a role always."""
    a_desk()
    agent = an_agent(name or role, at=at, mail=mail)
    a_shift(role, agent, at=at)
    return agent


def happened(ticket: Ticket) -> list[tuple[str, datetime]]:
    """Return the steps that happened, each with its instant, in the order in which they were recorded."""
    events = ticket.timeline.events.filter(verb="escalation.step_happened").order_by("id")
    return [(event.facts["role"], event.at) for event in events]


def rung(agent: Agent) -> list[datetime]:
    """Return when somebody was rung."""
    return list(Ring.objects.filter(agent=agent).values_list("at", flat=True))


def step(ticket: Ticket, role: str) -> Step:
    """Return the step of a role."""
    return Step.objects.get(ticket=ticket, role=role)


_lock_free = lock_row(Ticket)


def _lock(ticket_id: int) -> Ticket | None:
    ticket: Ticket | None = _lock_free(ticket_id)
    if ticket is not None:
        ticket.mark_locked()
    return ticket
