"""Ringing a member of staff: once at a time, of everything that waits for them and that nobody has acknowledged."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from plantao.escalation.ladders import Climb
from plantao.escalation.models import Acknowledgement, Ring, Step
from plantao.escalation.verbs import Verb
from plantao.events.actor import DESK
from plantao.events.recording import record
from plantao.rules.escalation_matrix import RingFacts, RingRule
from plantao.staff.models import Agent
from plantao.work.models import Timer

SUBJECT_KIND = "agent"
KIND = "escalation.ring"
"""The one timer of a member of staff: due at once when there is something to ring them of."""

STEPS = "escalation.step"
"""The one timer of a ticket's ladder: set to the earliest instant at which there is a step to take or somebody to ring."""

ASKED_OF_A_TICKET = ("protocol", "department", "criticality", "handbook")
"""There may be hundreds that wait for one person; no more is read of each than is asked for."""

LATE, GATHERS, AT_MOST = timedelta(seconds=10), timedelta(seconds=1), timedelta(minutes=1)
"""What is found later than `LATE` waits, so that after an outage one ring has all that was missed until nothing comes for `GATHERS`."""


def ring(agent: Agent, *, at: datetime) -> Ring | None:
    """
    Ring somebody of all that waits for them; None where by now nothing does, or where another worker rang them of it
    meanwhile. The agent's row is locked.
    """
    waiting = (
        unacknowledged(at=at)
        .filter(whom=agent)
        .select_related("ticket")
        .only("rings_at", *(f"ticket__{name}" for name in ASKED_OF_A_TICKET))
    )
    steps = list(waiting.order_by("happened_at", "id"))
    rung_at = _rung_at(agent, steps)
    if agent.disabled_at is not None or all(_is_rung(step, rung_at.get(step.pk)) for step in reversed(steps)):
        return None
    last = Ring.objects.filter(agent=agent).aggregate(last=Max("ordinal"))["last"] or 0
    rung = Ring.objects.create(agent=agent, ordinal=last + 1, at=at)
    rung.steps.add(*steps)
    record(
        agent, Verb.RUNG, by=DESK, at=at, public=False, ring=rung.pk, ordinal=rung.ordinal, steps=[step.pk for step in steps],
        tickets=list(dict.fromkeys(step.ticket.protocol for step in steps)),
    )  # fmt: skip
    return rung


def should_gather(agent: Agent, *, at: datetime) -> bool:
    """
    Whether more is on its way to this agent: the watch is catching up after an outage, and there are steps that fell due long
    ago and that it has not come to. Nobody waits for that longer than a minute.
    """
    waiting = Timer.objects.filter(kind=STEPS, due_at__lte=at - LATE, not_before=None, dead_at=None)
    found = unacknowledged(at=at).filter(whom=agent).exclude(rings__agent=agent).aggregate(first=Min("recorded_at"))["first"]
    return found is not None and at - found < AT_MOST and waiting.exists()


def _rung_at(agent: Agent, steps: Sequence[Step]) -> dict[int, datetime]:
    """Return by step when this agent was rung of it last, where they were."""
    rings = Ring.steps.through.objects.filter(ring__agent=agent, step__in=steps)
    return dict(rings.values_list("step").annotate(last=Max("ring__at")).order_by())


def _is_rung(step: Step, last_at: datetime | None) -> bool:
    """
    Whether whoever was rung of a step at `last_at` was so since its ladder last asked for that, or just before: two workers may have
    seen to it.
    """
    if last_at is None:
        return False
    assert step.rings_at is not None
    terms = step.ticket.terms.ladder_for(department=step.ticket.department, criticality=step.ticket.criticality)
    every = terms.ring_every.wall if terms else RingRule().every
    return last_at >= step.rings_at - every * 1.5


def unacknowledged(*, at: datetime) -> QuerySet[Step]:
    """Return the steps that ring now, and that nobody has acknowledged."""
    silent = Acknowledgement.objects.filter(step=OuterRef("pk"), until__gt=at)
    return Step.objects.filter(~Exists(silent), rings_at__isnull=False)


def rung_of(step: Step, climb: Climb, *, is_new: bool = False) -> RingFacts:
    """Return what the rule of ringing asks of a step that happened; `is_new`: just now, so nobody was rung of it yet."""
    assert step.happened_at is not None
    return RingFacts(
        due_at=step.happened_at,
        rung_at=[] if is_new else list(step.rings.order_by("at").values_list("at", flat=True).distinct()),
        acknowledged_at=[] if is_new else list(step.acknowledgements.values_list("at", flat=True)),
        updated_at=climb.updated_at,
        ended_at=climb.ended_at,
    )
