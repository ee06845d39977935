"""Who lives in the demonstration: customers with their people and services, staff, and who is on duty when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from plantao.agreements.models import Contract
from plantao.demo.people import CUSTOMERS, STAFF, STAFF_DOMAIN, Company, Post, mail_of
from plantao.directory.models import Contact, Customer, Service
from plantao.events.actor import DESK
from plantao.handbook.document import Handbook
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.models import Agent, Rota

CIRCUITS = 3
"""How many services each customer has."""

OWN_LINES, SWITCHBOARD = 100, 199
"""How the numbers end: each person's own, from the first on, and the one that all of a customer call from."""

AWAY_IN, AWAY_FOR = timedelta(days=9), timedelta(days=4)
"""When the last in the ladder goes away after the month's end, and for how long; nobody stands in: a gap to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A contact of a customer who writes, in their language, about these services."""

    customer: Customer
    person: Person
    mail: str
    language: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody: staff by what they are here."""

    clients: tuple[Client, ...]
    agents: Mapping[str, tuple[Agent, ...]]


@transaction.atomic
def enter(handbook: Handbook, *, at: datetime, until: datetime) -> Cast:
    """Take everybody in, by the verbs of their rooms, and fill the duty rota. Raises the refusals of those rooms."""
    plans = sorted(handbook.contracts)
    clients = [client for number, each in enumerate(CUSTOMERS) for client in _customer(each, plans[-1 - number % len(plans)], at=at)]
    staff = [(post, _agent(post, handbook=handbook, at=at)) for post in STAFF]
    _put_on_duty(handbook, staff, at=at, until=until)
    jobs = dict.fromkeys(post.job for post in STAFF)
    return Cast(clients=tuple(clients), agents={job: tuple(agent for post, agent in staff if post.job == job) for job in jobs})


def _customer(company: Company, plan: str, *, at: datetime) -> list[Client]:
    customer = Customer.objects.add(company.name, by=DESK, at=at, country=company.country, language=company.language)
    customer.claim_domain(company.mail, by=DESK, at=at)
    Contract.objects.set_plan(customer, plan, by=DESK, at=at)
    ids = [f"{company.code}-{100 + 7 * circuit}" for circuit in range(CIRCUITS)]
    services = tuple(Service.objects.add(customer, each, by=DESK, at=at) for each in ids)
    clients = []
    for number, name in enumerate(company.people):
        mail = mail_of(name, company.mail)
        person = _person(name, mail, language=company.language, at=at)
        for line in (OWN_LINES + number, SWITCHBOARD):
            person.add_address(Kind.PHONE, f"{company.phone}{line}", at=at)
        Contact.objects.add(customer, person, by=DESK, at=at, may_change=True)
        clients.append(Client(customer=customer, person=person, mail=mail, language=company.language, services=services))
    return clients


def _agent(post: Post, *, handbook: Handbook, at: datetime) -> Agent:
    level = handbook.levels[post.level].key if handbook.levels and post.level is not None else ""
    departments = [post.department] if post.department in handbook.departments else []
    person = _person(post.name, mail_of(post.name, STAFF_DOMAIN), language="pt-br", at=at)
    return Agent.objects.add(person, by=DESK, at=at, rights=[post.right], level=level, departments=departments)


def _person(name: str, mail: str, *, language: str, at: datetime) -> Person:
    person = Person.objects.create_person(name=name, at=at, language=language, is_fictional=True)
    person.add_address(Kind.MAIL, mail, at=at, is_verified=True)
    return person


def _put_on_duty(handbook: Handbook, staff: Sequence[tuple[Post, Agent]], *, at: datetime, until: datetime) -> None:
    """Let those of each step take weekly turns in its role, day and night; the last of them goes away soon after the month."""
    zone = ZoneInfo(handbook.provider.time_zone)
    day = at.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    told = dict.fromkeys(step.tell for ladder in handbook.escalation for step in ladder.steps)
    last = max(post.step for post, _ in staff if post.step is not None)
    for number, role in enumerate([*told, *(role for role in handbook.roles if role not in told)]):
        line = [agent for post, agent in staff if post.step == min(number, last)]
        Rota.objects.of(role).add_shift(line, by=DESK, at=at, hours=["always"], zone=zone, counted_from=monday)
    for agent in (agent for post, agent in staff if post.step == last):
        away = until.replace(hour=3, minute=0, second=0) + AWAY_IN
        agent.note_absence(by=DESK, at=at, since=away, until=away + AWAY_FOR)


def keys_of(handbook: Handbook) -> Mapping[int, str]:
    """Return the handbook's criticality for each rank of a matter, 0 the gravest; a shorter list ends with its last."""
    order = list(handbook.criticalities)
    return {rank: order[min(rank, len(order) - 1)] for rank in range(4)}
