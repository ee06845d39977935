"""What must stand in the books of what fell due, read past all of the code, and what does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tests.crashes.books import Books

VERBS: Final = ("escalation.step_happened", "escalation.offered", "sla.breached", "sla.reminded", "ticket.resolved", "ticket.closed")
NAMES: Final = "coalesce(facts->>'role', facts->>'clock', facts->>'cause', facts->>'reason', '')"
TOLD: Final = {"escalation.step_happened": "escalated", "escalation.offered": "step_offered", "sla.reminded": "reminded"}
"""What the requester is told of each, by its occasion."""


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due on the timeline of one ticket: verb, what tells it apart, instant."""

    timeline: int
    all: list[tuple[str, str, datetime]]


def wrongs(books: Books, due: Iterable[Due], *, until: datetime) -> list[str]:
    """
    Return a sentence for each thing that was skipped, came twice or out of its order, or was not told once. What fell due after
    `until` is not asked for.
    """
    return [*_wrong_events(books, due, until=until), *_wrong_notices(books), *_wrong_rings(books), *_wrong_timers(books, until=until)]


def _wrong_events(books: Books, due: Iterable[Due], *, until: datetime) -> Iterator[str]:
    verbs = ", ".join(f"'{verb}'" for verb in VERBS)
    events: dict[int, list[Any]] = {}
    for row in books.ask(f"SELECT timeline_id, verb, {NAMES} AS name, at FROM events_event WHERE verb IN ({verbs}) ORDER BY id"):
        events.setdefault(row["timeline_id"], []).append((row["verb"], row["name"], row["at"]))
    for each in due:
        found, expected = ([it for it in some if it[2] <= until] for some in (events.get(each.timeline, []), each.all))
        if sorted(found) != sorted(expected):
            yield f"timeline {each.timeline} has {found}, and should have {expected}"
        if [at for *_, at in found] != sorted(at for *_, at in found):
            yield f"timeline {each.timeline} is out of order: {found}"


def _wrong_notices(books: Books) -> Iterator[str]:
    for verb, occasion in TOLD.items():
        told = books.ask(
            f"""
            SELECT event.id, count(notice.id) AS times FROM events_event AS event
            LEFT JOIN messaging_notice AS notice ON notice.event_id = event.id AND notice.occasion = '{occasion}' AND notice.is_public
            WHERE event.verb = '{verb}' AND event.facts->>'over' IS DISTINCT FROM 'true' GROUP BY event.id HAVING count(notice.id) <> 1
            """
        )
        yield from (f"the {verb} {row['id']} was told {row['times']} times" for row in told)


def _wrong_rings(books: Books) -> Iterator[str]:
    """Each ring is one event and one notice, and brings something that the one before it, of the same person, did not."""
    rung = books.ask(
        """
        SELECT ring.id, ring.agent_id, count(DISTINCT notice.id) AS notices, array_agg(DISTINCT of_step.step_id) AS steps
        FROM escalation_ring AS ring
        LEFT JOIN events_event AS event ON event.verb = 'escalation.rung' AND (event.facts->>'ring')::bigint = ring.id
        LEFT JOIN messaging_notice AS notice ON notice.event_id = event.id
        LEFT JOIN escalation_ring_steps AS of_step ON of_step.ring_id = ring.id
        GROUP BY ring.id, ring.agent_id ORDER BY ring.agent_id, ring.ordinal
        """
    )
    before: dict[int, set[int]] = {}
    for row in rung:
        steps = set(row["steps"])
        if row["notices"] != 1:
            yield f"ring {row['id']} was told {row['notices']} times"
        if steps <= before.get(row["agent_id"], set()):
            yield f"ring {row['id']} of agent {row['agent_id']} brought nothing new"
        before[row["agent_id"]] = steps
    silent = books.ask(
        """
        SELECT step.id FROM escalation_step AS step WHERE step.how = 'ring' AND step.happened_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM escalation_ring_steps AS rung WHERE rung.step_id = step.id)
        """
    )
    yield from (f"nobody was rung of step {row['id']}" for row in silent)


def _wrong_timers(books: Books, *, until: datetime) -> Iterator[str]:
    left = books.ask("SELECT kind, subject_id, due_at FROM work_timer")
    yield from (f"{row['kind']} of {row['subject_id']} still waits since {row['due_at']}" for row in left if row["due_at"] <= until)
