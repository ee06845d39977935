"""Search from every page: what somebody has in hand leads to the ticket, and to nothing that they may not see."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from plantao import clock
from plantao.directory.models import Customer
from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.events.actor import DESK
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket, Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_15H, a_desk, a_ticket
from tests.pages import Budget, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_three() -> Iterator[None]:
    with clock.frozen(MONDAY_15H):
        a_desk()
        yield


@pytest.fixture
def carla(db: None) -> Agent:
    return an_agent("Carla Reis", at=LONG_AGO)


@pytest.fixture
def norte(db: None) -> Customer:
    return a_customer("Norte Fibra", at=LONG_AGO)


@pytest.fixture
def rui(norte: Customer) -> Person:
    person = a_contact(norte, at=LONG_AGO, name="Rui Prado", mail="rui@norte.example").person
    person.add_address(Kind.PHONE, "+5531998765432", at=LONG_AGO)
    return person


@pytest.fixture
def ticket(norte: Customer, rui: Person) -> Ticket:
    """What is looked for, beside others that nobody means."""
    a_ticket(subject="Troca de senha", customer=a_customer("Serra Azul", at=LONG_AGO))
    service = a_service(norte, "BHZ-0471", at=LONG_AGO)
    return a_ticket(subject="Conexões caindo", text="O rádio da torre reinicia.", customer=norte, requester=rui, service=service)


def found(desk: Client, text: str) -> list[Ticket]:
    answer = desk.get("/search/", {"q": text})
    assert answer.status_code == 200
    return [row.ticket for row in answer.context.get("rows", ())]


class TestWhatSomebodyHasInHand:
    @pytest.mark.parametrize(
        "text",
        [
            "conexao",
            "rádio torre",
            "norte fibra",
            "rui prado",
            "rui@norte.example",
            "norte.example",
            "BHZ-0471",
            "(31) 99876-5432",
            "31998765432",
            "+55 31 99876-5432",
        ],
    )
    def test_when_it_is_sought_then_the_ticket_is_found_and_no_other(self, desk: Client, ticket: Ticket, text: str) -> None:
        assert found(desk, text) == [ticket]

    def test_when_it_is_a_whole_protocol_then_it_leads_to_its_ticket(self, desk: Client, ticket: Ticket) -> None:
        again = ticket.add_contact(by=DESK, at=MONDAY_15H, public=True, channel="phone")

        for number in (ticket.protocol, f" {again.number} "):
            assert desk.get("/search/", {"q": number})["Location"] == f"/tickets/{ticket.protocol}/"

    def test_when_it_is_a_piece_of_a_protocol_then_it_is_listed(self, desk: Client, ticket: Ticket) -> None:
        assert ticket in found(desk, ticket.protocol[2:])

    def test_when_it_is_over_then_it_is_found_too(self, desk: Client, ticket: Ticket) -> None:
        ticket.cancel(by=DESK, at=MONDAY_15H, public=True, reason="duplicate")

        assert found(desk, "conexao") == [ticket]

    def test_when_customers_and_people_are_meant_then_they_stand_above(
        self, desk: Client, ticket: Ticket, norte: Customer, rui: Person
    ) -> None:
        answer = desk.get("/search/", {"q": "norte"})

        assert answer.context["customers"] == [norte]
        assert [contact.person for contact in answer.context["people"]] == [rui]

    def test_when_a_contact_is_reached_by_phone_then_they_are_found_though_they_have_no_ticket(self, desk: Client, rui: Person) -> None:
        answer = desk.get("/search/", {"q": "31 99876-5432"})

        assert [contact.person for contact in answer.context["people"]] == [rui]

    @pytest.mark.parametrize("text", ["", "   ", "...", "xyzzy", "💥", "%", "a" * 5_000, "' OR 1=1 --"])
    def test_when_nothing_fits_then_a_sentence_says_what_to_do(self, desk: Client, ticket: Ticket, text: str) -> None:
        assert found(desk, text) == []


class TestWhoMaySee:
    def test_when_a_ticket_is_another_departments_then_it_is_not_found_by_anything(
        self, desk: Client, carla: Agent, ticket: Ticket
    ) -> None:
        Agent.objects.filter(pk=carla.pk).update(departments=["finance"])

        for text in ("conexao", "rui prado", "31998765432", "BHZ-0471", "norte fibra"):
            assert found(desk, text) == []
        assert desk.get("/search/", {"q": ticket.protocol}).status_code == 200

    def test_when_a_contact_asks_then_they_get_nothing_of_their_own_customer_nor_of_another(
        self, signed_in: SignIn, ticket: Ticket, rui: Person
    ) -> None:
        stranger = a_contact(a_customer("Serra Azul 2", at=LONG_AGO), at=LONG_AGO, name="Ivo").person

        for person in (rui, stranger):
            assert signed_in(person).get("/search/", {"q": "conexao"}).status_code == 403


class TestManyResults:
    def test_when_there_are_more_than_a_page_then_they_come_newest_first_each_once_and_cost_few_queries(
        self, desk: Client, budget: Budget, norte: Customer
    ) -> None:
        made = [
            a_ticket(subject=f"Enlace {number}", customer=norte, opened_at=MONDAY_9H + timedelta(minutes=number)) for number in range(53)
        ]

        with budget(15):
            first = desk.get("/search/", {"q": "enlace norte"})
        second = desk.get(first.context["after"])

        pages = [[row.ticket.pk for row in answer.context["rows"]] for answer in (first, second)]
        assert pages[0] + pages[1] == [ticket.pk for ticket in reversed(made)]
        assert [row.ticket.pk for row in desk.get(second.context["before"]).context["rows"]] == pages[0]
        assert "people" not in second.context

    def test_when_words_are_internal_then_staff_find_by_them(self, desk: Client, ticket: Ticket) -> None:
        ticket.note(by=DESK, at=MONDAY_10H, words=Words("Suspeita de bobina"))

        assert found(desk, "bobina") == [ticket]


def test_when_any_page_is_open_then_the_search_is_a_key_away(desk: Client) -> None:
    for path in ("/", "/tickets/", "/calls/new/", "/handbook/", "/rota/", "/guide/"):
        assert 'action="/search/"' in desk.get(path).content.decode()
