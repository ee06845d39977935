"""Vendors of the demonstration: what they say, by when it will be done, and how far their word goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from plantao.demo.agenda import Part
from plantao.demo.arrivals import about
from plantao.demo.cast import Client
from plantao.demo.desk import Desk
from plantao.demo.matters import PASSED
from plantao.rules.ticket_lifecycle import OPEN, Status
from plantao.staff.models import Agent
from plantao.tickets.models import Ticket, VendorCase, Words

VENDORS = (("Óptica Boitatá", "suporte@oticaboitata.example", 2), ("Roteadores Curupira", "tac@curupira.example", 0))
"""Name, address, and how many forecasts each breaks before it is done."""

FORECASTS = "Prevemos concluir em algumas horas."
AFTER_A_BREACH = timedelta(minutes=20)
"""How long after a broken word the vendor is chased."""


def with_a_vendor(desk: Desk, ticket: Ticket, client: Client, *, by: Agent, random: Random) -> Part[datetime]:
    """Pass a ticket on, hear forecasts, chase, and check what the vendor says is done."""
    name, mail, breaks = random.choice(VENDORS)
    at = yield about(random, minutes=25)
    if not _is_open(ticket):
        return at
    hours = [timedelta(hours=random.randint(2, 5)) for _ in range(breaks + 1)]
    case, at = yield from who_forecasts(desk, ticket, client, hours, by=by, at=at, vendor=(name, mail))
    if _is_open(ticket):
        _done(ticket, case, by=by, at=at)
    return at


def who_forecasts(
    desk: Desk,
    ticket: Ticket,
    client: Client,
    hours: Sequence[timedelta],
    *,
    by: Agent,
    at: datetime,
    vendor: tuple[str, str] | None = None,
) -> Part[tuple[VendorCase, datetime]]:
    """Pass a ticket on to a vendor who names one hour after the other, so long ahead each time, and keeps only the last."""
    name, mail = vendor or VENDORS[0][:2]
    case = _pass_on(ticket, client, vendor=name, mail=mail, by=by, at=at)
    desk.say(ticket, PASSED[client.language], by=by, at=at)
    for number, ahead in enumerate(hours, start=1):
        at = yield timedelta(minutes=15)
        if not _is_open(ticket):
            break
        desk.mail(sender=mail, name=name, subject=f"Re: {ticket.protocol}", text=FORECASTS, at=at)
        _forecast(ticket, case, by=by, at=at, due_at=at + ahead)
        at = yield ahead + AFTER_A_BREACH if number < len(hours) else ahead - timedelta(minutes=5)
        if number < len(hours) and _is_open(ticket):  # the watch noted that the word was broken
            _chase(ticket, case, by=by, at=at)
    return case, at


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
def _chase(ticket: Ticket, case: VendorCase, *, by: Agent, at: datetime) -> None:
    ticket.chase(by=by.actor, at=at, case_id=case.pk, chase_at=at + timedelta(hours=2))


@transaction.atomic
def _done(ticket: Ticket, case: VendorCase, *, by: Agent, at: datetime) -> None:
    ticket.informed_restored(by=by.actor, at=at, case_id=case.pk)
    ticket.verify(by=by.actor, at=at, case_id=case.pk)
