"""A ticket's clocks as `plantao explain` tells those of a case, with what a ticket knows besides."""

from datetime import datetime
from typing import Any

from plantao.agreements.models import HandbookVersion
from plantao.handbook.explanation import ClockAnswer, clock_as_json
from plantao.operate.ticket.summary import instant
from plantao.sla.models import Clock
from plantao.sla.queries import Former, Reading, readings
from plantao.tickets.models import Ticket


def clocks_as_json(ticket: Ticket, *, at: datetime, only_published: bool) -> dict[str, Any]:
    """
    Return the clocks of a ticket as of `at`, in the shape of `plantao explain --json`.

    Each also says whether it is `published`, under which criticality and versions it counts, and, in `former`, what was
    promised before the criticality changed.
    """
    shown = [reading for reading in readings(ticket, at=at) if reading.is_published or not only_published]
    return {"protocol": ticket.protocol, "at": instant(at), "clocks": {reading.name: _clock(reading) for reading in shown}}


def _clock(reading: Reading) -> dict[str, Any]:
    told = clock_as_json(ClockAnswer(calendar=reading.calendar or "", verdict=reading.verdict))
    row = reading.row
    kept = {} if row is None else {"round": row.round, **_versions(row)}
    former = {"former": [_former(each) for each in reading.former]} if reading.former else {}
    return {**told, "published": reading.is_published, "criticality": reading.criticality, **kept, **former}


def _versions(row: Clock) -> dict[str, int]:
    """Return the numbers of the versions under which it counts."""
    handbook = HandbookVersion.objects.values_list("number", flat=True).get(pk=row.handbook_id)
    return {"handbook_version": handbook, "calendars_version": row.calendars.number}


def _former(former: Former) -> dict[str, Any]:
    verdict = former.verdict
    return {
        "criticality": former.row.criticality,
        "due_at": instant(verdict.due_at),
        "state": str(verdict.state),
        "until": instant(former.row.ended_at),
    }
