"""The strip is read by people: every line of it, in each language."""

from datetime import datetime, timedelta

import pytest

from plantao.agreements.queries import handbook_of
from plantao.agreements.testing import a_handbook_in_force
from plantao.handbook.document import Handbook
from plantao.sla.strip import strip
from plantao.sla.testing import watch
from plantao.sla.words import WORDS, hours_in_words, length_in_words, promise_in_words
from plantao.tickets.models import Late
from plantao.tickets.testing import MONDAY, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, STAFF, a_ticket

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


class TestTicketThatWaitsForItsFirstAnswer:
    def test_when_a_customer_reads_it_in_portuguese_then_it_says_by_when_and_how_that_comes_about(self) -> None:
        ticket = a_ticket(criticality="controlled", opened_at=at(17, 30, day=2))

        assert strip(ticket, at=at(9, day=7), language="pt-br", only_published=True) == [
            "Situação em 23/11/2026 09:00; as horas são de America/Sao_Paulo.",
            "",
            "Primeiro atendimento por uma pessoa: prometido em 24 h de expediente (seg a sex 08:00–18:00); "
            "até 24/11/2026 11:30; contado 11 h 30 min, faltam 12 h 30 min.",
            "    18/11/2026 17:30 - 18/11/2026 18:00        30 min  contado",
            "    18/11/2026 18:00 - 19/11/2026 08:00          14 h  fora do expediente",
            "    19/11/2026 08:00 - 19/11/2026 18:00          10 h  contado",
            "    19/11/2026 18:00 - 20/11/2026 08:00          14 h  fora do expediente",
            "    20/11/2026 08:00 - 20/11/2026 18:00          10 h  feriado",
            "    20/11/2026 18:00 - 23/11/2026 08:00          62 h  fora do expediente",
            "    23/11/2026 08:00 - 23/11/2026 09:00           1 h  contado",
        ]

    def test_when_the_handbook_publishes_a_word_then_that_stands_for_the_figure(self) -> None:
        ticket = a_ticket(criticality="emergency")

        (first,) = [line for line in strip(ticket, at=MONDAY_9H, language="es", only_published=True) if "persona" in line]

        assert first == "Primera atención por una persona: prometido: inmediato; hasta 16/11/2026 09:10; contado 0 min, faltan 10 min."

    def test_when_staff_read_it_then_our_own_goals_and_marks_are_there_too(self) -> None:
        ticket = a_ticket(criticality="planned", opened_at=at(8))

        assert strip(ticket, at=at(8), language="en", only_published=False) == [
            "As of 2026-11-16 08:00; times are those of America/Sao_Paulo.",
            "",
            "First answer by a person: promised: 96 h of service hours (Mon to Fri 08:00–18:00); "
            "by 2026-11-30 14:00; counted 0 min, 96 h left.",
            "    our own mark: 2026-11-23 16:00",
        ]
        assert "our own mark" not in "\n".join(strip(ticket, at=at(8), language="en", only_published=True))


class TestTicketThatWasHeldAndRaised:
    def test_when_staff_read_it_then_what_was_promised_before_and_why_it_stood_still_are_told(self) -> None:
        ticket = a_ticket(criticality="urgent", held={"scheduled": MONDAY_10H})
        ticket.resume(by=STAFF, at=MONDAY_11H, public=True, reason="scheduled")
        ticket.classify(by=STAFF, at=MONDAY_12H, public=True, criticality="emergency", reason="Worse.")

        lines = strip(ticket, at=at(12, 30), language="en", only_published=False)

        assert lines[2:] == [
            "First answer by a person: promised: at once; overdue since 2026-11-16 11:00; counted 3 h 30 min.",
            "    never later than what was promised before: the earlier instant holds",
            "    before, as Urgent: 2 h, day and night, by 2026-11-16 11:00; changed at 2026-11-16 12:00, already overdue.",
            "    2026-11-16 09:00 - 2026-11-16 12:30    3 h 30 min  counted",
            "",
            "Update on how it goes (our own goal, not published): promised: 30 min, day and night; has not begun to count.",
            "",
            "Service back (our own goal, not published): promised: 4 h, day and night; "
            "by 2026-11-16 16:00; counted 30 min, 3 h 30 min left.",
            "    before, as Urgent: 8 h, day and night, by 2026-11-16 18:00; changed at 2026-11-16 12:00, before it was due.",
            "    2026-11-16 12:00 - 2026-11-16 12:30        30 min  counted",
        ]

    def test_when_asked_of_a_past_instant_then_it_says_what_was_known_then(self) -> None:
        ticket = a_ticket(criticality="urgent", held={"scheduled": MONDAY_10H})
        ticket.resume(by=STAFF, at=MONDAY_12H, public=True, reason="scheduled")

        lines = strip(ticket, at=MONDAY_11H, language="pt-br", only_published=False)

        assert "    16/11/2026 10:00 - 16/11/2026 11:00           1 h  parado: Agendado" in lines
        assert any("parado; contado 1 h, faltam 7 h quando voltar a contar." in line for line in lines)


class TestPromiseThatWasTakenForBroken:
    def test_when_the_facts_were_put_right_then_both_readings_are_told_to_the_customer(self) -> None:
        ticket = a_ticket(criticality="urgent")
        watch(MONDAY_11H)
        ticket.attend(by=STAFF, at=at(10, 50), public=True, late=Late(at(11, 5), "On the phone."))

        assert strip(ticket, at=MONDAY_12H, language="pt-br", only_published=True)[2:4] == [
            "Primeiro atendimento por uma pessoa: prometido em 2 h corridas; "
            "cumprido em 16/11/2026 10:50, em 1 h 50 min; o prazo era 16/11/2026 11:00.",
            "    16/11/2026 11:05: com os fatos corrigidos, o prazo de 16/11/2026 11:00 não foi descumprido.",
        ]


class TestTicketThatWasCancelled:
    @pytest.mark.parametrize(
        ("hour", "said"),
        [
            (10, "terminado el 16/11/2026 10:00, antes de vencer; contado 1 h."),
            (12, "fuera de plazo desde 16/11/2026 11:00; terminado sin cumplir el 16/11/2026 12:00."),
        ],
    )
    def test_when_read_then_it_says_whether_it_was_due_before(self, hour: int, said: str) -> None:
        ticket = a_ticket(criticality="urgent")
        ticket.cancel(by=STAFF, at=at(hour), public=True, reason="Not wanted.")

        assert any(line.endswith(said) for line in strip(ticket, at=at(20), language="es", only_published=True))


class TestWords:
    def test_when_a_language_has_a_sentence_then_all_have_it_with_the_same_places(self) -> None:
        def places(text: str) -> set[str]:
            return {part.split("}")[0] for part in text.split("{")[1:]}

        shapes = {language: {key: places(text) for key, text in words.items()} for language, words in WORDS.items()}

        assert shapes["pt-br"] == shapes["es"] == shapes["en"]

    @pytest.mark.parametrize(
        ("seconds", "said"), [(0, "0 min"), (59, "59 s"), (60, "1 min"), (3_600, "1 h"), (93_784, "26 h 3 min 4 s"), (-60, "1 min")]
    )
    def test_when_a_length_is_told_then_only_what_there_is_of_it(self, seconds: int, said: str) -> None:
        assert length_in_words(timedelta(seconds=seconds)) == said


class TestHoursInWords:
    MORNING, AFTERNOON = (8 * 3600, 12 * 3600), (13 * 3600, 18 * 3600)

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("pt-br", "seg a qui 08:00–12:00, 13:00–18:00; sex 08:00–12:00; dom 13:00–24:00"),
            ("es", "lun a jue 08:00–12:00, 13:00–18:00; vie 08:00–12:00; dom 13:00–24:00"),
            ("en", "Mon to Thu 08:00–12:00, 13:00–18:00; Fri 08:00–12:00; Sun 13:00–24:00"),
        ],
    )
    def test_when_days_are_alike_then_they_run_together_and_closed_ones_are_left_out(self, language: str, said: str) -> None:
        week = [*[(self.MORNING, self.AFTERNOON)] * 4, (self.MORNING,), (), ((13 * 3600, 86400),)]

        assert hours_in_words(week, language=language) == said


class TestAPromiseInWords:
    @pytest.fixture
    def handbook(self) -> Handbook:
        return handbook_of(a_handbook_in_force(at=MONDAY))

    def test_when_it_counts_by_the_wall_then_no_hours_are_said(self, handbook: Handbook) -> None:
        assert promise_in_words(timedelta(hours=2), calendar="always", handbook=handbook, language="pt-br") == "2 h corridas"

    def test_when_its_calendar_is_gone_from_the_handbook_then_its_key_is_said(self, handbook: Handbook) -> None:
        said = promise_in_words(timedelta(hours=2), calendar="old_office", handbook=handbook, language="en")

        assert said == "2 h of service hours (old_office)"
