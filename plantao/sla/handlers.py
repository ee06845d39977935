"""What the watch does when something falls due on a ticket; registered in plantao/wiring/work.py under KIND."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from plantao.events.actor import DESK
from plantao.events.recording import record
from plantao.messaging.models import Notice, NoticeState
from plantao.sla.agenda import Item, What
from plantao.sla.counting import late_by
from plantao.sla.next_step import SUBJECT_KIND, look_at
from plantao.sla.reading import Past
from plantao.sla.verbs import Verb
from plantao.tickets.models import Hold, Late, Link, LinkKind, Ticket
from plantao.tickets.models.row import iso
from plantao.work.models import Timer

NEVER_ARRIVED = frozenset({NoticeState.BOUNCED, NoticeState.FAILED})


class StillDue(Exception):
    """What fell due was done, and the facts say that it was not: the watch would never get past it."""


def fall_due(ticket: Ticket, timer: Timer, at: datetime) -> None:
    """
    Do what falls due on a ticket by the timer's instant, in order, each as the facts then say; then wait for the next.

    Everything counts from the instant at which it fell due, however late it is noticed.
    """
    done: set[Item] = set()
    plan = look_at(ticket, upto=timer.due_at, at=at)
    while item := plan.first_by(timer.due_at):
        if item in done:
            raise StillDue(f"{item.what.name} of {item.subject_id} on {ticket}")
        done.add(item)
        ACTS[item.what](ticket, item, plan.past, at)
        plan = look_at(ticket, upto=timer.due_at, at=at)


def _end_hold(ticket: Ticket, item: Item, past: Past, at: datetime) -> None:
    hold = _hold(item)
    ticket.resume(by=DESK, at=item.at, public=True, reason=hold.reason, late=Late(at))


def _remind(ticket: Ticket, item: Item, past: Past, at: datetime) -> None:
    hold = _hold(item)
    facts: dict[str, Any] = {"hold": hold.pk, "reason": hold.reason, "asked_of": hold.asked_of_id}
    _record(ticket, Verb.REMINDED, item, at, public=hold.asked_of_id is not None, **facts)


def _end_unanswered(ticket: Ticket, item: Item, past: Past, at: datetime) -> None:
    hold = _hold(item)
    why = _why_it_stays(ticket, hold, past)
    if why:
        _record(ticket, Verb.LEFT_UNANSWERED, item, at, public=False, hold=hold.pk, reason=hold.reason, why=why)
    else:
        ticket.resolve_unanswered(by=DESK, at=item.at, public=True, hold_id=hold.pk, late=Late(at))


def _break_promise(ticket: Ticket, item: Item, past: Past, at: datetime) -> None:
    _record(ticket, Verb.PROMISE_BROKEN, item, at, public=False, promise=item.subject_id, due_at=iso(item.at))


def _chase(ticket: Ticket, item: Item, past: Past, at: datetime) -> None:
    _record(ticket, Verb.CHASE_DUE, item, at, public=False, case=item.subject_id, chase_at=iso(item.at))


def _break_forecast(ticket: Ticket, item: Item, past: Past, at: datetime) -> None:
    ticket.forecast_broken(by=DESK, at=item.at, case_id=item.subject_id, late=Late(at))


def _close(ticket: Ticket, item: Item, past: Past, at: datetime) -> None:
    ticket.close(by=DESK, at=item.at, public=True, late=Late(at))


ACTS: Mapping[What, Callable[[Ticket, Item, Past, datetime], None]] = {
    What.HOLD_ENDS: _end_hold,
    What.REMIND: _remind,
    What.UNANSWERED: _end_unanswered,
    What.PROMISE: _break_promise,
    What.FORECAST: _break_forecast,
    What.CHASE: _chase,
    What.CLOSE: _close,
}


def _record(ticket: Ticket, verb: Verb, item: Item, at: datetime, *, public: bool, **facts: Any) -> None:
    record(ticket, verb, by=DESK, at=item.at, recorded_at=at, public=public, late_by=late_by(item.at, at), **facts)


def _hold(item: Item) -> Hold:
    return Hold.objects.get(pk=item.subject_id)


def _why_it_stays(ticket: Ticket, hold: Hold, past: Past) -> str:
    """Return why a ticket is not ended though nobody answered: the service is down, nothing arrives there, they contested; "": it is."""
    if _is_down(ticket):
        return "service_down"
    if hold.pk in past.contested:
        return "contested"
    return "bounced" if _last_notice_never_arrived(ticket, hold) else ""


def _is_down(ticket: Ticket) -> bool:
    """Whether the service is known to have failed and is not back, here or in the mass incident that this is part of."""
    parents = Link.objects.filter(ticket_id=ticket.pk, kind=LinkKind.PARENT).values("other_id")
    family = Ticket.objects.filter(Q(pk=ticket.pk) | Q(pk__in=parents))
    return family.filter(fault_started_at__isnull=False, restored_at=None).exclude(status="cancelled").exists()


def _last_notice_never_arrived(ticket: Ticket, hold: Hold) -> bool:
    if hold.asked_of_id is None:
        return False
    notices = Notice.objects.filter(subject_kind=SUBJECT_KIND, subject_id=ticket.pk, person_id=hold.asked_of_id)
    last = notices.exclude(state=NoticeState.WITHHELD).order_by("-id").first()
    return last is not None and last.state in NEVER_ARRIVED
