"""A phrase for everything that can happen on a ticket."""

import pytest

from plantao.console.tickets.phrases import PHRASES
from plantao.console.tickets.timeline import WITH_THE_NOTICE
from plantao.escalation.verbs import Verb as Escalation
from plantao.messaging.verbs import Verb as Messaging
from plantao.sla.verbs import Verb as Sla
from plantao.tickets.verbs import Verb
from plantao.ui.templatetags.ui import ICONS

ELSEWHERE = {Escalation.RUNG, Escalation.GAP_FOUND, *WITH_THE_NOTICE}
"""On the timeline of whoever is rung, and of a rota; beside the notice that arrived."""


class TestEveryVerb:
    def test_when_it_happens_then_it_has_a_phrase(self) -> None:
        verbs = {*Verb, *Sla, *Messaging, *Escalation} - ELSEWHERE

        assert {str(verb) for verb in verbs} == set(PHRASES)

    @pytest.mark.parametrize("verb", PHRASES)
    def test_when_it_is_shown_then_its_icon_is_there(self, verb: str) -> None:
        assert (ICONS / f"{PHRASES[verb].icon}.svg").is_file()
