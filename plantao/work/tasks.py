"""Queueing a task."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from plantao.work.listening import CAP, wake
from plantao.work.models import Task

LANE = "tasks"

QUEUE_ONCE = """
    INSERT INTO work_task (kind, payload, key, run_at, created_at, attempts, failures, crashes, last_error)
    VALUES (%s, %s::jsonb, %s, %s, %s, 0, 0, 0, '')
    ON CONFLICT (kind, key) WHERE attempts = 0 AND NOT (key = '') DO UPDATE SET
        payload = EXCLUDED.payload,
        run_at = CASE WHEN work_task.run_at IS NULL OR EXCLUDED.run_at IS NULL THEN NULL
                      ELSE least(work_task.run_at, EXCLUDED.run_at) END
"""


def queue_task(kind: str, payload: dict[str, Any] | None = None, *, at: datetime, run_at: datetime | None = None, key: str = "") -> None:
    """
    Let the handler of `kind` be called with `payload` (JSON-able), once the current transaction has committed.

    At `run_at`, or at once. With a `key`, a task of that kind and key that nobody has begun is taken instead of a new
    one: it gets this payload and the earlier of the two instants. That row is locked until we commit, so no worker can
    begin it before it can see the facts of this transaction.
    """
    if key:
        with connection.cursor() as cursor:
            cursor.execute(QUEUE_ONCE, [kind, json.dumps(payload or {}), key, run_at, at])
    else:
        Task.objects.create(kind=kind, payload=payload or {}, run_at=run_at, created_at=at)
    if run_at is None or run_at <= at + CAP:
        wake(LANE)
