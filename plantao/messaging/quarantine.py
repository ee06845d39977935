"""Incoming messages that could not be worked on: kept whole, listed with the reason, tried again or put away by a person."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from plantao.messaging.inbox import LANE
from plantao.messaging.models import Inbound, Outcome
from plantao.work import leases
from plantao.work.acting import run_retrying
from plantao.work.listening import wake


def quarantined() -> QuerySet[Inbound]:
    """Return what is in quarantine, oldest first; `last_error` says why. The originals are not loaded with it."""
    return Inbound.objects.filter(dead_at__isnull=False).order_by("received_at", "id")


def retry(ids: Collection[int] | None = None) -> int:
    """Let what is in quarantine (all, or these) be worked on again at once; how many."""

    def revive() -> int:
        wake(LANE)
        return leases.revive(Inbound, ids=ids)

    return run_retrying(revive)


def discard(inbound_id: int, *, why: str, at: datetime) -> bool:
    """Put one away for good, with a reason; its original stays. False where it is not in quarantine."""
    dead = quarantined().filter(pk=inbound_id)
    return bool(dead.update(dead_at=None, done_at=at, outcome=Outcome.DISCARDED, why=why[:200]))
