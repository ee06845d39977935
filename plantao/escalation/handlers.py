"""What the watch does when it is time: take a ticket's step, ring a member of staff; registered in plantao/wiring/work.py."""

from datetime import datetime

from plantao.escalation.climbing import look_at
from plantao.escalation.ringing import ring
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.work.models import Timer


def climb(ticket: Ticket, timer: Timer, at: datetime) -> None:
    """Take the steps of a ticket that fell due by the timer's instant, and see to its rings."""
    look_at(ticket, upto=timer.due_at, at=at)


def ring_agent(agent: Agent, timer: Timer, at: datetime) -> None:
    """Ring somebody of all that waits for them by now."""
    ring(agent, at=at)
