"""The main job: a customer's mail becomes a ticket with a protocol, and the sender is told of it, once."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from plantao import clock
from plantao.agreements.testing import a_contract
from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.events.actor import DESK
from plantao.mail.reading import read
from plantao.messaging.models import Inbound, Notice
from plantao.messaging.models.inbound import Outcome
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.staff.testing import an_agent
from plantao.tickets.models import Hold, Link, Ticket
from plantao.tickets.models.entry import File, Words
from plantao.work.loop import run_due
from tests.journeys.conftest import MONDAY_9H, House, a_mail, text_of


def staff_replies(house: House, ticket: Ticket, agent: Agent, text: str) -> None:
    with transaction.atomic():
        ticket.reply(by=agent.actor, at=house.at, public=True, words=Words(text))
    house.run()
    ticket.refresh_from_db()


class TestASenderWhomNobodyKnows:
    def test_gets_a_ticket_a_protocol_and_is_told_once(self, house: House) -> None:
        house.mail(a_mail())

        ticket = Ticket.objects.get()
        assert (ticket.protocol, ticket.status, ticket.opened_at) == ("20261123000001", "new", MONDAY_9H)
        assert (ticket.customer, ticket.requester) == (None, Person.objects.get(addresses__key="ana@cliente.example"))
        (told,) = house.sent()
        assert told["To"].addresses[0].addr_spec == "ana@cliente.example"
        assert "20261123000001" in told["Subject"]
        assert "20261123000001" in text_of(told)

    def test_writes_the_same_mail_twice_and_it_is_one_ticket(self, house: House) -> None:
        house.mail(a_mail())
        house.mail(a_mail())

        assert Ticket.objects.count() == len(house.sent()) == 1

    def test_writes_two_mails_with_one_message_id_and_they_are_two_tickets(self, house: House) -> None:
        house.mail(a_mail("Primeira falha"))
        house.mail(a_mail("Outra falha"))

        assert Ticket.objects.count() == 2

    def test_is_told_in_the_language_they_wrote_in(self, house: House) -> None:
        house.mail(a_mail("Hello, our circuit is down since this morning. Please have a look at it, thanks."))

        (told,) = house.sent()
        assert "protocol" in text_of(told).lower()
        assert told["Content-Language"] in (None, "en")
        assert Ticket.objects.get().language == "en"


class TestACustomersContact:
    @pytest.fixture(autouse=True)
    def _aurora(self, house: House) -> None:
        self.customer = a_customer(at=MONDAY_9H - timedelta(days=9), domains=("aurora.example",))
        self.bruno = a_contact(self.customer, at=MONDAY_9H - timedelta(days=9), mail="bruno@aurora.example")

    def test_opens_for_the_customer_with_the_service_and_criticality_that_the_mail_names(self, house: House) -> None:
        circuit = a_service(self.customer, "BHZ-0001", at=MONDAY_9H)
        a_contract(self.customer, "full", at=MONDAY_9H)

        house.mail(a_mail("Circuito BHZ-0001 oscilando", sender="bruno@aurora.example", subject="[Controlado] Oscilação"))

        ticket = Ticket.objects.get()
        assert (ticket.customer, ticket.requester, ticket.service) == (self.customer, self.bruno.person, circuit)
        assert (ticket.criticality, ticket.plan) == ("controlled", "full")

    def test_a_colleague_nobody_knows_is_the_customers_by_the_domain(self, house: House) -> None:
        house.mail(a_mail(sender="Dora <dora@aurora.example>"))

        assert Ticket.objects.get().customer == self.customer

    def test_answers_our_mail_and_it_is_filed_on_the_ticket_without_another_protocol(self, house: House) -> None:
        house.mail(a_mail(sender="bruno@aurora.example"))
        (told,) = house.sent()

        inbound = house.mail(
            a_mail("Voltou sozinho", sender="bruno@aurora.example", subject=f"Re: {told['Subject']}", message_id="<2@aurora.example>",
                   In_Reply_To=told["Message-ID"], References=told["Message-ID"])
        )  # fmt: skip

        assert inbound.outcome == Outcome.FILED
        assert Ticket.objects.get().entries.filter(text__startswith="Voltou sozinho", is_public=True).exists()
        assert Ticket.objects.get().protocols.count() == len(house.sent()) == 1

    def test_a_reply_of_staff_reaches_them_and_attends(self, house: House) -> None:
        house.mail(a_mail(sender="bruno@aurora.example"))
        ticket = Ticket.objects.get()
        house.at += timedelta(minutes=5)

        staff_replies(house, ticket, an_agent(at=MONDAY_9H), "Estamos olhando.")

        assert (ticket.status, ticket.attended_at) == ("attended", house.at)
        assert "Estamos olhando." in text_of(house.sent()[-1])
        assert house.sent()[-1]["In-Reply-To"]

    def test_everybody_has_one_conversation_that_begins_with_the_mail_that_opened_it(self, house: House) -> None:
        agent = an_agent(at=MONDAY_9H)
        a_contact(self.customer, at=MONDAY_9H, mail="rui@aurora.example")
        house.mail(a_mail(sender="bruno@aurora.example", message_id="<a1@aurora.example>", cc="rui@aurora.example"))
        house.run()
        ticket = Ticket.objects.get()
        first = next(mail for mail in house.sent() if "bruno@" in str(mail["To"]))
        staff_replies(house, ticket, agent, "Vimos.")
        house.later(minutes=2)
        house.mail(a_mail(sender="bruno@aurora.example", message_id="<a2@aurora.example>", in_reply_to=str(first["Message-ID"])))
        house.later(minutes=2)
        staff_replies(house, ticket, agent, "Voltou?")
        house.later(minutes=2)

        for person in ("bruno@", "rui@"):
            mails = [mail for mail in house.sent() if person in str(mail["To"])]
            for before, mail in pairwise(mails):
                known = str(mail["References"]).split()
                assert known[0] == "<a1@aurora.example>"
                assert str(before["Message-ID"]) in known
                assert str(mail["In-Reply-To"]) == known[-1]
        to_bruno = [mail for mail in house.sent() if "bruno@" in str(mail["To"])]
        assert [str(mail["In-Reply-To"]) for mail in (to_bruno[0], to_bruno[-1])] == ["<a1@aurora.example>", "<a2@aurora.example>"]

    def test_a_message_id_without_end_is_taken_and_an_answer_to_it_filed(self, house: House) -> None:
        endless = b"<" + b"x" * 600 + b"@"
        for raw in (a_mail(message_id="<b1@>"), a_mail(message_id="<b2@cliente.example>", in_reply_to="<b1@>")):
            house.mail(raw.replace(b"<b1@", endless))
        house.run()

        assert Ticket.objects.get().entries.count() == 2

    def test_files_of_a_reply_go_out_with_it(self, house: House) -> None:
        house.mail(a_mail(sender="bruno@aurora.example"))
        house.at += timedelta(minutes=5)
        file = File(name="relatório.csv", content=b"a;b\r\n", content_type="text/csv")

        with transaction.atomic():
            Ticket.objects.get().reply(by=DESK, at=house.at, public=True, words=Words("Segue.", files=(file,)))
        house.run()

        (attached,) = house.sent()[-1].iter_attachments()
        assert (attached.get_filename(), attached.get_content_type()) == ("relatório.csv", "text/csv")
        assert attached.get_payload(decode=True) == b"a;b\r\n"

    def test_is_asked_something_and_the_answer_ends_the_hold(self, house: House) -> None:
        house.mail(a_mail(sender="bruno@aurora.example"))
        house.later(minutes=2)
        ticket, agent = Ticket.objects.get(), an_agent(at=MONDAY_9H)
        with transaction.atomic():
            ticket.hold(by=agent.actor, at=house.at, public=True, reason="awaiting_customer", question="Qual a luz do modem?")
        house.run()
        hold = Hold.objects.get()
        assert hold.since == house.at
        question = house.sent()[-1]

        at = house.later(hours=1)
        house.mail(a_mail("Vermelha", sender="bruno@aurora.example", message_id="<3@aurora.example>", References=question["Message-ID"]))

        hold.refresh_from_db()
        assert hold.until == at

    def test_an_automatic_answer_is_filed_and_ends_nothing(self, house: House) -> None:
        house.mail(a_mail(sender="bruno@aurora.example"))
        house.later(minutes=2)
        ticket, agent = Ticket.objects.get(), an_agent(at=MONDAY_9H)
        with transaction.atomic():
            ticket.hold(by=agent.actor, at=house.at, public=True, reason="awaiting_customer", question="Qual a luz do modem?")
        house.run()
        sent = len(house.sent())

        house.mail(
            a_mail("Estou de férias", sender="bruno@aurora.example", message_id="<4@aurora.example>",
                   References=house.sent()[-1]["Message-ID"], Auto_Submitted="auto-replied")
        )  # fmt: skip

        assert Hold.objects.get().until is None
        assert len(house.sent()) == sent

    def test_writes_after_the_end_and_a_new_linked_ticket_opens(self, house: House) -> None:
        house.mail(a_mail(sender="bruno@aurora.example"))
        ticket = Ticket.objects.get()
        with transaction.atomic():
            ticket.cancel(by=DESK, at=house.at, public=True, reason="engano")
        house.run()

        house.mail(a_mail("De novo", sender="bruno@aurora.example", subject=f"Re: {ticket.protocol}", message_id="<5@aurora.example>"))

        new = Ticket.objects.exclude(pk=ticket.pk).get()
        assert Link.objects.get(ticket=new).other == ticket
        assert new.protocol != ticket.protocol


class TestSomebodyOfAnotherCustomer:
    def test_who_names_a_protocol_that_is_not_theirs_gets_a_ticket_of_their_own(self, house: House) -> None:
        aurora = a_customer(at=MONDAY_9H, domains=("aurora.example",))
        boreal = a_customer("Boreal", at=MONDAY_9H, domains=("boreal.example",))
        house.mail(a_mail(sender="a@aurora.example"))
        theirs = Ticket.objects.get(customer=aurora)

        house.mail(a_mail("E aí?", sender="b@boreal.example", subject=f"Re: {theirs.protocol}", message_id="<6@boreal.example>"))

        assert Ticket.objects.get(customer=boreal) != theirs
        assert theirs.entries.count() == 1
        assert not Notice.objects.filter(address="b@boreal.example", content__text__contains=theirs.protocol).exists()


class TestMachines:
    def test_automatic_mail_that_answers_nothing_stays_in_the_tray_and_is_told_nothing(self, house: House) -> None:
        inbound = house.mail(a_mail("Newsletter", List_Id="<news.example>", message_id="<7@news.example>"))

        assert inbound.outcome == Outcome.TRAY
        assert not Ticket.objects.exists()
        assert house.sent() == []

    def test_our_own_mail_that_comes_back_opens_nothing(self, house: House) -> None:
        house.mail(a_mail())
        (told,) = house.sent()

        inbound = house.mail(told.as_bytes(), mail_from="")

        assert inbound.outcome in {Outcome.TRAY, Outcome.FILED}
        assert Ticket.objects.count() == 1
        assert len(house.sent()) == 1

    def test_a_mail_that_breaks_the_reader_is_quarantined_and_the_next_goes_on(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("plantao.intake.mail.read", lambda raw, **more: 1 / 0 if b"poison" in raw else read(raw, **more))
        with pytest.raises(ZeroDivisionError):
            house.mail(a_mail("poison"))

        for _ in range(3):
            house.at += timedelta(minutes=5)
            with clock.frozen(house.at):
                run_due(house.at)
        assert Inbound.objects.get().dead_at is not None
        house.mail(a_mail("Um bom", message_id="<8@cliente.example>"))
        assert Ticket.objects.count() == 1
