"""How a ticket's ladder was climbed, in the reader's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from plantao.console.tickets.names import Names
from plantao.console.tickets.phrase import Phrase, Says, with_facts
from plantao.escalation.models.step import RING
from plantao.escalation.verbs import Verb
from plantao.events.models import Event


def _of_a_role(text: str | Promise) -> Says:
    return lambda event, names: str(text).format(role=names.terms.role(event.facts["role"]), due_at=names.instant(event.facts["due_at"]))


def _happened(event: Event, names: Names) -> str:
    role = names.terms.role(event.facts["role"])
    if event.facts["over"]:
        return pgettext("timeline", "Escalation to {role} had been due, and was found when all was over").format(role=role)
    told = names.people(event.facts["told"]) or pgettext("timeline", "nobody")
    said = (
        pgettext("timeline", "Escalated to {role}: {people} is rung")
        if event.facts["how"] == RING
        else pgettext("timeline", "Escalated to {role}: {people} is told")
    )
    said = said.format(role=role, people=told)
    gaps = ", ".join(names.terms.role(gap) for gap in event.facts["gaps"])
    return f"{said}; {pgettext('timeline', 'nobody was on duty as {roles}').format(roles=gaps)}" if gaps else said


OF_LADDERS: Mapping[str, Phrase] = {
    Verb.STEP_HAPPENED: Phrase("arrow-up", _happened, stands_alone=True),
    Verb.OFFERED: Phrase(
        "arrow-up", _of_a_role(pgettext_lazy("timeline", "Escalation to {role} may be asked for now")), stands_alone=True, is_minor=True
    ),
    Verb.ASKED: Phrase("arrow-up", _of_a_role(pgettext_lazy("timeline", "asked for the escalation to {role}"))),
    Verb.ACKNOWLEDGED: Phrase("bell-check", with_facts(pgettext_lazy("timeline", "acknowledged the escalation"))),
}
