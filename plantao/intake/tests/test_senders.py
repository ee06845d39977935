"""Who writes for the first time is made known once, however many of their mails are worked on at the same time."""

from collections.abc import Callable
from threading import Event

import pytest
from django.db import connection, transaction

from plantao.directory.models import Contact
from plantao.directory.testing import a_customer
from plantao.events.actor import DESK
from plantao.events.models import Event as WhatHappened
from plantao.intake.senders import Sender, made_known, sender_of
from plantao.mail.reading import read
from plantao.people.models import Person
from plantao.people.testing import a_person
from plantao.staff.models import Agent
from plantao.work.tests.side_by_side import PATIENCE, beside
from plantao.work.tests.test_leases import NOON


def known(mail: str = "Ana Souza <ana@cliente.example>", *, meanwhile: Callable[[], object] = lambda: None) -> Sender:
    """Do what intake does with a mail of this sender; `meanwhile` happens after it was looked up who they are."""
    said = read(f"From: {mail}\r\n\r\n".encode())
    with transaction.atomic():
        sender = sender_of(said, asks_for_dmarc=False)
        meanwhile()
        assert said.from_
        return made_known(sender, said.from_, at=NOON, language="pt-br")


def somebody_waits() -> bool:
    """Whether a transaction on this database waits for an address that another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
class TestAStrangerWhoseFirstMailsAreWorkedOnAtOnce:
    def test_when_the_second_comes_before_the_first_is_committed_then_it_waits_and_both_are_one_persons(self) -> None:
        a_customer(at=NOON, domains=("cliente.example",))
        first_has_looked, second_waits = Event(), Event()

        def first() -> Sender:
            with transaction.atomic():
                sender = known()
                first_has_looked.set()
                assert second_waits.wait(PATIENCE)
                while not somebody_waits():
                    pass
                return sender

        def second() -> Sender:
            assert first_has_looked.wait(PATIENCE)
            return known("ANA@cliente.example", meanwhile=second_waits.set)

        one, other = beside(first, second)

        assert (one.person, one.customers) == (other.person, other.customers)
        assert [person.name for person in Person.objects.all()] == ["Ana Souza"]
        assert Contact.objects.count() == 1
        assert WhatHappened.objects.filter(verb="customer.contact_added").count() == 1

    def test_when_each_writes_from_an_address_of_their_own_then_nobody_waits(self) -> None:
        met = [Event(), Event()]

        def stranger(number: int) -> Sender:
            with transaction.atomic():
                sender = known(f"cliente{number}@cliente.example")
                met[number].set()
                assert met[1 - number].wait(PATIENCE)
                return sender

        one, other = beside(lambda: stranger(0), lambda: stranger(1))

        assert one.person != other.person

    def test_when_somebody_makes_them_staff_meanwhile_then_they_are_taken_for_staff(self) -> None:
        a_customer(at=NOON, domains=("cliente.example",))

        def made_staff() -> None:
            Agent.objects.add(a_person("Ana Souza", at=NOON, mail="ana@cliente.example"), by=DESK, at=NOON, rights=())

        sender = known(meanwhile=lambda: beside(lambda: _committed(made_staff)))

        assert (sender.is_staff, sender.customers) == (True, ())
        assert not Contact.objects.exists()

    def test_when_they_were_merged_into_somebody_then_their_mails_are_the_survivors(self) -> None:
        ana = a_person("Ana Souza", at=NOON, mail="ana@casa.example")

        def merged() -> None:
            gone = a_person("A. Souza", at=NOON, mail="ana@cliente.example")
            Person.objects.filter(pk=gone.pk).update(merged_into=ana)

        assert known(meanwhile=lambda: beside(lambda: _committed(merged))).person == ana


def _committed(act: Callable[[], None]) -> None:
    with transaction.atomic():
        act()


@pytest.mark.django_db
class TestAStranger:
    def test_when_an_address_has_no_name_then_its_local_part_is_theirs_until_they_say_one(self) -> None:
        assert str(known("ana@cliente.example").person) == "ana"
