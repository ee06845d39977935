"""Taking messages in: stored once, committed, and only then answered for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from plantao.files.models import Blob
from plantao.messaging.models import Inbound, stored_identity
from plantao.prepared import Gap, Prepared, insert_missing
from plantao.work.listening import wake

LANE = "inbox"

_THERE = Prepared(lambda: Inbound.objects.filter(channel=Gap("channel"), outside_id=Gap("outside_id")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """
    A message that came in, as it is handed to us. `at` is our server's hour.

    `outside_id` is what the network knows it by. `envelope` is JSON-able; null bytes and broken surrogates in it are replaced.
    """

    channel: str
    outside_id: str
    original: bytes
    envelope: Mapping[str, Any]
    at: datetime


def receive(*, channel: str, outside_id: str, original: bytes, envelope: Mapping[str, Any], at: datetime) -> Inbound:
    """
    Keep a message that came in (see `Arrival`), whole, in a transaction of its own; when this returns it is committed.

    The same `outside_id` again on the same channel returns the row that is there and changes nothing. Raises the database's
    errors: whoever calls must not answer for the message then.
    """
    (inbound,) = receive_all([Arrival(channel=channel, outside_id=outside_id, original=original, envelope=envelope, at=at)])
    return inbound


def receive_all(arrivals: Sequence[Arrival]) -> list[Inbound]:
    """Keep messages that came in together, in one transaction: all or none. A row for each, in their order; else as `receive`."""
    rows = [_row(arrival) for arrival in arrivals]
    there = {_name(row): row for row in sorted(rows, key=_name)}  # always in the same order, so that nobody waits in a ring
    with transaction.atomic(durable=True):
        new = insert_missing(list(there.values()), key=["channel", "outside_id"])
        if new:
            Blob.objects.store_all([row.original for row in new])
            wake(LANE)
    there |= {
        _name(found): found
        for row in there.values()
        if row.pk is None
        for found in _THERE.rows(channel=row.channel, outside_id=row.outside_id)
    }
    return [there[_name(row)] for row in rows]


def _row(arrival: Arrival) -> Inbound:
    return Inbound(
        channel=arrival.channel,
        outside_id=stored_identity(arrival.outside_id),
        original=Blob.of(arrival.original, at=arrival.at),
        envelope=_storable(arrival.envelope),
        received_at=arrival.at,
        created_at=arrival.at,
    )


def _name(row: Inbound) -> tuple[str, str]:
    return row.channel, row.outside_id


def _storable(value: Any) -> Any:
    """Return a JSON-able value as PostgreSQL takes it."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_storable(key): _storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value
