"""Who calls: contacts found by whatever the caller says of themselves."""

from datetime import UTC, datetime

import pytest

from plantao.directory.models import Contact
from plantao.directory.queries import callers, customers_called, digits_of
from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.events.actor import DESK
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.staff.testing import an_agent

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bruno() -> Contact:
    aurora = a_customer("Provedor Aurora", at=NOW)
    a_service(aurora, "BHZ-0001", at=NOW)
    bruno = a_contact(aurora, at=NOW, name="Bruno Conceição", mail="bruno@aurora.example")
    bruno.person.add_address(Kind.PHONE, "+55 31 5555-0143", at=NOW)
    other = a_customer("Rede Ipê", at=NOW)
    a_contact(other, at=NOW, name="Elisa Prado", mail="elisa@ipe.example").person.add_address(Kind.PHONE, "+55 31 5555-0199", at=NOW)
    return bruno


@pytest.fixture
def analyst() -> Person:
    return an_agent(at=NOW).person


@pytest.mark.parametrize(
    "text",
    [
        "bruno",
        "conceicao",
        "aurora",
        "bruno aurora",
        "bhz-0001",
        "bruno@aur",
        "5555-0143",
        "(31) 5555-0143",
        "031 5555 0143",
        "+55 31 55550143",
    ],
)
def test_when_a_caller_says_it_then_they_are_found_and_nobody_else(text: str, bruno: Contact, analyst: Person) -> None:
    assert list(callers(text, seen_by=analyst)) == [bruno]


@pytest.mark.parametrize("text", ["", "br", "%", "...", "bruno ipê", "5555-0144"])
def test_when_nothing_fits_then_nobody_is_found(text: str, bruno: Contact, analyst: Person) -> None:
    assert list(callers(text, seen_by=analyst)) == []


def test_when_a_contact_asks_then_they_find_nobody(bruno: Contact) -> None:
    assert list(callers("aurora", seen_by=bruno.person)) == []
    assert list(customers_called("aurora", seen_by=bruno.person)) == []


def test_when_somebody_has_left_then_their_customer_is_still_found(bruno: Contact, analyst: Person) -> None:
    bruno.leave(by=DESK, at=NOW)

    assert list(callers("aurora", seen_by=analyst)) == []
    assert list(customers_called("bhz-0001", seen_by=analyst)) == [bruno.customer]


def test_when_it_is_no_phone_number_then_it_has_no_digits() -> None:
    assert [digits_of(text) for text in ("BHZ-0001", "0001", "+", "(031) 5555-0143")] == ["", "", "", "3155550143"]
