"""
Which right may do what. A permission is named like the verb it guards: "ticket.hold".

What only a coordinator or an administrator may do is named with them; a right includes those before it.
"""

from collections.abc import Iterable

from django.db import models


class Right(models.TextChoices):
    """What a member of staff is trusted with; each includes those before it."""

    AGENT = "agent"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


AGENT = frozenset(
    {
        "ticket.open", "ticket.see", "ticket.reply", "ticket.note", "ticket.attend", "ticket.classify", "ticket.assign",
        "ticket.hand_over", "ticket.hold", "ticket.resume", "ticket.restore", "ticket.resolve", "ticket.resolve_unanswered",
        "ticket.disagree", "ticket.open_parent",
        "ticket.close", "ticket.cancel", "ticket.not_a_contact", "ticket.link", "ticket.unlink", "ticket.merge",
        "ticket.split", "ticket.watch", "ticket.unwatch", "ticket.promise", "ticket.pass_to_vendor", "ticket.chase",
        "ticket.forecast", "ticket.informed_restored", "ticket.verify", "ticket.add_contact", "ticket.set_customer",
        "ticket.set_requester", "ticket.set_service", "ticket.complete", "ticket.describe", "ticket.confirm", "ticket.contest_hold",
        "ticket.a_contact_after_all", "ticket.hear_from_vendor", "ticket.forecast_broken",
        "ticket.ask_escalation", "escalation.acknowledge", "mail.see", "mail.file", "mail.open",
    }
)  # fmt: skip
COORDINATOR = AGENT | {
    "ticket.correct",
    "ticket.backdate",
    "ticket.lower",
    "ticket.cancel_hold",
    "ticket.approve_hold",
    "mail.retry",
    "mail.discard",
    "mail.block",
    "mail.admit",
    "staff.choose",
    "rota.hand_over",
    "rota.swap",
    "rota.cancel",
    "staff.note_absence",
    "staff.cancel_absence",
}
ADMINISTRATOR = COORDINATOR | {
    "handbook.apply",
    "calendar.set_day",
    "calendar.clear_day",
    "ticket.rerate",
    "staff.change",
    "directory.change",
    "rota.add_shift",
    "rota.end_shift",
    "rota.assign",
}

OWN = frozenset({"staff.choose", "staff.note_absence", "staff.cancel_absence", "rota.hand_over", "rota.swap", "rota.cancel"})
"""What everybody who serves may do besides, where it concerns themselves: the verb looks at whose it is."""

_OF: dict[str, frozenset[str]] = {Right.AGENT: AGENT, Right.COORDINATOR: COORDINATOR, Right.ADMINISTRATOR: ADMINISTRATOR}


def permissions_of(rights: Iterable[str]) -> frozenset[str]:
    """Return all that these rights allow together."""
    return frozenset().union(*(_OF[right] for right in rights))
