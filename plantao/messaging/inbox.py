"""Taking messages in: stored once, committed, and only then answered for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from plantao.files.models import Blob
from plantao.messaging.models import Inbound, stored_identity
from plantao.work.listening import wake

LANE = "inbox"


def receive(*, channel: str, outside_id: str, original: bytes, envelope: Mapping[str, Any], at: datetime) -> Inbound:
    """
    Keep a message that came in, whole, in a transaction of its own; when this returns it is committed.

    The same `outside_id` again on the same channel returns the row that is there and changes nothing. `at` is our
    server's hour. `envelope` is JSON-able; null bytes and broken surrogates in it are replaced. Raises the database's
    errors: whoever calls must not answer for the message then.
    """
    outside_id = stored_identity(outside_id)
    found = Inbound.objects.filter(channel=channel, outside_id=outside_id).first()
    if found:
        return found
    with transaction.atomic(durable=True):
        blob = Blob.objects.store(original, at=at)
        inbound = Inbound(
            channel=channel, outside_id=outside_id, original=blob, envelope=_storable(envelope), received_at=at, created_at=at
        )
        Inbound.objects.bulk_create([inbound], ignore_conflicts=True)
        wake(LANE)
    return Inbound.objects.get(channel=channel, outside_id=outside_id)


def _storable(value: Any) -> Any:
    """Return a JSON-able value as PostgreSQL takes it."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_storable(key): _storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value
