"""What follows when a backup was put back: no number that may have been given since then is given again."""

from contextlib import suppress
from datetime import datetime

from django.db import connection, transaction

from plantao.agreements.queries import NoHandbook, in_force
from plantao.events.models import Event
from plantao.tickets.models import numbers

RAISED = """
SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + %s)
FROM pg_sequences WHERE schemaname = 'public' AND increment_by > 0
"""


@transaction.atomic
def go_on(*, at: datetime, skip: int) -> str:
    """
    Pass over `skip` protocols in every count that was open since the last event, and as many of each table's numbers.

    Protocols were told to people, and links that were sent name rows. `at` is now. Returns what to tell of it.
    """
    last = Event.objects.order_by("-id").values_list("recorded_at", flat=True).first()
    if last is None or not skip:
        return "the desk goes on where the backup ends"
    with connection.cursor() as cursor:
        cursor.execute(RAISED, [skip])
    with suppress(NoHandbook):
        numbers.pass_over(in_force(at).handbook, since=min(last, at), until=at, count=skip)
    return f"the desk goes on from {last:%Y-%m-%d %H:%M:%S} UTC; {skip} numbers of each count that was open since are passed over"
