"""Who a mail is from: a contact, somebody of a customer's domain, staff, a stranger, or nobody."""

import pytest

from plantao.directory.models import Contact
from plantao.directory.testing import a_contact, a_customer
from plantao.events.actor import DESK, Actor, ActorKind
from plantao.intake.senders import address_of, made_known, sender_of
from plantao.intake.testing import a_mail
from plantao.mail.message import Address, Mail
from plantao.mail.reading import read
from plantao.people.testing import a_person
from plantao.staff.testing import an_agent
from plantao.tickets.testing import LONG_AGO, MONDAY_9H

pytestmark = pytest.mark.django_db


def from_(sender: str) -> Mail:
    return read(a_mail(sender=sender))


class TestKnownPeople:
    def test_when_a_contact_writes_then_it_is_for_their_customer(self) -> None:
        contact = a_contact(a_customer(at=LONG_AGO), at=LONG_AGO, mail="bruno@aurora.example")

        sender = sender_of(from_("BRUNO@aurora.example"), asks_for_dmarc=False)

        assert (sender.person, sender.customer, sender.actor.kind) == (contact.person, contact.customer, ActorKind.CONTACT)

    def test_when_they_speak_for_two_then_there_is_doubt(self) -> None:
        contact = a_contact(a_customer(at=LONG_AGO), at=LONG_AGO, mail="bruno@aurora.example")
        Contact.objects.add(a_customer("Provedor Boreal", at=LONG_AGO), contact.person, by=DESK, at=LONG_AGO)

        sender = sender_of(from_("bruno@aurora.example"), asks_for_dmarc=False)

        assert (len(sender.customers), sender.customer, sender.actor.kind) == (2, None, ActorKind.CONTACT)

    def test_when_staff_write_from_a_domain_that_a_customer_claims_then_they_are_not_the_customers(self) -> None:
        a_customer(at=LONG_AGO, domains=("noc.example",))
        an_agent(at=LONG_AGO, mail="carla@noc.example")

        sender = sender_of(from_("carla@noc.example"), asks_for_dmarc=False)

        assert (sender.is_staff, sender.customers) == (True, ())

    def test_when_they_are_not_believed_then_they_speak_for_nobody(self) -> None:
        person = a_contact(a_customer(at=LONG_AGO), at=LONG_AGO, mail="bruno@aurora.example").person

        sender = sender_of(from_("bruno@aurora.example"), asks_for_dmarc=True)

        assert (sender.is_believed, sender.customers) == (False, ())
        assert sender.actor == Actor(ActorKind.STRANGER, person.pk)


class TestNewPeople:
    def test_when_their_domain_is_claimed_then_they_become_a_contact(self) -> None:
        customer = a_customer(at=LONG_AGO, domains=("aurora.example",))
        sender = sender_of(from_("gil@sul.aurora.example"), asks_for_dmarc=False)

        known = made_known(sender, Address("gil@sul.aurora.example", "Gil"), at=MONDAY_9H, language="es")

        assert known.person is not None
        assert (known.person.name, known.person.language, known.customer) == ("Gil", "es", customer)
        assert Contact.objects.get(customer=customer).person == known.person

    def test_when_nobody_claims_it_then_they_are_a_person_and_no_more(self) -> None:
        sender = sender_of(from_("gil@elsewhere.example"), asks_for_dmarc=False)

        known = made_known(sender, Address("gil@elsewhere.example", ""), at=MONDAY_9H, language="en")

        assert known.person is not None
        assert (known.person.name, known.actor.kind) == ("gil", ActorKind.STRANGER)
        assert not Contact.objects.exists()

    def test_when_a_known_person_had_no_name_then_they_get_the_one_they_write(self) -> None:
        person = a_person("", at=LONG_AGO, mail="gil@elsewhere.example")

        made_known(
            sender_of(from_("gil@elsewhere.example"), asks_for_dmarc=False),
            Address("gil@elsewhere.example", "Gil"),
            at=MONDAY_9H,
            language="en",
        )

        person.refresh_from_db()
        assert person.name == "Gil"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Ana <ana@x.example>", "ana@x.example"),
        ("root", ""),
        ("<" + "a" * 310 + "@x.example>", "a" * 310 + "@x.example"),
        ("<" + "a" * 311 + "@x.example>", ""),
        ("<" + "ß" * 200 + "@x.example>", ""),  # two letters each when it is compared
    ],
)
def test_an_address_is_one_that_mail_could_be_sent_to(written: str, address: str) -> None:
    assert address_of(read(f"From: {written}\r\n\r\nx".encode())) == address
