"""What people call the codes of the desk. Those of a handbook's own are named by the handbook."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

STATUSES: Mapping[str, str | Promise] = {
    "new": pgettext_lazy("status", "New"),
    "attended": pgettext_lazy("status", "Attended"),
    "resolved": pgettext_lazy("status", "Resolved"),
    "closed": pgettext_lazy("status", "Closed"),
    "cancelled": pgettext_lazy("status", "Cancelled"),
}
STATUS_ICONS: Mapping[str, str] = {
    "new": "circle-dashed",
    "attended": "circle-dot",
    "resolved": "circle-check",
    "closed": "archive",
    "cancelled": "ban",
}
THEMES: Mapping[str, str | Promise] = {
    "system": pgettext_lazy("theme", "System"),
    "light": pgettext_lazy("theme", "Light"),
    "dark": pgettext_lazy("theme", "Dark"),
}
CLOCKS: Mapping[str, str | Promise] = {
    "attended": pgettext_lazy("clock", "First answer"),
    "public_update": pgettext_lazy("clock", "News"),
    "restored": pgettext_lazy("clock", "Service back"),
    "resolved": pgettext_lazy("clock", "Resolution"),
    "analysed": pgettext_lazy("clock", "Analysis"),
}
STRETCHES: Mapping[str, str | Promise] = {
    "counted": pgettext_lazy("stretch of a clock", "counted"),
    "closed": pgettext_lazy("stretch of a clock", "closed"),
    "holiday": pgettext_lazy("stretch of a clock", "holiday"),
    "held": pgettext_lazy("stretch of a clock", "waiting"),
}
CHANNELS: Mapping[str, str | Promise] = {
    "phone": pgettext_lazy("channel", "by phone"),
    "email": pgettext_lazy("channel", "by mail"),
    "whatsapp": pgettext_lazy("channel", "by WhatsApp"),
    "telegram": pgettext_lazy("channel", "by Telegram"),
    "portal": pgettext_lazy("channel", "in the portal"),
    "api": pgettext_lazy("channel", "by another system"),
    "monitoring": pgettext_lazy("channel", "by monitoring"),
    "other": pgettext_lazy("channel", "by another way"),
}
LINKS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "related": (pgettext_lazy("link", "related to"), pgettext_lazy("link", "related to")),
    "repeat": (pgettext_lazy("link", "a repeat of"), pgettext_lazy("link", "repeated by")),
    "disagreement": (pgettext_lazy("link", "disagrees with"), pgettext_lazy("link", "disagreed with by")),
    "parent": (pgettext_lazy("link", "part of the mass incident"), pgettext_lazy("link", "mass incident, with")),
}
"""What a ticket is of the other one that it points at, and what the other is of it."""
FACTS: Mapping[str, str | Promise] = {
    "opened_at": pgettext_lazy("fact", "when it was opened"),
    "fault_started_at": pgettext_lazy("fact", "when the fault began"),
    "attended_at": pgettext_lazy("fact", "when the requester was reached"),
    "restored_at": pgettext_lazy("fact", "when the service was back"),
    "resolved_at": pgettext_lazy("fact", "when it was resolved"),
    "cause": pgettext_lazy("fact", "the cause"),
    "responsible": pgettext_lazy("fact", "who was responsible"),
    "hold.since": pgettext_lazy("fact", "when the hold began"),
    "hold.until": pgettext_lazy("fact", "when the hold ended"),
}
NOTICES: Mapping[str, str | Promise] = {
    "waiting": pgettext_lazy("notice", "waits to go out"),
    "bound": pgettext_lazy("notice", "on its way"),
    "sent": pgettext_lazy("notice", "delivered"),
    "withheld": pgettext_lazy("notice", "not sent"),
    "failed": pgettext_lazy("notice", "given up"),
    "bounced": pgettext_lazy("notice", "came back"),
}
WITHHELD: Mapping[str, str | Promise] = {
    "no_address": pgettext_lazy("why not sent", "no address is known"),
    "bounced": pgettext_lazy("why not sent", "mail to the address came back"),
    "disabled": pgettext_lazy("why not sent", "the account is closed"),
    "left": pgettext_lazy("why not sent", "speaks for the customer no more"),
    "nobody_to_tell": pgettext_lazy("why not sent", "nobody is there to be told"),
    "no_return_path": pgettext_lazy("why not sent", "an automatic mail was answered"),
    "automatic": pgettext_lazy("why not sent", "an automatic mail was answered"),
    "hops": pgettext_lazy("why not sent", "the mail goes in circles"),
    "address_cap": pgettext_lazy("why not sent", "too many automatic mails to this address"),
    "subject_cap": pgettext_lazy("why not sent", "too many automatic mails about the same"),
}
