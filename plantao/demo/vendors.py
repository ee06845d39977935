"""Vendors of the demonstration: what they say, by when it will be done, and how far their word goes."""

from collections.abc import Generator
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from plantao.demo.arrivals import about
from plantao.demo.cast import Client
from plantao.demo.desk import Desk
from plantao.demo.matters import PASSED
from plantao.rules.ticket_lifecycle import OPEN, Status
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket, VendorCase, Words

VENDORS = (("Óptica Norte", "suporte@opticanorte.example", 2), ("Roteadores Marajó", "tac@marajo.example", 0))
"""Name, address, and how many forecasts each breaks before it is done."""


def with_a_vendor(desk: Desk, ticket: Ticket, client: Client, *, by: Agent, random: Random) -> Generator[timedelta, datetime, datetime]:
    """Pass a ticket on, hear forecasts, chase, and check what the vendor says is done."""
    name, mail, breaks = random.choice(VENDORS)
    at = yield about(random, minutes=25)
    if not _is_open(ticket):
        return at
    case = _pass_on(ticket, client, vendor=name, mail=mail, by=by, at=at)
    desk.say(ticket, PASSED[client.language], by=by, at=at)
    for left in range(breaks, -1, -1):
        at = yield about(random, minutes=45)
        if not _is_open(ticket):
            return at
        desk.mail(sender=mail, name=name, subject=f"Re: {ticket.protocol}", text="Prevemos concluir em algumas horas.", at=at)
        hours = timedelta(hours=random.randint(2, 5))
        _forecast(ticket, case, by=by, at=at, due_at=at + hours)
        at = yield hours + timedelta(minutes=1) if left else hours - timedelta(minutes=5)
        if not _is_open(ticket):
            return at
        if left:
            _break_and_chase(ticket, case, by=by, at=at)
    _done(ticket, case, by=by, at=at)
    return at


def _is_open(ticket: Ticket) -> bool:
    ticket.refresh_from_db()
    return Status(ticket.status) in OPEN


@transaction.atomic
def _pass_on(ticket: Ticket, client: Client, *, vendor: str, mail: str, by: Agent, at: datetime) -> VendorCase:
    told = Words(f"{client.customer.name}: {ticket.subject}")
    chase_at = at + timedelta(hours=2)
    return ticket.pass_to_vendor(by=by.actor, at=at, public=True, vendor=vendor, mail=mail, chase_at=chase_at, words=told)


@transaction.atomic
def _forecast(ticket: Ticket, case: VendorCase, *, by: Agent, at: datetime, due_at: datetime) -> None:
    ticket.forecast(by=by.actor, at=at, case_id=case.pk, due_at=due_at)


@transaction.atomic
def _break_and_chase(ticket: Ticket, case: VendorCase, *, by: Agent, at: datetime) -> None:
    ticket.forecast_broken(by=by.actor, at=at, case_id=case.pk)
    ticket.chase(by=by.actor, at=at, case_id=case.pk, chase_at=at + timedelta(hours=2))


@transaction.atomic
def _done(ticket: Ticket, case: VendorCase, *, by: Agent, at: datetime) -> None:
    ticket.informed_restored(by=by.actor, at=at, case_id=case.pk)
    ticket.verify(by=by.actor, at=at, case_id=case.pk)
