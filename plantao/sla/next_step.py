"""Looking at a ticket: its clocks are counted anew, and its timer and `next_due_at` follow from what falls due next."""

from dataclasses import dataclass
from datetime import datetime

from plantao.sla.agenda import NEXT_STEPS, Item, agenda
from plantao.sla.counting import recount
from plantao.sla.reading import Past, events_of, history_of, holds_of, past_of
from plantao.tickets.models import Ticket
from plantao.work.timers import clear_timer, set_timer

SUBJECT_KIND = "ticket"
KIND = "sla.due"
"""The one timer of a ticket: set to the earliest instant at which this room has something to do there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What falls due on a ticket, in order, and what was recorded before."""

    items: list[Item]
    past: Past

    def first_by(self, instant: datetime) -> Item | None:
        """Return the first act that is due by `instant` and not done; None where there is none."""
        return next((item for item in self.items if not item.is_done and item.at <= instant), None)


def look_at(ticket: Ticket, *, upto: datetime, at: datetime, is_new: bool = False) -> Plan:
    """
    Count a ticket's clocks as of `at`, record what they passed unmet by `upto`, and set its timer; the ticket is locked.

    Acts that fall due are left to the watch. `is_new`: opened just now, so nothing can have happened to it yet.
    """
    events = [] if is_new else events_of(ticket)
    past = past_of(events)
    counted = recount(
        ticket, history_of(ticket, events=events, holds=() if is_new else holds_of(ticket)), past, upto=upto, at=at, is_new=is_new
    )
    items = [] if is_new else agenda(ticket, past)
    _expect(ticket, counted.due_at, items)
    _wake(ticket, [counted.next_at, *(item.at for item in items if not item.is_done)], at=at, is_new=is_new)
    return Plan(items=items, past=past)


def _expect(ticket: Ticket, due_at: datetime | None, items: list[Item]) -> None:
    """Note by when something must happen on an open ticket: a promise due, or another next step; past ones that still stand first."""
    instants = [due_at, *(item.at for item in items if item.what in NEXT_STEPS)] if ticket.is_open else []
    next_due_at = min((instant for instant in instants if instant is not None), default=None)
    if ticket.next_due_at != next_due_at:
        ticket.expect_by(next_due_at)


def _wake(ticket: Ticket, instants: list[datetime | None], *, at: datetime, is_new: bool) -> None:
    due_at = min((instant for instant in instants if instant is not None), default=None)
    if due_at is not None:
        set_timer(KIND, subject_kind=SUBJECT_KIND, subject_id=ticket.pk, due_at=due_at, at=at)
    elif not is_new:
        clear_timer(KIND, subject_kind=SUBJECT_KIND, subject_id=ticket.pk)
