"""A Monday at three, an agent at the desk, and a ticket whose requester is known."""

from collections.abc import Iterator

import pytest

from plantao import clock
from plantao.directory.models import Customer
from plantao.directory.testing import a_customer
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_15H, a_desk, a_requester, a_ticket


@pytest.fixture(autouse=True)
def _monday_at_three() -> Iterator[None]:
    with clock.frozen(MONDAY_15H):
        yield


@pytest.fixture
def carla(db: None) -> Agent:
    a_desk()
    return an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example", rights=(Right.COORDINATOR,))


@pytest.fixture
def customer(carla: Agent) -> Customer:
    return a_customer("Norte Fibra", at=LONG_AGO)


@pytest.fixture
def ticket(customer: Customer) -> Ticket:
    return a_ticket(customer=customer, requester=a_requester(customer, mail="rui@norte.example"))
