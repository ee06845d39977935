"""Whose a ticket is, on every row of it, and who sees what."""

from typing import Any

import pytest

from plantao.agreements.testing import a_contract
from plantao.directory.models import Customer
from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.events.actor import OPERATOR
from plantao.files.models import Blob
from plantao.messaging.models import Inbound
from plantao.people.testing import a_person
from plantao.rules.ticket_lifecycle import NotInThisStatus
from plantao.staff.testing import an_agent
from plantao.tickets.models import Attachment, File, Ticket, Words
from plantao.tickets.models.belonging import AlreadyWatching, CustomerIsKnown, NotOfThisCustomer, NotWatching
from plantao.tickets.models.treating import NothingChanges
from plantao.tickets.queries import entries_visible_to, events_visible_to, found
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, a_requester, a_ticket, resolve
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"by": OPERATOR, "at": MONDAY_10H}


class TestATicketThatIsNobodys:
    def test_when_its_customer_is_set_then_every_row_says_so(self) -> None:
        ticket = a_ticket(requester=a_person("Gil", at=LONG_AGO), held={"awaiting_customer": MONDAY_10H})
        entry = ticket.reply(
            by=OPERATOR, at=MONDAY_10H, public=True, words=Words("See.", files=(File(name="a", content=b"a", content_type="text/plain"),))
        )
        ticket.promise(by=OPERATOR, at=MONDAY_10H, public=True, due_at=MONDAY_12H)
        other = a_ticket()
        other.merge(into=ticket, by=OPERATOR, at=MONDAY_10H, public=True)
        resolve(ticket, at=MONDAY_11H)
        blob = Blob.objects.store(b"mail", at=MONDAY_10H)
        inbound = Inbound.objects.create(
            channel="email", outside_id="1", original=blob, received_at=MONDAY_10H, created_at=MONDAY_10H, thread=ticket.thread
        )
        customer = a_customer(at=LONG_AGO)

        ticket.set_customer(customer=customer, **WHEN)

        other.refresh_from_db()
        rows: list[Any] = [
            ticket,
            ticket.timeline,
            ticket.thread,
            other,
            other.timeline,
            other.thread,
            Attachment.objects.get(entry=entry),
            inbound,
        ]
        for each in (ticket, other):
            rows += [*each.timeline.events.all(), *each.entries.all(), *each.protocols.all(), *each.holds.all(), *each.promises.all()]
        for row in rows:
            row.refresh_from_db()
        assert {row.customer_id for row in rows} == {customer.pk}

    def test_when_its_customer_is_set_then_plan_and_calendar_are_found_as_of_the_opening(self) -> None:
        ticket = a_ticket(item="upgrade")
        customer = a_customer(at=LONG_AGO)
        a_contract(customer, "basic", at=LONG_AGO)

        event = ticket.set_customer(customer=customer, **WHEN)

        assert (ticket.plan, ticket.customer_calendar, ticket.is_covered) == ("basic", "office", False)
        assert (event.is_public, event.facts["plan"], event.facts["before"]) == (False, "basic", None)

    def test_when_it_has_a_customer_then_only_a_coordinator_puts_it_right(self) -> None:
        ticket, right = a_ticket(customer=a_customer(at=LONG_AGO)), a_customer("Provedor Boreal", at=LONG_AGO)

        with pytest.raises(CustomerIsKnown):
            ticket.set_customer(by=an_agent(at=LONG_AGO).actor, at=MONDAY_10H, customer=right)
        with pytest.raises(NothingChanges):
            ticket.set_customer(customer=Customer.objects.get(name="Provedor Aurora"), **WHEN)
        ticket.set_customer(customer=right, **WHEN)

        assert ticket.customer == right

    def test_when_the_requester_speaks_for_another_then_it_is_refused(self) -> None:
        ticket = a_ticket(requester=a_requester())

        with pytest.raises(NotOfThisCustomer):
            ticket.set_customer(customer=a_customer("Provedor Boreal", at=LONG_AGO), **WHEN)

    def test_when_somebody_of_another_customer_watched_it_then_they_do_no_more(self) -> None:
        ticket, stranger = a_ticket(), a_requester()
        ticket.watch(person=stranger, public=True, **WHEN)

        ticket.set_customer(customer=a_customer("Provedor Boreal", at=LONG_AGO), **WHEN)

        assert not ticket.watchers.exists()
        assert ticket.timeline.events.filter(verb=Verb.UNWATCHED).exists()


class TestWhatItIsAbout:
    def test_when_a_service_is_set_then_its_customer_comes_with_it(self) -> None:
        ticket, service = a_ticket(), a_service(a_customer(at=LONG_AGO), at=LONG_AGO)

        ticket.set_service(public=True, service=service, **WHEN)

        assert (ticket.service, ticket.customer) == (service, service.customer)

    def test_when_it_is_another_customers_then_it_is_refused(self) -> None:
        service = a_service(a_customer("Provedor Boreal", at=LONG_AGO), at=LONG_AGO)

        with pytest.raises(NotOfThisCustomer):
            a_ticket(customer=a_customer(at=LONG_AGO)).set_service(public=True, service=service, **WHEN)


class TestATicketThatIsOver:
    def test_when_somebody_says_whose_it_is_then_it_is_refused(self) -> None:
        ticket, customer = a_ticket(), a_customer(at=LONG_AGO)
        ticket.cancel(by=OPERATOR, at=MONDAY_9H, public=True, reason="Tested only.")

        with pytest.raises(NotInThisStatus):
            ticket.set_requester(requester=a_requester(), public=True, **WHEN)
        with pytest.raises(NotInThisStatus):
            ticket.set_service(service=a_service(customer, at=LONG_AGO), public=True, **WHEN)
        with pytest.raises(NotInThisStatus):
            ticket.set_customer(customer=customer, **WHEN)

    def test_when_its_customer_was_wrong_then_a_coordinator_puts_that_right(self) -> None:
        wrong, right = a_customer(at=LONG_AGO), a_customer("Provedor Boreal", at=LONG_AGO)
        ticket = a_ticket(customer=wrong, requester=None)
        ticket.cancel(by=OPERATOR, at=MONDAY_9H, public=True, reason="Tested only.")

        ticket.set_customer(customer=right, **WHEN)

        assert ticket.customer == right


class TestWhoAsks:
    def test_when_a_requester_is_set_then_the_event_says_who(self) -> None:
        ticket, requester = a_ticket(), a_requester()

        event = ticket.set_requester(requester=requester, public=True, **WHEN)

        assert (ticket.requester, event.is_public, event.facts["after"]) == (requester, True, requester.pk)

    def test_when_they_speak_for_another_customer_then_it_is_refused(self) -> None:
        ticket = a_ticket(customer=a_customer("Provedor Boreal", at=LONG_AGO))

        with pytest.raises(NotOfThisCustomer):
            ticket.set_requester(requester=a_requester(), public=True, **WHEN)


class TestWatching:
    def test_when_somebody_watches_and_no_more_then_both_are_internal(self) -> None:
        ticket, agent = a_ticket(), an_agent(at=LONG_AGO)

        ticket.watch(person=agent.person, public=True, **WHEN)
        with pytest.raises(AlreadyWatching):
            ticket.watch(person=agent.person, public=True, **WHEN)
        ticket.unwatch(person=agent.person, **WHEN)

        assert not ticket.timeline.events.filter(verb__in=[Verb.WATCHED, Verb.UNWATCHED], is_public=True).exists()
        with pytest.raises(NotWatching):
            ticket.unwatch(person=agent.person, **WHEN)

    def test_when_they_speak_for_another_customer_then_it_is_refused(self) -> None:
        with pytest.raises(NotOfThisCustomer):
            a_ticket(customer=a_customer("Provedor Boreal", at=LONG_AGO)).watch(person=a_requester(), public=True, **WHEN)


class TestTwoCustomersAndStaff:
    def test_when_a_contact_looks_then_they_see_what_is_public_of_their_own_customer_alone(self) -> None:
        customer = a_customer(at=LONG_AGO)
        contact = a_contact(customer, at=LONG_AGO).person
        own, others = a_ticket(customer=customer), a_ticket(customer=a_customer("Provedor Boreal", at=LONG_AGO))
        nobodys = a_ticket(requester=contact)
        own.note(by=OPERATOR, at=MONDAY_10H, words=Words("secret"))

        assert set(Ticket.objects.visible_to(contact)) == {own}
        assert [entry.ticket for entry in entries_visible_to(contact)] == [own]
        assert {event.is_public for event in events_visible_to(contact)} == {True}
        assert not found(Ticket.objects.visible_to(contact), "secret", only_public=True).exists()
        assert set(found(Ticket.objects.all(), "secret", only_public=False)) == {own}
        assert {others, nobodys}.isdisjoint(Ticket.objects.visible_to(contact))

    def test_when_a_contact_left_or_the_ticket_was_no_contact_then_they_see_nothing(self) -> None:
        customer = a_customer(at=LONG_AGO)
        contact = a_contact(customer, at=LONG_AGO)
        a_ticket(customer=customer).not_a_contact(**WHEN)
        assert not Ticket.objects.visible_to(contact.person).exists()

        a_ticket(customer=customer)
        contact.leave(by=OPERATOR, at=MONDAY_11H)

        assert not Ticket.objects.visible_to(contact.person).exists()
        assert not entries_visible_to(contact.person).exists()

    def test_when_staff_look_then_they_see_their_departments_and_what_they_hold_with_all_that_is_said(self) -> None:
        agent = an_agent(at=LONG_AGO)
        agent.departments = ["finance"]
        agent.save()
        bill, held, other = a_ticket(item="invoice_copy"), a_ticket(), a_ticket()
        held.assign(to=agent.person, **WHEN)
        held.note(words=Words("secret"), **WHEN)

        assert set(Ticket.objects.visible_to(agent.person)) == {bill, held}
        assert other not in Ticket.objects.visible_to(agent.person)
        assert "secret" in [entry.text for entry in entries_visible_to(agent.person)]
        assert set(Ticket.objects.visible_to(an_agent("Elis", at=LONG_AGO).person)) == {bill, held, other}

    def test_when_somebody_is_neither_then_they_see_nothing(self) -> None:
        a_ticket()

        assert not Ticket.objects.visible_to(a_person("Gil", at=LONG_AGO)).exists()

    def test_when_words_or_numbers_are_looked_for_then_every_one_must_stand_somewhere(self) -> None:
        ticket = a_ticket(subject="Fibra rompida", text="perto da ponte")
        again = ticket.add_contact(public=True, channel="phone", **WHEN)
        everything = Ticket.objects.all()

        assert set(found(everything, "FIBRA ponte", only_public=True)) == {ticket}
        assert set(found(everything, again.number, only_public=True)) == {ticket}
        assert not found(everything, "fibra rio", only_public=False).exists()
