"""What time brings on a ticket is told to whom it concerns: the customer who is waited for, the holder, the coordinator."""

from datetime import timedelta

import pytest
from django.db import transaction

from plantao.escalation.testing import on_duty
from plantao.messaging.models import Notice
from plantao.tickets.models import AWAITING_CUSTOMER, Hold, Ticket
from plantao.tickets.testing import STAFF
from tests.journeys.conftest import House, a_mail, text_of

ANA, COORDINATOR = "ana@cliente.example", "coord@jatoba.example"


def to(house: House, address: str) -> list[str]:
    """Return the texts of the mails to an address, each in one line, oldest first."""
    return [" ".join(text_of(mail).split()) for mail in house.sent() if address in mail["To"]]


@pytest.fixture
def ticket(house: House) -> Ticket:
    """A planned ticket that came by mail; somebody is on duty as coordinator."""
    with transaction.atomic():
        on_duty("noc_coordinator", mail=COORDINATOR)
    house.mail(a_mail(subject="[Planejado] Dúvida sobre o plano"))
    house.later(minutes=2)
    return Ticket.objects.get()


def ask(ticket: Ticket, house: House) -> Hold:
    """Let staff ask the requester something, and the question arrive."""
    with transaction.atomic():
        hold = ticket.hold(by=STAFF, at=house.at, public=True, reason=AWAITING_CUSTOMER, question="Qual é o plano atual?")
    house.run()
    return hold


class TestARegistration:
    def test_when_it_is_read_then_it_says_by_when_of_what_is_published_and_of_nothing_else(self, house: House) -> None:
        house.mail(a_mail(subject="[Urgente] Link fora do ar"))

        (text,) = to(house, ANA)
        assert "Primeiro atendimento por uma pessoa: até 23 de novembro de 2026 às 11:00 (horário de Brasília, UTC-3)" in text
        assert "Serviço normalizado" not in text

    def test_when_the_handbook_publishes_a_word_then_the_word_stands_there_and_no_instant(self, house: House) -> None:
        house.mail(a_mail(subject="[Emergencial] Tudo parado"))

        assert "Primeiro atendimento por uma pessoa: imediato" in to(house, ANA)[0]

    def test_when_the_criticality_changes_then_what_is_promised_now_is_told_with_it(self, house: House, ticket: Ticket) -> None:
        with transaction.atomic():
            ticket.classify(by=STAFF, at=house.at, public=True, criticality="urgent", reason="O cliente está sem reserva.")
        house.later(minutes=2)

        assert "Primeiro atendimento por uma pessoa: até 23 de novembro de 2026 às 11:02" in to(house, ANA)[-1]


class TestAQuestionThatNobodyAnswers:
    def test_is_said_again_after_a_day_and_ends_the_ticket_after_five_business_days(self, house: House, ticket: Ticket) -> None:
        ask(ticket, house)

        house.later(hours=24, minutes=1)
        assert "ainda esperamos uma resposta" in to(house, ANA)[-1]
        assert "> Qual é o plano atual?" in to(house, ANA)[-1]
        assert "Sem resposta até 30 de novembro de 2026 às 18:00 (horário de Brasília, UTC-3)" in to(house, ANA)[-1]
        house.later(days=8)
        assert "encerrado sem retorno" in to(house, ANA)[-1]
        assert "O caso continua: http" in to(house, ANA)[-1]
        assert [text for text in to(house, ANA) if "chamado resolvido" in text] == []

    def test_when_the_service_is_down_then_it_stays_open_and_those_who_treat_it_are_told_why(self, house: House, ticket: Ticket) -> None:
        with transaction.atomic():
            ticket.correct(by=STAFF, at=house.at, public=True, fact="fault_started_at", after=house.at, reason="Soubemos por telefone.")
        ask(ticket, house)

        house.later(days=8)
        house.later(minutes=1)  # what is found late is gathered for so long

        assert "ninguém respondeu, e o chamado continua aberto" in to(house, COORDINATOR)[-1]
        assert "o serviço ainda não voltou" in to(house, COORDINATOR)[-1]
        assert "demos o chamado por resolvido" not in to(house, ANA)[-1]


class TestWhatWeSaidWeWouldDo:
    def test_when_news_were_promised_and_none_came_then_we_are_told_and_the_customer_is_not(self, house: House, ticket: Ticket) -> None:
        with transaction.atomic():
            ticket.promise(by=STAFF, at=house.at, public=True, due_at=house.at + timedelta(hours=3))

        house.later(hours=3)

        assert "retorno prometido e não dado" in to(house, COORDINATOR)[-1]
        assert "Percebido com atraso" not in to(house, COORDINATOR)[-1]
        assert not Notice.objects.filter(occasion="promise_broken", is_public=True).exists()

    def test_when_a_vendor_is_to_be_chased_then_we_are_told_whom_and_how_late_it_was_found(self, house: House, ticket: Ticket) -> None:
        with transaction.atomic():
            ticket.pass_to_vendor(
                by=STAFF, at=house.at, public=True, vendor="Fabricante Um", reference="TT-77", contacts=["suporte: 0800 555 0100"],
                chase_at=house.at + timedelta(hours=4),
            )  # fmt: skip

        house.later(hours=7, minutes=5)
        house.later(minutes=1)

        text = to(house, COORDINATOR)[-1]
        assert "hora de cobrar o fornecedor" in text
        assert "Fabricante Um Número do fornecedor: TT-77" in text
        assert "suporte: 0800 555 0100" in text
        assert "Percebido com atraso de: 3 h 5 min" in text

    def test_when_a_promise_is_broken_then_the_holder_and_the_coordinator_hear_of_it(self, house: House, ticket: Ticket) -> None:
        house.later(days=20)
        house.later(minutes=1)

        assert "fora do SLA" in to(house, COORDINATOR)[-1]
