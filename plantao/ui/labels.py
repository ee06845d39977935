"""What people call the codes of the desk. Those of a handbook's own are named by the handbook."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

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
    "public_update": pgettext_lazy("clock", "Update"),
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
    "hold_over": pgettext_lazy("why not sent", "the waiting ended before the question went out"),
    "left": pgettext_lazy("why not sent", "speaks for the customer no more"),
    "nobody_to_tell": pgettext_lazy("why not sent", "nobody is there to be told"),
    "no_return_path": pgettext_lazy("why not sent", "an automatic mail was answered"),
    "automatic": pgettext_lazy("why not sent", "an automatic mail was answered"),
    "hops": pgettext_lazy("why not sent", "the mail goes in circles"),
    "address_cap": pgettext_lazy("why not sent", "too many automatic mails to this address"),
    "subject_cap": pgettext_lazy("why not sent", "too many automatic mails about the same"),
}
ACTS: Mapping[str, str | Promise] = {
    "attend": pgettext_lazy("what is done", "reach the requester"),
    "reply": pgettext_lazy("what is done", "reply"),
    "note": pgettext_lazy("what is done", "make a note"),
    "complete": pgettext_lazy("what is done", "fill in what is asked"),
    "describe": pgettext_lazy("what is done", "put it into words"),
    "classify": pgettext_lazy("what is done", "classify"),
    "assign": pgettext_lazy("what is done", "assign"),
    "hand_over": pgettext_lazy("what is done", "hand over"),
    "hold": pgettext_lazy("what is done", "put on hold"),
    "resume": pgettext_lazy("what is done", "end the hold"),
    "contest_hold": pgettext_lazy("what is done", "contest the hold"),
    "restore": pgettext_lazy("what is done", "say that the service is back"),
    "resolve": pgettext_lazy("what is done", "resolve"),
    "confirm": pgettext_lazy("what is done", "confirm the solution"),
    "disagree": pgettext_lazy("what is done", "disagree"),
    "close": pgettext_lazy("what is done", "close"),
    "cancel": pgettext_lazy("what is done", "cancel"),
    "not_a_contact": pgettext_lazy("what is done", "mark as not a contact"),
    "a_contact_after_all": pgettext_lazy("what is done", "undo “not a contact”"),
    "link": pgettext_lazy("what is done", "link"),
    "merge": pgettext_lazy("what is done", "merge into another"),
    "receive_merged": pgettext_lazy("what is done", "take another in"),
    "repeat_contact": pgettext_lazy("what is done", "add a further contact"),
    "split": pgettext_lazy("what is done", "split off"),
    "watch": pgettext_lazy("what is done", "change who follows"),
    "belong": pgettext_lazy("what is done", "say whose it is"),
    "correct": pgettext_lazy("what is done", "correct a fact"),
    "promise": pgettext_lazy("what is done", "promise to be back"),
    "pass_to_vendor": pgettext_lazy("what is done", "ask a vendor"),
    "hear_from_vendor": pgettext_lazy("what is done", "write down what a vendor said"),
    "set_customer": pgettext_lazy("what is done", "set the customer"),
    "set_requester": pgettext_lazy("what is done", "set the requester"),
    "set_service": pgettext_lazy("what is done", "set the service"),
    "rerate": pgettext_lazy("what is done", "count anew under another handbook"),
}
"""What is done to a ticket, as a refusal names it; those of rules/ticket_lifecycle.py, and what is set on one by hand."""
OUTCOMES: Mapping[str, str | Promise] = {
    "": pgettext_lazy("what became of a mail", "it is being worked on"),
    "opened": pgettext_lazy("what became of a mail", "it opened a ticket"),
    "filed": pgettext_lazy("what became of a mail", "it was filed on a ticket"),
    "bounce": pgettext_lazy("what became of a mail", "it was a mail of ours that came back"),
    "tray": pgettext_lazy("what became of a mail", "it is kept in the tray"),
    "discarded": pgettext_lazy("what became of a mail", "it was put away"),
}
WEEKDAYS: Sequence[str | Promise] = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)
"""Monday first; in Portuguese and Spanish without capitals, as people write them. Django's own give way to these in its formats too."""
