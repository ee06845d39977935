"""What became of a ticket's promises and of what was told of it, in the reader's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from plantao.console.tickets.names import Names
from plantao.console.tickets.phrase import Phrase, Says, always, of_a_hold, of_a_vendor, with_facts
from plantao.events.models import Event
from plantao.messaging.verbs import Verb as Messaging
from plantao.sla.verbs import Verb
from plantao.ui.labels import CLOCKS


def _of_a_clock(text: str | Promise) -> Says:
    def says(event: Event, names: Names) -> str:
        clocks, name = names.terms.handbook.clocks, event.facts["clock"]
        label = CLOCKS.get(clocks[name].met_by, "") if name in clocks else ""
        return str(text).format(clock=str(label) or name.replace("_", " "), due_at=names.instant(event.facts["due_at"]))

    return says


def _not_delivered(event: Event, names: Names) -> str:
    why = str(event.facts.get("why") or event.facts.get("status") or "")
    said = pgettext("timeline", "A message could not be delivered")
    return f"{said}: {why}" if why else said


def _to_whom(text: str | Promise, general: str | Promise) -> Says:
    """Return what names those whom a message was for, as {people}; `general` where nobody of them is known."""

    def says(event: Event, names: Names) -> str:
        people = dict.fromkeys(names.told[number] for number in event.facts["notices"] if number in names.told)
        return str(text).format(people=", ".join(people)) if people else str(general)

    return says


OF_PROMISES: Mapping[str, Phrase] = {
    Verb.BREACHED: Phrase(
        "alert-triangle", _of_a_clock(pgettext_lazy("timeline", "{clock}: not kept, it was due at {due_at}")), stands_alone=True
    ),
    Verb.BREACH_WITHDRAWN: Phrase(
        "arrow-back-up",
        _of_a_clock(pgettext_lazy("timeline", "{clock}: with the facts put right, what was due at {due_at} was not broken")),
        stands_alone=True,
    ),
    Verb.MARKED: Phrase(
        "clock-hour-4",
        _of_a_clock(pgettext_lazy("timeline", "{clock}: our own mark has passed; due at {due_at}")),
        stands_alone=True,
        is_minor=True,
    ),
    Verb.RERATED: Phrase("refresh", always(pgettext_lazy("timeline", "had the clocks counted under another handbook")), is_minor=True),
    Verb.REMINDED: Phrase(
        "bell", of_a_hold(pgettext_lazy("timeline", "Whoever is waited for was reminded ({reason})")), stands_alone=True, is_minor=True
    ),
    Verb.LEFT_UNANSWERED: Phrase(
        "user-question",
        of_a_hold(pgettext_lazy("timeline", "Nobody answered; it is not ended by itself ({reason})")),
        stands_alone=True,
    ),
    Verb.PROMISE_BROKEN: Phrase(
        "alert-triangle",
        with_facts(pgettext_lazy("timeline", "We promised to be back by {due_at}, and were not"), "due_at"),
        stands_alone=True,
    ),
    Verb.CHASE_DUE: Phrase(
        "phone-outgoing", of_a_vendor(pgettext_lazy("timeline", "It is time to chase {vendor}")), stands_alone=True, is_minor=True
    ),
    Messaging.FAILED: Phrase("mail-exclamation", _not_delivered, stands_alone=True),
    Messaging.BOUNCED: Phrase(
        "mail-off",
        _to_whom(
            pgettext_lazy("timeline", "A message to {people} came back undelivered"),
            pgettext_lazy("timeline", "A message came back undelivered"),
        ),
        stands_alone=True,
    ),
}
