"""Who works at the desk whose pages are tested, and their browser; a room of its own may have another Carla."""

from collections.abc import Iterator

import pytest
from django.test import Client

from plantao import clock
from plantao.staff.models import Agent
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.testing import LONG_AGO, MONDAY_11H, a_desk
from tests.pages import SignIn


@pytest.fixture
def carla(db: None) -> Agent:
    """An agent of a desk with the shipped handbook in force."""
    a_desk()
    return an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example")


@pytest.fixture
def desk(carla: Agent, signed_in: SignIn) -> Client:
    """Carla's browser."""
    return signed_in(carla)


@pytest.fixture
def eleven_on_a_monday(db: None) -> Iterator[None]:
    """A desk with the shipped handbook in force, on a Monday, at eleven by its clock."""
    with clock.frozen(MONDAY_11H):
        a_desk()
        yield


@pytest.fixture
def elena(eleven_on_a_monday: None) -> Agent:
    """An administrator."""
    return an_agent("Elena Paz", at=LONG_AGO, rights=(Right.ADMINISTRATOR,))
