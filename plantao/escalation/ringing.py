"""Ringing a member of staff: once at a time, of everything that waits for them and that nobody has acknowledged."""

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from plantao.escalation.ladders import Climb
from plantao.escalation.models import Acknowledgement, Ring, Step
from plantao.escalation.verbs import Verb
from plantao.events.actor import DESK
from plantao.events.recording import record
from plantao.rules.escalation_matrix import RingFacts
from plantao.staff.models import Agent

SUBJECT_KIND = "agent"
KIND = "escalation.ring"
"""The one timer of a member of staff: due at once when there is something to ring them of."""


def ring(agent: Agent, *, at: datetime) -> Ring | None:
    """Ring somebody of all that waits for them; None where by now nothing does. The agent's row is locked."""
    steps = list(unacknowledged(at=at).filter(whom=agent).select_related("ticket").order_by("happened_at", "id"))
    if not steps or agent.disabled_at is not None:
        return None
    last = Ring.objects.filter(agent=agent).aggregate(last=Max("ordinal"))["last"] or 0
    rung = Ring.objects.create(agent=agent, ordinal=last + 1, at=at)
    rung.steps.set(steps)
    record(
        agent, Verb.RUNG, by=DESK, at=at, public=False, ring=rung.pk, ordinal=rung.ordinal, steps=[step.pk for step in steps],
        tickets=list(dict.fromkeys(step.ticket.protocol for step in steps)),
    )  # fmt: skip
    return rung


def unacknowledged(*, at: datetime) -> QuerySet[Step]:
    """Return the steps that ring now, and that nobody has acknowledged."""
    silent = Acknowledgement.objects.filter(step=OuterRef("pk"), until__gt=at)
    return Step.objects.filter(~Exists(silent), rings_at__isnull=False)


def rung_of(step: Step, climb: Climb) -> RingFacts:
    """Return what the rule of ringing asks of a step that happened."""
    assert step.happened_at is not None
    return RingFacts(
        due_at=step.happened_at,
        rung_at=list(step.rings.order_by("at").values_list("at", flat=True).distinct()),
        acknowledged_at=list(step.acknowledgements.values_list("at", flat=True)),
        updated_at=climb.updated_at,
        ended_at=climb.ended_at,
    )
