"""Asking for a step that is due and that nobody takes by itself: one act, of staff or of the customer."""

from datetime import datetime

from plantao.escalation.climbing import facts_of, happen, look_at, steps_of
from plantao.escalation.ladders import climb_of
from plantao.escalation.models import Step
from plantao.escalation.verbs import Verb
from plantao.events.actor import Actor
from plantao.events.recording import record
from plantao.rules.refused import Refused
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.tickets.models.row import iso


class NotYetDue(Refused):
    """The step may be asked for when it is due. Facts: `role`, `due_at` (ISO 8601; None while that is not known)."""


class NothingToAskFor(Refused):
    """No step of this ticket's ladder waits to be asked for. Facts: `protocol`."""


def ask(ticket: Ticket, *, by: Actor, at: datetime, public: bool, role: str = "") -> Step:
    """
    Ask for a step that is due and that waits to be asked for: that of `role`, or the first of them. It happens at once.

    `public`: whether the customer may know who asked. Raises NotYetDue, NothingToAskFor, and for staff NotYours.
    """
    if not by.is_customers:
        Agent.objects.check_may(by, "ticket.ask_escalation")
    ticket.lock()
    climb = look_at(ticket, upto=at, at=at)
    if climb.is_over(at=at):
        raise NothingToAskFor(protocol=ticket.protocol)
    waiting = [step for step in _in_order(ticket) if step.happened_at is None and role in ("", step.role)]
    if not waiting:
        _refuse(ticket, role, at=at)
    step = waiting[0]
    step.asked_at, step.asked_by_id = at, by.person_id
    record(ticket, Verb.ASKED, by=by, at=at, public=public, **facts_of(step))
    happen(ticket, climb, step, since=at, at=at)
    look_at(ticket, at=at)
    return step


def may_be_asked(ticket: Ticket, *, at: datetime) -> list[Step]:
    """Return the steps that wait to be asked for, in order."""
    return [] if climb_of(ticket, at=at).is_over(at=at) else [step for step in _in_order(ticket) if step.happened_at is None]


def _in_order(ticket: Ticket) -> list[Step]:
    return sorted(steps_of(ticket).values(), key=lambda step: (step.after, step.pk))


def _refuse(ticket: Ticket, role: str, *, at: datetime) -> None:
    for rung in climb_of(ticket, at=at).rungs:
        if role in ("", rung.terms.tell) and not rung.is_automatic and (rung.due_at is None or rung.due_at > at):
            raise NotYetDue(role=rung.terms.tell, due_at=iso(rung.due_at))
    raise NothingToAskFor(protocol=ticket.protocol)
