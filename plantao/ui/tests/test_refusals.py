"""What a refusal says to somebody."""

import pytest
from django.utils import translation

from plantao.rules.ticket_lifecycle import DisagreedTooLate, NotInThisStatus
from plantao.tickets.models.waiting import NotOnHold
from plantao.ui.refusals import sentence_of


class TestARefusal:
    def test_when_it_is_said_in_english_then_its_facts_stand_in_the_sentence(self) -> None:
        refused = NotInThisStatus(act="hold", status="closed", possible_in=["new", "attended"])

        with translation.override("en"):
            said = sentence_of(refused)

        assert said == "This (put on hold) can't be done while the ticket is closed; it can while it is new, attended."

    def test_when_it_names_an_instant_then_that_is_readable_and_its_zone_is_said(self) -> None:
        with translation.override("en"):
            said = sentence_of(DisagreedTooLate(until="2026-12-21T00:00:00-03:00"))

        assert "ended at 2026-12-21 03:00:00 UTC;" in said

    def test_when_a_list_is_empty_then_that_is_shown(self) -> None:
        with translation.override("en"):
            said = sentence_of(NotOnHold(reason="scheduled", open=[]))

        assert said.endswith("it waits for nothing.")

    @pytest.mark.parametrize(("language", "beginning"), [("pt-br", "O chamado não aguarda"), ("es", "El ticket no está en espera")])
    def test_when_somebody_speaks_another_language_then_it_is_said_in_theirs(self, language: str, beginning: str) -> None:
        with translation.override(language):
            said = sentence_of(NotOnHold(reason="scheduled", open=[]))

        assert said.startswith(beginning)
