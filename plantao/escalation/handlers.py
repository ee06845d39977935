"""What the watch does when it is time: take a ticket's step, ring a member of staff; registered in plantao/wiring/work.py."""

from datetime import datetime

from plantao.escalation.climbing import look_at
from plantao.escalation.ringing import GATHERS, KIND, SUBJECT_KIND, ring, should_gather
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.work.models import Timer
from plantao.work.timers import set_timer


def climb(ticket: Ticket, timer: Timer, at: datetime) -> None:
    """Take the steps of a ticket that fell due by the timer's instant, and see to its rings."""
    look_at(ticket, upto=timer.due_at, at=at)


def ring_agent(agent: Agent, timer: Timer, at: datetime) -> None:
    """Ring somebody of all that waits for them by now; while the watch catches up with an outage, a little later."""
    if should_gather(agent, at=at):
        set_timer(KIND, subject_kind=SUBJECT_KIND, subject_id=agent.pk, due_at=at + GATHERS, at=at)
    else:
        ring(agent, at=at)
