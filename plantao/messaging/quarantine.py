"""
Incoming messages that are on no ticket: those that could not be worked on (in quarantine), and those that answer none (in the tray).

Each is kept whole and listed with the reason; people try it again, put it away, or file it (plantao/intake/kept.py).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from plantao.events.actor import Actor
from plantao.events.models import Event, Timeline
from plantao.events.recording import record
from plantao.messaging.inbox import LANE
from plantao.messaging.models import Inbound, Outcome
from plantao.messaging.verbs import MailVerb
from plantao.prepared import update
from plantao.rules.refused import Refused
from plantao.staff.models import Agent
from plantao.work import leases
from plantao.work.acting import run_retrying
from plantao.work.listening import wake

IN_QUARANTINE = Q(dead_at__isnull=False)
WAITS_FOR_A_PERSON = IN_QUARANTINE | Q(outcome=Outcome.TRAY)
ON_NO_TICKET = WAITS_FOR_A_PERSON | Q(outcome=Outcome.DISCARDED)


class NoLongerKept(Refused):
    """Somebody dealt with this message before, or it is being worked on. Facts: `outcome` (of Outcome; "" while it has none)."""


def quarantined() -> QuerySet[Inbound]:
    """Return what is in quarantine, oldest first; `last_error` says why. The originals are not loaded with it."""
    return Inbound.objects.filter(IN_QUARANTINE).order_by("received_at", "id")


def retry(ids: Collection[int] | None = None, *, by: Actor, at: datetime) -> int:
    """Let what is in quarantine (all, or these) be worked on again at once; how many. Raises NotYours."""
    Agent.objects.check_may(by, "mail.retry")

    def revive() -> int:
        dead = quarantined() if ids is None else quarantined().filter(pk__in=ids)
        for inbound in dead.order_by("pk").select_for_update(of=("self",)):
            happened(inbound, MailVerb.RETRIED, by=by, at=at)
        wake(LANE)
        return leases.revive(Inbound, ids=ids)

    return run_retrying(revive)


def discard(inbound_id: int, *, by: Actor, at: datetime, why: str) -> None:
    """Put one away for good, out of quarantine or the tray, with a reason; its original stays. Raises NotYours, NoLongerKept."""
    Agent.objects.check_may(by, "mail.discard")

    def put_away() -> None:
        inbound = locked(inbound_id, among=WAITS_FOR_A_PERSON)
        settle(inbound, Outcome.DISCARDED, why=why, at=at)
        happened(inbound, MailVerb.DISCARDED, by=by, at=at)

    run_retrying(put_away)


def locked(inbound_id: int, *, among: Q) -> Inbound:
    """Return a message of these with its row locked until the transaction ends. Raises NoLongerKept where it is none of them now."""
    inbound = Inbound.objects.filter(among, pk=inbound_id).select_for_update(of=("self",)).first()
    if inbound is None:
        raise NoLongerKept(outcome=Inbound.objects.values_list("outcome", flat=True).filter(pk=inbound_id).first() or "")
    return inbound


def settle(inbound: Inbound, outcome: Outcome, *, why: str, at: datetime) -> None:
    """Say what a person made of a message; `at` is when."""
    inbound.dead_at, inbound.done_at = None, at
    inbound.outcome, inbound.why = outcome, why[:200]
    update(inbound, "dead_at", "done_at", "outcome", "why")


def happened(inbound: Inbound, verb: MailVerb, *, by: Actor, at: datetime, **facts: Any) -> Event:
    """Write on a message's own timeline, begun here where it has none, what a person did with it."""
    timeline = inbound.timeline
    if timeline is None:
        timeline = inbound.timeline = Timeline.objects.create()
        update(inbound, "timeline")
    return record(_Begun(timeline), verb, by=by, at=at, public=False, **facts)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A message whose timeline is begun."""

    timeline: Timeline
