"""Why a mail is on no ticket, in the reader's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from plantao.intake.kept import BY_HAND
from plantao.intake.mail import BLOCKED, OWN
from plantao.messaging.models import Inbound, Outcome
from plantao.rules.message_matching import Why

IN_THE_TRAY: Mapping[str, str | Promise] = {
    OWN: gettext_lazy("It is a mail of our own that came back in."),
    "bounce": gettext_lazy("It says that a mail came back, and that mail is none of ours."),
    Why.NOTHING_POINTS: gettext_lazy("A machine wrote it, and it answers no ticket."),
    Why.NOT_BELIEVED: gettext_lazy("A machine wrote it, and whether its sender is who it says could not be shown."),
    Why.STRANGER: gettext_lazy("A machine wrote it, and it is of nobody on the ticket that it names."),
    Why.OTHER_CUSTOMER: gettext_lazy("A machine wrote it, and the ticket that it names is another customer's."),
    BLOCKED: gettext_lazy("Its sender is blocked."),
    BY_HAND: gettext_lazy("Somebody saw to it."),
}

AUTOMATIC: Mapping[str, str | Promise] = {
    "its return path is empty": gettext_lazy("it wants no answer (its return path is empty)"),
    "its Message-ID is one of ours": gettext_lazy("its Message-ID is one of ours"),
    "its subject is that of an absence notice": gettext_lazy("its subject is that of an absence notice"),
    "it reports a mail that came back": gettext_lazy("it reports a mail that came back"),
}
"""What plantao/mail/automatic.py finds, where it is no header field."""


def why_here(mail: Inbound) -> str:
    """Return why a mail is where it is; of quarantine, that it failed: what was raised is told beside it."""
    if mail.dead_at is not None:
        return gettext("It could not be worked on, and is tried no more.")
    if mail.why in IN_THE_TRAY:
        return str(IN_THE_TRAY[mail.why])
    if mail.outcome == Outcome.DISCARDED:
        return gettext("Somebody put it away: {}").format(mail.why)
    return gettext("A machine wrote it, and it answers no ticket: {}").format(AUTOMATIC.get(mail.why, mail.why))
