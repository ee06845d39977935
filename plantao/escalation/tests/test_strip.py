"""A ladder is read by people: every line of it, in each language; customers read no name of ours."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plantao.escalation.acknowledging import acknowledge
from plantao.escalation.asking import ask
from plantao.escalation.strip import ladder_strip
from plantao.escalation.testing import on_duty
from plantao.escalation.words import WORDS
from plantao.handbook.document import LANGUAGES
from plantao.sla.testing import watch
from plantao.staff.testing import a_shift, an_agent
from plantao.tickets.models import LinkKind, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY, MONDAY_9H, MONDAY_11H, MONDAY_12H, STAFF, a_desk, a_ticket

pytestmark = pytest.mark.django_db
SHIPPED = Path(__file__).resolve().parents[3] / "handbooks" / "noc.yaml"


def at(hour: float, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def read(ticket: Ticket, when: datetime, *, language: str = "pt-br", only_published: bool = False) -> list[str]:
    return ladder_strip(ticket, at=when, now=when, language=language, only_published=only_published)


@pytest.fixture
def urgent() -> Ticket:
    on_duty("noc_coordinator", "Rita Reis")
    on_duty("noc_manager", "Davi Luz")
    return a_ticket(criticality="urgent")


class TestALadderThatIsStillToBeClimbed:
    def test_when_a_customer_reads_it_then_it_says_who_is_told_when_and_names_nobody(self, urgent: Ticket) -> None:
        assert read(urgent, MONDAY_9H, only_published=True) == [
            "Escalonamento: quem é avisado enquanto não há solução",
            "    Coordenação do NOC (após 2 h corridas): em 16/11/2026 11:00, se até lá não houver solução",
            "    Gerência do NOC (após 4 h corridas): em 16/11/2026 13:00, se até lá não houver solução",
            "    Diretoria (após 24 h corridas): em 17/11/2026 09:00, se até lá não houver solução",
        ]

    def test_when_staff_read_it_then_it_says_who_would_be_told_at_that_instant_and_in_whose_place(self, urgent: Ticket) -> None:
        lines = read(urgent, MONDAY_9H, language="en")

        assert [line.strip() for line in lines if "would be" in line] == [
            "would be told: Rita Reis",
            "would be told: Davi Luz",
            "would be told: nobody; the administrators, in the place of Director",
        ]

    def test_when_the_duty_changes_before_a_step_is_due_then_it_names_whoever_has_it_then(self, urgent: Ticket) -> None:
        night = an_agent("Noa Sá", at=LONG_AGO)
        a_shift("director", night, at=MONDAY_9H, since=at(20), until=at(23, day=1))

        assert "        seria avisado: Noa Sá" in read(urgent, MONDAY_9H)

    def test_when_it_is_paused_then_nobody_knows_by_when(self) -> None:
        ticket = a_ticket(criticality="urgent", held={"scheduled": MONDAY_9H})

        assert {line.rpartition(": ")[2] for line in read(ticket, MONDAY_12H, only_published=True)[1:]} == {"ainda sem hora"}


class TestALadderThatWasClimbed:
    def test_when_it_rings_and_is_acknowledged_then_staff_read_how_often_by_whom_and_until_when(self, urgent: Ticket) -> None:
        for minutes in (0, 5):
            watch(MONDAY_11H + timedelta(minutes=minutes))
        acknowledge(
            urgent,
            by=STAFF,
            at=at(11.1),
        )

        lines = [line.strip() for line in read(urgent, at(11.2))]

        assert "Coordenação do NOC (após 2 h corridas): avisado em 16/11/2026 11:00" in lines
        assert "acionado 2×, por último em 16/11/2026 11:05: Rita Reis" in lines
        assert "reconhecido por operador em 16/11/2026 11:06, até 16/11/2026 12:06" in lines
        assert "aciona de novo em 16/11/2026 12:06" in lines

    def test_when_a_past_instant_is_read_then_nothing_that_came_later_is_known(self, urgent: Ticket) -> None:
        before = read(urgent, at(10.5))
        for hour in (11, 13):
            watch(at(hour))

        assert ladder_strip(urgent, at=at(10.5), now=at(13), language="pt-br", only_published=False) == before

    def test_when_it_was_found_late_then_staff_read_by_how_much(self, urgent: Ticket) -> None:
        watch(at(14))

        assert [line.strip() for line in read(urgent, at(14)) if "atraso" in line] == [
            "percebido com atraso de 3 h",
            "percebido com atraso de 1 h",
        ]

    def test_when_the_service_is_back_then_it_says_that_nothing_more_is_escalated(self, urgent: Ticket) -> None:
        watch(MONDAY_11H)
        urgent.restore(by=STAFF, at=MONDAY_12H, public=True)

        assert read(urgent, at(12.5), only_published=True)[1:] == [
            "    Coordenação do NOC (após 2 h corridas): avisado em 16/11/2026 11:00",
            "    encerrado em 16/11/2026 12:00; nada mais é escalonado.",
        ]


class TestAStepThatMayBeAskedFor:
    def test_when_it_is_to_come_offered_or_taken_then_each_is_said(self) -> None:
        ticket = a_ticket(criticality="controlled")

        said = [read(ticket, MONDAY_9H, only_published=True)[1]]
        watch(MONDAY_11H)
        said.append(read(ticket, MONDAY_11H, only_published=True)[1])
        ask(ticket, by=STAFF, at=MONDAY_12H, public=True)
        said.append(read(ticket, MONDAY_12H, only_published=True)[1])

        assert [line.partition("): ")[2] for line in said] == [
            "a partir de 16/11/2026 11:00 pode ser pedido",
            "desde 16/11/2026 11:00 pode ser pedido, por resposta ou pelo link que enviamos",
            "avisado em 16/11/2026 12:00, a pedido",
        ]


class TestWhatIsNotToldToCustomers:
    def test_when_the_promise_that_starts_a_ladder_is_not_published_then_neither_is_the_ladder(self) -> None:
        a_desk(source=SHIPPED.read_bytes().replace(b"met_by: attended}", b"met_by: attended, published: false}"))
        ticket = a_ticket(department="finance", criticality="planned")

        assert read(ticket, MONDAY_9H, only_published=True) == []
        assert len(read(ticket, MONDAY_9H)) > 1


class TestAChildOfAMassIncident:
    def test_when_it_is_read_then_it_says_that_the_main_ticket_carries_the_escalation(self) -> None:
        parent, child = a_ticket(criticality="emergency"), a_ticket(criticality="urgent")
        child.link(by=STAFF, at=MONDAY_9H, public=True, other=parent, kind=LinkKind.PARENT)

        assert read(child, MONDAY_9H, language="es", only_published=True) == [
            "Escalamiento: a quién se avisa mientras no haya solución",
            "    Este ticket es parte de una falla masiva: el escalamiento corre en el ticket principal.",
        ]


class TestTheWords:
    def test_when_languages_are_compared_then_each_says_everything(self) -> None:
        assert set(WORDS) == set(LANGUAGES)
        assert len({frozenset(words) for words in WORDS.values()}) == 1
