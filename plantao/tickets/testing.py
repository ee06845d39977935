"""Tickets for tests: they read as facts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from plantao.agreements.models import HandbookPeriod
from plantao.agreements.testing import a_handbook_in_force
from plantao.directory.models import Customer, Service
from plantao.directory.testing import a_contact, a_customer
from plantao.events.actor import DESK, Actor, ActorKind
from plantao.people.models import Person
from plantao.tickets.models import Ticket, Words
from plantao.tickets.models.opening import Asked

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
MONDAY = datetime(2026, 11, 16, tzinfo=SAO_PAULO)
MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H = (MONDAY + timedelta(hours=hours) for hours in (9, 10, 11, 12, 15))
LONG_AGO = MONDAY - timedelta(days=30)
STAFF = Actor(ActorKind.OPERATOR)


def a_desk(*, at: datetime = LONG_AGO, source: bytes | None = None) -> None:
    """Put the shipped handbook (or `source`) in force, where none is."""
    if source is not None or not HandbookPeriod.objects.filter(since__lte=at).exclude(until__lte=at).exists():
        a_handbook_in_force(at=at, source=source)


def a_requester(customer: Customer | None = None, *, mail: str = "") -> Person:
    """Make somebody who speaks for a customer, of its own where none is given."""
    return a_contact(customer or a_customer(at=LONG_AGO), at=LONG_AGO, mail=mail).person


def as_contact(person: Person) -> Actor:
    """Return a requester as the one who acts."""
    return Actor(ActorKind.CONTACT, person.pk)


def a_ticket(
    *,
    opened_at: datetime = MONDAY_9H,
    subject: str = "Link down",
    text: str = "Nothing has come through since this morning.",
    channel: str = "email",
    customer: Customer | None = None,
    requester: Person | None = None,
    service: Service | None = None,
    department: str = "",
    item: str = "",
    criticality: str = "",
    attended_at: datetime | None = None,
    held: Mapping[str, datetime] | None = None,
    restored_at: datetime | None = None,
    resolved_at: datetime | None = None,
    closed_at: datetime | None = None,
) -> Ticket:
    """Open a ticket and let happen to it what is given. `held` are reasons, and since when; a requester is known to be asked."""
    a_desk()
    ticket = Ticket.open(
        by=DESK if requester is None else as_contact(requester),
        at=opened_at,
        public=True,
        channel=channel,
        subject=subject,
        words=Words(text),
        asked=Asked(customer=customer, requester=requester, service=service, department=department, item=item, criticality=criticality),
    )
    if attended_at is not None:
        ticket.attend(by=STAFF, at=attended_at, public=True)
    for reason, since in (held or {}).items():
        question = "Is the equipment powered?" if reason == "awaiting_customer" else ""
        hold = ticket.hold(by=STAFF, at=since, public=True, reason=reason, question=question)
        ticket.hold_began(hold_id=hold.pk, at=since, message=0)
    if resolved_at is not None:
        resolve(ticket, at=resolved_at, restored_at=restored_at or resolved_at)
    elif restored_at is not None:
        ticket.restore(by=STAFF, at=restored_at, public=True)
    if closed_at is not None:
        ticket.close(by=DESK, at=closed_at, public=True)
    return ticket


def resolve(ticket: Ticket, *, at: datetime, restored_at: datetime | None = None) -> None:
    """Resolve with all that the shipped handbook asks for."""
    ticket.resolve(
        by=DESK, at=at, public=True, cause="equipment", responsible="us", done="Replaced the power supply.", restored_at=restored_at or at
    )
