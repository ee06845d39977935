"""
What falls due on a ticket besides its clocks: reminders, holds that end, closing, promised instants, vendors to chase.

Everything is derived from the facts each time it is asked for; what was done is no longer on the agenda.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import F, Value

from plantao.agreements.calendars import frozen_hours
from plantao.handbook.document import Hold as HoldTerms
from plantao.prepared import Gap, Prepared
from plantao.rules.deadline import deadline
from plantao.rules.ticket_lifecycle import Status
from plantao.rules.working_time import ServiceHours
from plantao.sla.reading import Past
from plantao.tickets.models import Forecast, Hold, Promise, Ticket, VendorCase


class What(Enum):
    """What is to be done; of those due at the same instant the first comes first."""

    HOLD_ENDS = 1
    REMIND = 2
    UNANSWERED = 3
    PROMISE = 4
    FORECAST = 5
    CHASE = 6
    CLOSE = 7


_HOLDS = Prepared(lambda: Hold.objects.filter(ticket=Gap("ticket"), ended_by=""))
_PROMISES = Prepared(lambda: Promise.objects.filter(ticket=Gap("ticket"), ended_at=None))
_CASES = Prepared(lambda: VendorCase.objects.filter(ticket=Gap("ticket"), verified_at=None))

NEXT_STEPS = frozenset({What.HOLD_ENDS, What.UNANSWERED, What.PROMISE, What.FORECAST, What.CHASE})
"""What tells by when something must happen on a ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """At `at`, `what` falls due for a row (`subject_id`: a hold, a promise, a case, the ticket itself). `is_done`: it was seen to."""

    at: datetime
    what: What
    subject_id: int
    is_done: bool = False


def agenda(ticket: Ticket, past: Past) -> list[Item]:
    """Return what falls due on a ticket, past and to come, in order; also what is done and still stands, as a broken promise does."""
    return sorted(_items(ticket, past), key=lambda item: (item.at, item.what.value, item.subject_id))


def next_steps(tickets: Collection[Ticket]) -> dict[int, What]:
    """
    Return, by the ids of those of the tickets of which something but a clock or a hold is due next, what that is: one query.
    """
    of_ticket = {"ticket__in": tickets}
    promises = Promise.objects.filter(**of_ticket, ended_at=None, due_at=F("ticket__next_due_at"))
    chases = VendorCase.objects.filter(**of_ticket, verified_at=None, chase_at=F("ticket__next_due_at"))
    forecasts = Forecast.objects.filter(case__ticket__in=tickets, case__verified_at=None, broken_at=None)
    found = [
        promises.values_list("ticket", Value(What.PROMISE.value)),
        chases.values_list("ticket", Value(What.CHASE.value)),
        forecasts.filter(due_at=F("case__ticket__next_due_at")).values_list("case__ticket", Value(What.FORECAST.value)),
    ]
    return {ticket: What(what) for ticket, what in found[0].union(*found[1:])}


def ends_unanswered_at(ticket: Ticket, hold: Hold) -> datetime | None:
    """Return when a hold is to end the ticket, should nobody answer; None while it does not count, or where it never does."""
    terms = _terms(ticket, hold)
    if terms is None or terms.resolve_after is None or hold.since is None:
        return None
    return deadline(hold.since, terms.resolve_after, _customers_hours(ticket))


def _items(ticket: Ticket, past: Past) -> Iterator[Item]:
    if ticket.status == Status.RESOLVED:
        yield Item(at=_closes_at(ticket), what=What.CLOSE, subject_id=ticket.pk)
    if not ticket.is_open:
        return
    for hold in _HOLDS.rows(ticket=ticket.pk):
        yield from _of_hold(ticket, hold, past)
    for promise in _PROMISES.rows(ticket=ticket.pk):
        yield Item(at=promise.due_at, what=What.PROMISE, subject_id=promise.pk, is_done=promise.pk in past.broken_promises)
    for case in _CASES.rows(ticket=ticket.pk):
        yield from _of_case(case, past)


def _of_hold(ticket: Ticket, hold: Hold, past: Past) -> Iterator[Item]:
    if hold.ends_at is not None:
        yield Item(at=max(hold.ends_at, hold.since or hold.ends_at), what=What.HOLD_ENDS, subject_id=hold.pk)
    terms = _terms(ticket, hold)
    if terms is None or hold.since is None:
        return
    if terms.remind_after is not None and hold.pk not in past.contested:
        at = hold.since + terms.remind_after.wall
        yield Item(at=at, what=What.REMIND, subject_id=hold.pk, is_done=hold.pk in past.reminded)
    ends_at = ends_unanswered_at(ticket, hold)
    if ends_at is not None:
        yield Item(at=ends_at, what=What.UNANSWERED, subject_id=hold.pk, is_done=hold.pk in past.left)


def _of_case(case: VendorCase, past: Past) -> Iterator[Item]:
    if case.chase_at is not None:
        yield Item(at=case.chase_at, what=What.CHASE, subject_id=case.pk, is_done=(case.pk, case.chase_at) in past.chases)
    last: Forecast | None = max(case.forecasts.all(), key=lambda forecast: forecast.pk, default=None)
    if last is not None and last.broken_at is None:
        yield Item(at=last.due_at, what=What.FORECAST, subject_id=case.pk)


def _terms(ticket: Ticket, hold: Hold) -> HoldTerms | None:
    plan = ticket.plan if ticket.plan in ticket.terms.contracts else None
    return ticket.terms.holds_under(plan).get(hold.reason)


def _closes_at(ticket: Ticket) -> datetime:
    assert ticket.resolved_at is not None
    return deadline(ticket.resolved_at, ticket.terms.resolution.close_after, _customers_hours(ticket))


def _customers_hours(ticket: Ticket) -> ServiceHours:
    return frozen_hours(ticket.customer_calendar, handbook_id=ticket.handbook_id, calendars_id=ticket.calendars_id)
