"""The room of clocks wired for tests, as the roof wires it, and what they ask of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from plantao.events import recording
from plantao.sla import handlers, reactions
from plantao.sla.models import Clock
from plantao.sla.next_step import KIND
from plantao.tickets import reactions as of_tickets
from plantao.tickets.models import Ticket
from plantao.tickets.verbs import Verb
from plantao.work.loop import run_due
from plantao.work.registry import lock_row
from plantao.work.testing import wired


@contextmanager
def clocks_wired() -> Iterator[None]:
    """Let tickets and their clocks react to events, and the watch look at tickets."""
    before = dict(recording._reactions)
    recording.react_with(
        {
            **{verb: [reactions.count] for verb in reactions.COUNTS},
            Verb.REPLIED: [of_tickets.answered, reactions.count],
            "message.delivered": [of_tickets.reached],
        }
    )
    with wired(lockers={"ticket": lock_free}, timers={KIND: handlers.fall_due}):
        yield
    recording.react_with(before)


def watch(at: datetime) -> None:
    """Let the watch run what is due at `at`; what fails is raised."""
    run_due(at, raises=True)


def clock(ticket: Ticket, name: str) -> Clock:
    """Return the current count of a ticket's clock."""
    return Clock.objects.filter(ticket=ticket, name=name).latest("ordinal")


def told(ticket: Ticket, *verbs: str) -> list[tuple[str, datetime, datetime]]:
    """Return the verb, the instant and the hour of the writing of every event of these verbs, in the order of the writing."""
    events = ticket.timeline.events.filter(verb__in=verbs).order_by("id")
    return list(events.values_list("verb", "at", "recorded_at"))


def lock_free(ticket_id: int) -> Ticket | None:
    """Lock a ticket that nobody holds, as the roof does."""
    ticket: Ticket | None = lock_row(Ticket)(ticket_id)
    if ticket is not None:
        ticket.mark_locked()
    return ticket
