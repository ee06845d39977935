"""Who is on duty where it is measured: an administrator, and for each role of the handbook somebody who holds it round the clock."""

from datetime import timedelta
from zoneinfo import ZoneInfo

ROLES = ("noc_coordinator", "noc_manager", "director")


def staff() -> None:
    """Take them in, and put them on the rota."""
    from django.db import transaction

    from plantao import clock
    from plantao.events.actor import DESK
    from plantao.people.addresses import Kind
    from plantao.people.models import Address, Person
    from plantao.staff.models import Agent, Rota
    from plantao.staff.permissions import Right

    at = clock.now()
    with transaction.atomic():
        for role in ("administrator", *ROLES):
            person = Person.objects.create(name=role.replace("_", " "), language="pt-br", password="!", created_at=at)
            address = f"{role}@jatoba.example"
            Address.objects.create(person=person, kind=Kind.MAIL, value=address, key=address, created_at=at, verified_at=at)
            rights = (Right.AGENT, Right.ADMINISTRATOR) if role not in ROLES else (Right.AGENT,)
            agent = Agent.objects.add(person, by=DESK, at=at, rights=rights)
            if role in ROLES:
                rota, zone = Rota.objects.of(role), ZoneInfo("America/Sao_Paulo")
                rota.add_shift([agent], by=DESK, at=at, hours=("always",), zone=zone, counted_from=at.date() - timedelta(days=at.weekday()))
