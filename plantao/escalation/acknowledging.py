"""Acknowledging: somebody sees to what rings, and it falls silent for a while."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from plantao.escalation.climbing import look_at
from plantao.escalation.ladders import climb_of
from plantao.escalation.models import Acknowledgement, Ring, Step
from plantao.escalation.ringing import unacknowledged
from plantao.escalation.verbs import Verb
from plantao.events.actor import Actor
from plantao.events.recording import record
from plantao.rules.refused import Refused
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket
from plantao.tickets.models.row import iso


class NothingRings(Refused):
    """Nothing of this ticket rings: acknowledged already, settled, or over. Facts: `protocol`."""


def acknowledge(ticket: Ticket, *, by: Actor, at: datetime) -> list[Acknowledgement]:
    """
    See to everything of a ticket that rings: nobody is rung of it for as long as the ladder says, and then only if the public
    was told nothing. Raises NotYours, NothingRings.
    """
    Agent.objects.check_may(by, "escalation.acknowledge")
    ticket.lock()
    steps = list(unacknowledged(at=at).filter(ticket_id=ticket.pk))
    if not steps:
        raise NothingRings(protocol=ticket.protocol)
    return _acknowledge(ticket, steps, by=by, at=at)


def acknowledge_ring(ring: Ring, *, by: Actor, at: datetime) -> list[Acknowledgement]:
    """See to everything that a ring was of and that still rings; [] where nothing does any more. Raises NotYours."""
    Agent.objects.check_may(by, "escalation.acknowledge")
    still = unacknowledged(at=at).filter(rings=ring)
    tickets = Ticket.objects.all_locked(still.values_list("ticket_id", flat=True))
    return [given for ticket in tickets for given in _acknowledge(ticket, list(still.filter(ticket_id=ticket.pk)), by=by, at=at)]


def still_rings(ring: Ring, *, at: datetime) -> list[Step]:
    """Return the steps of a ring that nobody has acknowledged and that are not over."""
    return list(unacknowledged(at=at).filter(rings=ring).select_related("ticket"))


def _acknowledge(ticket: Ticket, steps: Sequence[Step], *, by: Actor, at: datetime) -> list[Acknowledgement]:
    if not steps:
        return []
    until = at + climb_of(ticket, at=at).ring_rule.acknowledgement_lasts
    given = Acknowledgement.objects.bulk_create(_rows(steps, by=by, at=at, until=until))
    record(ticket, Verb.ACKNOWLEDGED, by=by, at=at, public=False, steps=[step.pk for step in steps], until=iso(until))
    look_at(ticket, at=at)
    return given


def _rows(steps: Iterable[Step], *, by: Actor, at: datetime, until: datetime) -> list[Acknowledgement]:
    return [Acknowledgement(step=step, person_id=by.person_id, at=at, until=until) for step in steps]
