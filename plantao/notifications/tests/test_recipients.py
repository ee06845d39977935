"""Whom it reaches, and what the ledger says of those whom it does not."""

from collections.abc import Iterable

import pytest

from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.events.actor import DESK
from plantao.events.models import Event
from plantao.messaging.models import Notice
from plantao.notifications.occasions import Whom
from plantao.notifications.recipients import recipients
from plantao.notifications.tests.ledger import a_told_requester, part, told, withheld
from plantao.people.addresses import Kind
from plantao.people.models import Address
from plantao.people.testing import a_person
from plantao.staff.testing import an_agent
from plantao.tickets.models import Words
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, STAFF, a_requester, a_ticket, resolve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("telling")]


class TestSomebodyWhoCannotBeTold:
    def test_when_they_have_no_address_then_the_ledger_says_so(self) -> None:
        ticket = a_ticket(requester=a_requester(), channel="phone")

        assert withheld(ticket) == [("registered", "no_address")]

    def test_when_mail_to_them_came_back_then_no_more_goes_there(self) -> None:
        person = a_told_requester()
        Address.objects.filter(person=person).update(bounced_at=LONG_AGO)

        ticket = a_ticket(requester=person)

        assert withheld(ticket) == [("registered", "bounced")]

    def test_when_they_have_another_address_then_that_is_used(self) -> None:
        person = a_told_requester()
        Address.objects.filter(person=person).update(bounced_at=LONG_AGO)
        person.add_address(Kind.MAIL, "ana@casa.example", at=LONG_AGO)

        ticket = a_ticket(requester=person)

        assert told(ticket) == ["registered"]
        assert Notice.objects.get().address == "ana@casa.example"

    def test_when_they_left_the_customer_then_they_hear_no_more(self) -> None:
        customer = a_customer(at=LONG_AGO)
        contact = a_contact(customer, at=LONG_AGO, mail="ana@provedor.example")
        ticket = a_ticket(customer=customer, requester=contact.person)
        contact.leave(by=DESK, at=MONDAY_10H)

        ticket.reply(by=STAFF, at=MONDAY_11H, public=True, words=Words("We found it."))

        assert withheld(ticket) == [("reply", "left")]

    def test_when_their_account_is_disabled_then_nothing_goes(self) -> None:
        person = a_told_requester()
        person.disabled_at = LONG_AGO
        person.save()

        assert withheld(a_ticket(requester=person)) == [("registered", "disabled")]


class TestATicketWithoutRequester:
    def test_when_it_has_a_service_then_its_technical_contacts_are_told(self) -> None:
        customer = a_customer(at=LONG_AGO)
        service = a_service(customer, at=LONG_AGO)
        contact = a_contact(customer, at=LONG_AGO, mail="tecnico@provedor.example")
        service.technical_contacts.add(contact)

        ticket = a_ticket(service=service, channel="monitoring")

        assert told(ticket, contact.person) == ["registered"]
        assert part(ticket, "registered").split("\n\n")[1].startswith("Abrimos este chamado sobre o serviço BHZ-0001.")

    def test_when_there_is_nobody_then_the_ledger_says_so(self) -> None:
        assert withheld(a_ticket(channel="monitoring")) == [("registered", "nobody_to_tell")]


class TestWhatIsInternal:
    @pytest.mark.parametrize("to", Whom)
    def test_when_anybody_is_meant_then_only_staff_are_found(self, to: Whom) -> None:
        customer = a_customer(at=LONG_AGO)
        requester, colleague = (a_requester(customer, mail=f"{name}@provedor.example") for name in ("ana", "beto"))
        ticket = a_ticket(customer=customer, requester=requester)
        agent = an_agent(at=LONG_AGO, mail="carla@redeipe.example")
        for person in (agent.person, colleague):
            ticket.watch(by=STAFF, at=MONDAY_9H, public=True, person=person)
        internal = Event(
            timeline=ticket.timeline, actor_kind="contact", person=requester, is_public=False, at=MONDAY_9H, recorded_at=MONDAY_9H,
            facts={"asked_of": colleague.pk, "told": [colleague.pk], "after": colleague.pk},
        )  # fmt: skip

        found = recipients(internal, ticket, to)

        assert {recipient.person for recipient in found} <= {agent.person}


class TestStaffWhoWatch:
    def test_when_something_internal_is_said_then_they_are_told_and_nobody_else(self) -> None:
        customer = a_customer(at=LONG_AGO)
        ticket = a_ticket(customer=customer, requester=a_requester(customer, mail="ana@provedor.example"))
        agent = an_agent("Carla Reis", at=LONG_AGO, mail="carla@redeipe.example")
        colleague = a_requester(customer, mail="beto@provedor.example")
        for person in (agent.person, colleague):
            ticket.watch(by=STAFF, at=MONDAY_9H, public=True, person=person)

        ticket.note(by=STAFF, at=MONDAY_10H, words=Words("Between us."))

        (notice,) = Notice.objects.filter(occasion="noted")
        assert (notice.person, notice.is_public) == (agent.person, False)
        assert self.addresses(Notice.objects.filter(is_public=False)) == {"carla@redeipe.example"}

    def test_when_the_ticket_is_resolved_then_their_mail_has_no_links_to_answer_for_the_customer(self) -> None:
        ticket = a_ticket(requester=a_told_requester())
        agent = an_agent(at=LONG_AGO, mail="carla@redeipe.example")
        ticket.watch(by=STAFF, at=MONDAY_9H, public=True, person=agent.person)

        resolve(ticket, at=MONDAY_10H)

        texts = {notice.person: notice.content["text"] for notice in Notice.objects.filter(occasion="resolved")}
        assert "http" not in texts[agent.person]
        assert "/confirmation/" in texts[ticket.requester]

    def addresses(self, notices: Iterable[Notice]) -> set[str]:
        return {notice.address for notice in notices}


class TestAQuestionToSomebodyElse:
    def test_when_it_is_asked_then_they_are_told_too_and_it_says_whose_answer_is_awaited(self) -> None:
        ticket = a_ticket(requester=a_told_requester())
        technician = a_person("Davi Rocha", at=LONG_AGO, mail="davi@provedor.example")

        ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="awaiting_customer", question="Is it powered?", asked_of=technician)

        texts = {notice.person: notice.content["text"] for notice in Notice.objects.filter(occasion="held")}
        assert "Responda a esta mensagem, por favor" in texts[technician]
        assert "precisamos saber de Davi Rocha" in texts[ticket.requester]
