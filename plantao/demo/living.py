"""A demonstration that lives on: now and then somebody writes, or answers what they were asked or told. Never more than it bears."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from plantao.agreements.queries import NoHandbook, in_force
from plantao.demo.arrivals import HOURS
from plantao.demo.cast import Cast, Client
from plantao.demo.desk import Desk
from plantao.demo.logins import logins
from plantao.demo.matters import ANSWERED, EVERYDAY, THANKS
from plantao.demo.people import CUSTOMERS, mail_of
from plantao.demo.stories import Stories
from plantao.directory.models import Customer, Service
from plantao.events.models import Event
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.tickets.models import Hold, Ticket
from plantao.tickets.models.hold import AWAITING_CUSTOMER
from plantao.tickets.verbs import Verb

MOST_OPEN = 40
"""So many open tickets, and nobody new writes: it may run for weeks with nobody at the desk."""

BUSIEST = 0.2
"""How likely somebody writes within a minute of the busiest hour."""

THINKS = timedelta(minutes=2)
"""How long somebody takes at least before they answer."""


def minute(at: datetime) -> str:
    """Let happen what happens in the minute of `at`; return what it was, "" for nothing. Runs outside of any transaction."""
    if not logins():
        return ""
    try:
        handbook = in_force(at).handbook
    except NoHandbook:
        return ""
    if handbook.channels.email is None:
        return ""
    random = Random(int(at.timestamp()) // 60)  # noqa: S311 - for whom it is to write, not a secret
    zone = ZoneInfo(handbook.provider.time_zone)
    if random.random() > BUSIEST * HOURS[at.astimezone(zone).hour] / max(HOURS):
        return ""
    desk = Desk(Cast(clients=tuple(_clients()), agents={}), handbook, address=handbook.channels.email.address, seed=int(at.timestamp()))
    return _answers(desk, random, at=at) or _writes(desk, Stories(desk=desk, random=random, zone=zone), at=at)


def _answers(desk: Desk, random: Random, *, at: datetime) -> str:
    """Let somebody answer who was asked, or thank who solved it."""
    clients = {client.person.pk: client for client in desk.cast.clients}
    asked = Hold.objects.filter(reason=AWAITING_CUSTOMER, ended_by="", since__lte=at - THINKS, asked_of__in=clients)
    ticket = Ticket.objects.filter(holds__in=asked).order_by("id").first()
    words = ANSWERED
    if ticket is None:
        lately = at - timedelta(hours=1), at - THINKS
        ticket = Ticket.objects.filter(status="resolved", requester__in=clients, resolved_at__range=lately).order_by("id").first()
        words = THANKS
        if ticket is not None and Event.objects.filter(timeline=ticket.timeline_id, verb=Verb.REPLIED, at__gt=ticket.resolved_at).exists():
            return ""
    if ticket is None or ticket.requester_id not in clients:
        return ""
    client = clients[ticket.requester_id]
    desk.answer(ticket, client, words[client.language], at=at)
    return f"{client.mail} answered"


def _writes(desk: Desk, stories: Stories, *, at: datetime) -> str:
    if not desk.cast.clients or Ticket.objects.still_open().count() >= MOST_OPEN:
        return ""
    client = stories.random.choice(desk.cast.clients)
    matter = stories.random.choices(list(EVERYDAY), weights=list(EVERYDAY.values()))[0]
    stories.written(client, matter, at=at)
    return f"{client.mail} wrote"


def _clients() -> list[Client]:
    """Return those of the cast who still are contacts, in an order that stays."""
    found = []
    for company in CUSTOMERS:
        customer = Customer.objects.filter(name=company.name, disabled_at=None).first()
        services = tuple(Service.objects.filter(customer=customer).order_by("id")) if customer else ()
        for mail in (mail_of(name, company.mail) for name in company.people):
            person = Person.objects.at_address(Kind.MAIL, mail)
            if customer is not None and person is not None and person.is_fictional and services:
                found.append(Client(customer=customer, person=person, mail=mail, language=company.language, services=services))
    return found
