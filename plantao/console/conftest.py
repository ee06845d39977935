"""Who works at the desk whose pages are tested, and their browser; a room of its own may have another Carla."""

import pytest
from django.test import Client

from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.testing import LONG_AGO, a_desk
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
