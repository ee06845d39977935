"""
What a refusal says, in the person's language.

One sentence a class, with the facts that the class carries as `%(name)s`; a test finds every subclass of Refused that
has none. The sentence says what and where, and what can be done. Those of rules, staff and tickets stand in files beside this,
and how each fact is said in said_facts.py.
"""

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

from plantao.agreements.applying import StartsInThePast, StillNeeded
from plantao.agreements.queries import NoHandbook
from plantao.directory.models.customer import DomainClaimed, DomainIsEverybodys
from plantao.directory.models.service import ServiceIdTaken
from plantao.escalation.acknowledging import NothingRings
from plantao.escalation.asking import NothingToAskFor, NotYetDue
from plantao.events.recording import FromTheFuture
from plantao.handbook.document import Handbook
from plantao.messaging.models.blocked import AlreadyBlocked, BlocksOurOwn, NotBlocked
from plantao.messaging.quarantine import NoLongerKept
from plantao.people.models import NotALanguage, NotAZone
from plantao.rules.refused import Refused
from plantao.ui.said_facts import said
from plantao.ui.sentences_of_calendars import OF_CALENDARS
from plantao.ui.sentences_of_rules import OF_RULES
from plantao.ui.sentences_of_staff import OF_STAFF
from plantao.ui.sentences_of_tickets import OF_TICKETS

SENTENCES: Mapping[type[Refused], str] = {
    **OF_CALENDARS,
    **OF_RULES,
    **OF_STAFF,
    **OF_TICKETS,
    NotALanguage: gettext_noop("The desk does not speak %(language)s; it speaks %(known)s."),
    NotAZone: gettext_noop("There is no time zone %(zone)s; write one as in America/Recife."),
    FromTheFuture: gettext_noop("This can't count from %(at)s: that is later than now."),
    NoHandbook: gettext_noop("No handbook is in force yet; apply one with `plantao handbook apply FILE`."),
    StartsInThePast: gettext_noop("A handbook can't come into force in the past (%(since)s): tickets were opened under another since."),
    StillNeeded: gettext_noop(
        "This handbook drops what is still in use: plans with a live contract (%(plans)s), roles that somebody holds (%(roles)s). "
        "Keep them, or apply it with --anyway."
    ),
    NothingRings: gettext_noop("Nothing of %(protocol)s rings now: it was acknowledged, settled, or is over."),
    NothingToAskFor: gettext_noop("No escalation step of %(protocol)s waits to be asked for."),
    NotYetDue: gettext_noop("This step (%(role)s) may be asked for once it is due (%(due_at)s)."),
    NoLongerKept: gettext_noop("Somebody dealt with this mail before you: %(outcome)s. Look at it again before you do more."),
    AlreadyBlocked: gettext_noop("This sender is blocked already, since %(since)s."),
    BlocksOurOwn: gettext_noop("Only an address from outside can be blocked: this is nobody's, or one of the team's."),
    NotBlocked: gettext_noop("This sender was let in again before, at %(until)s."),
    DomainClaimed: gettext_noop("The mail domain %(domain)s is another customer's already."),
    DomainIsEverybodys: gettext_noop("%(domain)s can't be one customer's mail domain: everybody may have an address there."),
    ServiceIdTaken: gettext_noop("The Service ID %(service_id)s is another service's already."),
}


def sentence_of(refused: Refused, *, handbook: Handbook | None = None) -> str:
    """Return what to tell the person, in the language that is active; what `handbook` names is called by its name."""
    return gettext(SENTENCES[type(refused)]) % said(refused, handbook=handbook)
