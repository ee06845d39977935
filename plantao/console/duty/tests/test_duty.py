"""The duty page: what whoever is on duty must see at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from plantao import clock
from plantao.directory.testing import a_customer
from plantao.escalation.testing import ladders_wired, on_duty
from plantao.sla.testing import watch
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import LinkKind, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_11H, a_desk, a_requester, a_ticket
from tests.pages import Budget

NOW = MONDAY_11H + timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wired(db: None) -> Iterator[None]:
    with clock.frozen(NOW), ladders_wired():
        a_desk()
        yield


@pytest.fixture
def carla() -> Agent:
    return an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example")


class TestATicketThatRings:
    def test_when_nobody_acknowledged_then_it_says_whom_it_rings_and_offers_the_button(self, desk: Client) -> None:
        on_duty("noc_coordinator", "Davi Melo")
        ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H)
        watch(MONDAY_11H)

        said = desk.get("/").content.decode()

        assert "Davi Melo" in said
        assert f"/tickets/{ticket.protocol}/acknowledgements/" in said

    def test_when_acknowledged_then_it_rings_no_more_and_the_page_comes_back(self, desk: Client) -> None:
        on_duty("noc_coordinator", "Davi Melo")
        ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H)
        watch(MONDAY_11H)

        answer = desk.post(f"/tickets/{ticket.protocol}/acknowledgements/", {"back": "/"}, follow=True)

        assert answer.redirect_chain == [("/", 302)]
        assert not answer.context["rings"]

    def test_when_nothing_rings_any_more_then_a_sentence_says_so(self, desk: Client) -> None:
        ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H)

        answer = desk.post(f"/tickets/{ticket.protocol}/acknowledgements/")

        assert answer.status_code == 409

    def test_when_asked_to_go_back_to_another_house_then_it_stays_here(self, desk: Client) -> None:
        on_duty("noc_coordinator")
        ticket = a_ticket(criticality="urgent", opened_at=MONDAY_9H)
        watch(MONDAY_11H)

        answer = desk.post(f"/tickets/{ticket.protocol}/acknowledgements/", {"back": "https://elsewhere.example/"})

        assert answer["Location"] == "/"


class TestWhatElseWaits:
    def test_when_a_hold_ends_within_a_day_then_it_is_listed_with_its_end(self, desk: Client) -> None:
        ticket = a_ticket(requester=a_requester(mail="rui@norte.example"), opened_at=MONDAY_9H)
        ticket.hold(by=an_agent("Ana", at=LONG_AGO).actor, at=MONDAY_9H, public=True, reason="scheduled", ends_at=NOW + timedelta(hours=3))
        far = a_ticket(opened_at=MONDAY_9H)
        far.hold(by=an_agent("Bia", at=LONG_AGO).actor, at=MONDAY_9H, public=True, reason="scheduled", ends_at=NOW + timedelta(days=3))

        assert [each.ticket for each in desk.get("/").context["holds"]] == [ticket]

    def test_when_the_customer_is_unknown_then_the_ticket_is_listed(self, desk: Client) -> None:
        ticket = a_ticket()
        a_ticket(customer=a_customer("Norte Fibra", at=LONG_AGO))

        assert desk.get("/").context["unfiled"] == [ticket]

    def test_when_it_is_the_parent_of_a_mass_incident_then_it_is_nobodys_and_not_listed(self, desk: Client) -> None:
        parent, child = a_ticket(), a_ticket()
        child.link(by=an_agent("Ana", at=LONG_AGO).actor, at=MONDAY_9H, public=False, other=parent, kind=LinkKind.PARENT)

        assert desk.get("/").context["unfiled"] == [child]

    def test_when_the_unfiled_are_sought_then_tickets_of_customers_are_not_walked_past(self) -> None:
        a_ticket(customer=a_customer("Norte Fibra", at=LONG_AGO))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table as small as this is read from end to end otherwise

        assert "tickets_of_nobody" in Ticket.objects.unfiled()[:8].explain()

    def test_when_a_role_is_held_by_nobody_then_it_is_marked(self, desk: Client) -> None:
        on_duty("noc_coordinator", "Davi Melo")

        found = {line.role: line.first for line in desk.get("/").context["lines"]}

        assert [agent.person.name for agent in found.values() if agent] == ["Davi Melo"]
        assert None in found.values()

    def test_when_no_worker_runs_then_it_says_so(self, desk: Client) -> None:
        assert "Nenhum worker" in desk.get("/").content.decode()


class TestABusyDesk:
    def test_when_much_waits_then_few_queries_are_asked(self, desk: Client, budget: Budget) -> None:
        on_duty("noc_coordinator", "Davi Melo")
        on_duty("noc_manager", "Eva Souza")
        for number in range(14):
            a_ticket(criticality="urgent", opened_at=MONDAY_9H, subject=f"Link {number} down")
        watch(MONDAY_11H)

        with budget(15):
            desk.get("/")
