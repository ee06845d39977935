"""Nobody resolves a ticket: who hears of it, when, and what they can do from the mail alone."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from plantao import clock
from plantao.escalation.testing import on_duty
from plantao.tickets.models import Ticket
from tests.journeys.conftest import House, a_mail, text_of

COORDINATOR, MANAGER, DIRECTOR = "coord@jatoba.example", "manager@jatoba.example", "director@jatoba.example"
ANA = "ana@cliente.example"


def to(house: House, address: str) -> list[str]:
    """Return the texts of the mails to an address, oldest first."""
    return [text_of(mail) for mail in house.sent() if address in mail["To"]]


def path_in(text: str, act: str) -> str:
    """Return the path of the link to an act."""
    found = re.search(rf"https?://[^/\s]+(/{act}/\S+)", text)
    assert found
    return found.group(1)


@pytest.fixture
def desk(house: House) -> House:
    """The real hour, since doors read it; everybody is on duty, and a mail came in two hours and a minute ago."""
    house.at = clock.now() - timedelta(hours=2, minutes=1)
    with transaction.atomic():
        for role, mail in (("noc_coordinator", COORDINATOR), ("noc_manager", MANAGER), ("director", DIRECTOR)):
            on_duty(role, mail=mail)
    return house


class TestATicketThatNobodyResolves:
    def test_rings_coordinator_manager_and_director_in_their_turns_and_tells_the_requester(self, desk: House) -> None:
        desk.mail(a_mail(subject="[Urgente] Link fora do ar"))

        desk.later(hours=2)
        assert (len(to(desk, COORDINATOR)) >= 1, to(desk, MANAGER)) == (True, [])
        assert Ticket.objects.get().protocol in to(desk, COORDINATOR)[-1]
        assert "escalonado a: Coordenação do NOC" in " ".join(to(desk, ANA)[-1].split())
        desk.later(hours=2)
        assert to(desk, MANAGER)
        assert not to(desk, DIRECTOR)
        desk.later(hours=20)
        assert to(desk, DIRECTOR)

    def test_is_acknowledged_by_the_link_of_the_mail_but_not_by_a_scanner_that_opens_it(self, desk: House, client: Client) -> None:
        desk.mail(a_mail(subject="[Urgente] Link fora do ar"))
        desk.later(hours=2)
        path, rung = path_in(to(desk, COORDINATOR)[-1], "acknowledgement"), len(to(desk, COORDINATOR))

        page = client.get(path)
        desk.later(minutes=5)
        assert (page.status_code, len(to(desk, COORDINATOR))) == (200, rung + 1)

        assert client.post(path).status_code == 302
        desk.later(minutes=30)
        assert len(to(desk, COORDINATOR)) == rung + 1
        assert "acionado" in client.get(path).content.decode()

    def test_is_not_acknowledged_by_a_link_that_we_did_not_sign(self, desk: House, client: Client) -> None:
        assert client.post("/acknowledgement/abc/").status_code == 404


class TestATicketWhoseStepsAreNotAutomatic:
    def test_offers_the_step_to_the_customer_who_asks_by_the_link_once(self, desk: House, client: Client) -> None:
        desk.mail(a_mail(subject="[Controlado] Lentidão"))
        desk.later(hours=2)
        path = path_in(to(desk, ANA)[-1], "escalation")
        assert [text for text in to(desk, COORDINATOR) if "acionado" in text] == []

        client.get(path)
        assert not Ticket.objects.get().timeline.events.filter(verb="ticket.escalation_asked").exists()
        client.post(path)
        client.post(path)

        event = Ticket.objects.get().timeline.events.get(verb="ticket.escalation_asked")
        assert (event.facts["role"], event.by.is_customers) == ("noc_coordinator", True)
        desk.later(minutes=2)
        assert [text for text in to(desk, COORDINATOR) if "acionado" in text]
