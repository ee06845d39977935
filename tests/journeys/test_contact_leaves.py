"""Somebody who spoke for a customer leaves: the matter goes on with somebody else, and who left hears no more of it."""

import pytest
from django.db import transaction

from plantao.directory.models import Contact, Customer
from plantao.directory.testing import a_contact, a_customer
from plantao.events.actor import DESK, OPERATOR
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket, Words
from plantao.tickets.models.opening import Asked
from plantao.tickets.verbs import Verb
from tests.journeys.conftest import House, a_mail


@pytest.fixture
def customer(house: House) -> Customer:
    return a_customer(at=house.at)


@pytest.fixture
def who_leaves(house: House, customer: Customer) -> Contact:
    return a_contact(customer, at=house.at, name="Ana", mail="ana@aurora.example")


@pytest.fixture
def ticket(house: House, customer: Customer, who_leaves: Contact) -> Ticket:
    with transaction.atomic():
        asked = Asked(customer=customer, requester=who_leaves.person)
        ticket = Ticket.open(by=DESK, at=house.at, public=True, channel="email", subject="Down", words=Words("Down."), asked=asked)
        ticket.hold(by=OPERATOR, at=house.at, public=True, reason="awaiting_customer", question="Powered?")
    house.later(minutes=5)
    return ticket


@transaction.atomic
def leave(contact: Contact, house: House) -> None:
    contact.leave(by=OPERATOR, at=house.at)


class TestARequesterWhoLeaves:
    def test_when_there_is_a_general_contact_then_the_ticket_is_theirs_and_they_alone_are_told(
        self, house: House, customer: Customer, who_leaves: Contact, ticket: Ticket
    ) -> None:
        general = a_contact(customer, at=house.at, name="Recepção", mail="geral@aurora.example").person
        Customer.objects.filter(pk=customer.pk).update(general_contact=general)

        leave(who_leaves, house)
        house.run()
        before = len(house.sent())
        with transaction.atomic():
            ticket.reply(by=an_agent(at=house.at).actor, at=house.at, public=True, words=Words("Back soon."))
        house.later(minutes=2)

        assert Ticket.objects.get(pk=ticket.pk).requester == general
        assert [str(mail["To"]) for mail in house.sent()[before:]] == ["Recepção <geral@aurora.example>"]

    def test_when_a_hold_waits_for_them_then_staff_see_which(self, house: House, who_leaves: Contact, ticket: Ticket) -> None:
        leave(who_leaves, house)
        house.run()

        lost = ticket.timeline.events.get(verb=Verb.CONTACT_LOST)
        assert lost.facts == {"person": who_leaves.person_id, "holds": [ticket.holds.get().pk]}
        assert not lost.is_public
        assert Ticket.objects.get(pk=ticket.pk).requester is None

    def test_when_they_are_back_before_it_is_worked_on_then_nothing_changes(
        self, house: House, customer: Customer, who_leaves: Contact, ticket: Ticket
    ) -> None:
        leave(who_leaves, house)
        with transaction.atomic():
            Contact.objects.add(customer, who_leaves.person, by=OPERATOR, at=house.at)
        house.run()

        assert Ticket.objects.get(pk=ticket.pk).requester == who_leaves.person

    def test_when_they_watch_another_ticket_then_they_watch_it_no_more(self, house: House, customer: Customer, who_leaves: Contact) -> None:
        with transaction.atomic():
            asked = Asked(customer=customer)
            other = Ticket.open(by=DESK, at=house.at, public=True, channel="email", subject="Up", words=Words("Up."), asked=asked)
            other.watch(by=OPERATOR, at=house.at, public=True, person=who_leaves.person)

        leave(who_leaves, house)
        house.run()

        assert not other.watchers.exists()

    def test_when_they_write_from_the_customers_domain_then_they_speak_for_nobody(
        self, house: House, customer: Customer, who_leaves: Contact
    ) -> None:
        with transaction.atomic():
            customer.claim_domain("aurora.example", by=OPERATOR, at=house.at)
        leave(who_leaves, house)

        house.mail(a_mail(sender="Ana <ana@aurora.example>"), mail_from="ana@aurora.example")

        assert Ticket.objects.get().customer is None
        assert not Contact.objects.live().filter(person=who_leaves.person).exists()
