"""Staff for tests."""

from datetime import datetime

from django.db import transaction

from plantao.events.actor import DESK
from plantao.people.testing import a_person
from plantao.staff.models import Agent
from plantao.staff.permissions import Right


@transaction.atomic
def an_agent(
    name: str = "Carla Reis", *, at: datetime, mail: str = "", rights: tuple[Right, ...] = (Right.AGENT,), level: str = "n1"
) -> Agent:
    """Make a member of staff."""
    return Agent.objects.add(a_person(name, at=at, mail=mail), by=DESK, at=at, rights=rights, level=level)
