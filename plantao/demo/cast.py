"""Who lives in the demonstration: customers with their people and services, staff, and who is on duty when. All invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from plantao.agreements.models import Contract
from plantao.directory.models import Contact, Customer, Service
from plantao.events.actor import DESK
from plantao.handbook.document import Handbook
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.models import Agent, Rota
from plantao.staff.permissions import Right

CUSTOMERS: Sequence[tuple[str, str, str, str, Sequence[str]]] = (
    ("Vale Azul Fibra", "BR", "pt-br", "valeazul.example", ("Ana Souza", "Bruno Prado")),
    ("Serra Clara Telecom", "BR", "pt-br", "serraclara.example", ("Cíntia Moraes", "Davi Rocha")),
    ("Rede Ipê", "BR", "pt-br", "redeipe.example", ("Elisa Nunes", "Fábio Teles")),
    ("Conecta Sertão", "BR", "pt-br", "conectasertao.example", ("Gustavo Lins",)),
    ("Pampa Link", "BR", "pt-br", "pampalink.example", ("Helena Weber", "Igor Machado")),
    ("Litoral Net", "BR", "pt-br", "litoralnet.example", ("Joana Vieira",)),
    ("Ribeira Provedor", "BR", "pt-br", "ribeira.example", ("Kaio Mendes", "Lívia Campos")),
    ("Fibra del Plata", "AR", "es", "fibradelplata.example", ("Martina Sosa", "Nicolás Vera")),
    ("Austral Red", "CL", "es", "australred.example", ("Olivia Rojas",)),
    ("Andina Conecta", "PE", "es", "andinaconecta.example", ("Pablo Quispe", "Rosa Salas")),
    ("Gulf Palm Networks", "US", "en", "gulfpalm.example", ("Sam Carter",)),
    ("Harborline Internet", "US", "en", "harborline.example", ("Tess Monroe", "Vic Hale")),
)  # fmt: skip
"""Name, country, language, mail domain, people."""

STAFF = ("Clara Reis", "Diego Farias", "Estela Brum", "Felipe Arraes", "Gabriela Luz", "Heitor Pinho", "Iara Caldas", "Jonas Meira")
STAFF_DOMAIN = "plantonistas.example"


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
    """Everybody. The first agent of staff is a coordinator."""

    clients: tuple[Client, ...]
    agents: tuple[Agent, ...]


@transaction.atomic
def enter(handbook: Handbook, *, at: datetime) -> Cast:
    """Take everybody in, by the verbs of their rooms, and fill the duty rota of every role. Raises the refusals of those rooms."""
    plans = sorted(handbook.contracts)
    clients = [client for number, _ in enumerate(CUSTOMERS) for client in _customer(number, plans[-1 - number % len(plans)], at=at)]
    agents = tuple(_agent(name, handbook=handbook, at=at) for name in STAFF)
    _put_on_duty(handbook, agents, at=at)
    return Cast(clients=tuple(clients), agents=agents)


def mail_of(name: str, domain: str) -> str:
    """Return the address of somebody, as companies make them: first.last@domain."""
    plain = name.casefold().translate(str.maketrans("áâãçéêíóôõúàü", "aaaceeiooouau"))
    return f"{plain.replace(' ', '.')}@{domain}"


def _customer(number: int, plan: str, *, at: datetime) -> list[Client]:
    name, country, language, domain, people = CUSTOMERS[number]
    customer = Customer.objects.add(name, by=DESK, at=at, country=country, language=language)
    customer.claim_domain(domain, by=DESK, at=at)
    Contract.objects.set_plan(customer, plan, by=DESK, at=at)
    ids = [f"{domain[:3].upper()}-{number + 1:02d}{circuit:02d}" for circuit in (1, 2, 3)]
    services = tuple(Service.objects.add(customer, each, by=DESK, at=at) for each in ids)
    clients = []
    for name in people:
        person = _person(name, mail_of(name, domain), language=language, at=at)
        Contact.objects.add(customer, person, by=DESK, at=at, may_change=True)
        clients.append(Client(customer=customer, person=person, mail=mail_of(name, domain), language=language, services=services))
    return clients


def _agent(name: str, *, handbook: Handbook, at: datetime) -> Agent:
    level = handbook.levels[0].key if handbook.levels else ""
    right = Right.COORDINATOR if name == STAFF[0] else Right.AGENT
    person = _person(name, mail_of(name, STAFF_DOMAIN), language="pt-br", at=at)
    return Agent.objects.add(person, by=DESK, at=at, rights=[right], level=level)


def _person(name: str, mail: str, *, language: str, at: datetime) -> Person:
    person = Person.objects.create_person(name=name, at=at, language=language)
    person.add_address(Kind.MAIL, mail, at=at, is_verified=True)
    return person


def _put_on_duty(handbook: Handbook, agents: Sequence[Agent], *, at: datetime) -> None:
    """Two people take weekly turns in each role, day and night."""
    zone = ZoneInfo(handbook.provider.time_zone)
    day = at.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    for number, role in enumerate(handbook.roles):
        pair = [agents[(2 * number) % len(agents)], agents[(2 * number + 1) % len(agents)]]
        Rota.objects.of(role).add_shift(pair, by=DESK, at=at, hours=["always"], zone=zone, counted_from=monday)


def keys_of(handbook: Handbook) -> Mapping[int, str]:
    """Return the handbook's criticality for each rank of a matter, 0 the gravest; a shorter list ends with its last."""
    order = list(handbook.criticalities)
    return {rank: order[min(rank, len(order) - 1)] for rank in range(4)}
