"""Staff for tests."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from plantao.events.actor import DESK
from plantao.people.testing import a_person
from plantao.staff.models import Agent, Rota, Shift
from plantao.staff.permissions import Right


@transaction.atomic
def an_agent(
    name: str = "Carla Reis", *, at: datetime, mail: str = "", rights: tuple[Right, ...] = (Right.AGENT,), level: str = "n1"
) -> Agent:
    """Make a member of staff."""
    return Agent.objects.add(a_person(name, at=at, mail=mail), by=DESK, at=at, rights=rights, level=level)


def a_shift(
    role: str,
    *agents: Agent,
    at: datetime,
    hours: tuple[str, ...] = ("always",),
    since: datetime | None = None,
    until: datetime | None = None,
    place: int = 1,
) -> Shift:
    """Let these take turns of a week in a role from now on, in São Paulo, the first from the Monday of this week."""
    monday = at.date() - timedelta(days=at.weekday())
    rota = Rota.objects.of(role)
    zone = ZoneInfo("America/Sao_Paulo")
    return rota.add_shift(agents, by=DESK, at=at, hours=hours, zone=zone, counted_from=monday, since=since, until=until, place=place)
