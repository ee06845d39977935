"""What may be done to a ticket now, by whoever reads its page: each act that its status and their rights allow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from plantao.rules.ticket_lifecycle import Act, Status, may
from plantao.staff.models import Agent
from plantao.tickets.models import LinkKind, Ticket

Condition = Callable[[Ticket], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """
    One act: `name` is that of its address, `key` the key that opens its form ("" for none), `first` whether it stands beside the
    heading (the others are in the menu), `by_thumb` whether it stands at the bottom of a phone too. `now`: what must be so besides
    the status.
    """

    name: str
    label: str | Promise
    icon: str
    permission: str
    act: Act
    key: str = ""
    first: bool = False
    by_thumb: bool = False
    now: Condition = lambda ticket: True


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on one ticket, with the address of its form."""

    offer: Offer
    url: str


def _is_undisputed(ticket: Ticket) -> bool:
    """Whether nobody disagreed yet: where somebody did, it goes on at the ticket that was opened then."""
    return not ticket.linked_from.filter(kind=LinkKind.DISAGREEMENT).exists()


def _may_be_confirmed(ticket: Ticket) -> bool:
    return hasattr(ticket, "resolution") and ticket.resolution.confirmed_at is None and _is_undisputed(ticket)


OFFERS = (
    Offer(
        name="ticket-assignments", label=pgettext_lazy("act", "Assign"), icon="user-check", permission="ticket.assign", act=Act.ASSIGN,
        key="t", first=True,
    ),
    Offer(
        name="ticket-holds", label=pgettext_lazy("act", "Put on hold"), icon="clock-pause", permission="ticket.hold", act=Act.HOLD, key="h",
        first=True,
    ),
    Offer(
        name="ticket-escalations", label=pgettext_lazy("act", "Escalate"), icon="arrow-up", permission="ticket.ask_escalation",
        act=Act.HAND_OVER, key="e", first=True, now=lambda ticket: ticket.restored_at is None,
    ),
    Offer(
        name="ticket-resolutions", label=pgettext_lazy("act", "Resolve"), icon="circle-check", permission="ticket.resolve", act=Act.RESOLVE,
        key="s", first=True, by_thumb=True,
    ),
    Offer(
        name="ticket-confirmations", label=pgettext_lazy("act", "Requester confirms"), icon="thumb-up", permission="ticket.confirm",
        act=Act.CONFIRM, first=True, by_thumb=True, now=_may_be_confirmed,
    ),
    Offer(
        name="ticket-disagreements", label=pgettext_lazy("act", "Requester disagrees"), icon="thumb-down", permission="ticket.disagree",
        act=Act.DISAGREE, first=True, now=_is_undisputed,
    ),
    Offer(
        name="ticket-reinstatements", label=pgettext_lazy("act", "A contact after all"), icon="arrow-back-up",
        permission="ticket.a_contact_after_all", act=Act.A_CONTACT_AFTER_ALL, first=True, now=lambda ticket: not ticket.is_contact,
    ),
    Offer(
        name="ticket-attendances", label=pgettext_lazy("act", "Reached by phone"), icon="phone-call", permission="ticket.attend",
        act=Act.ATTEND, key="p", now=lambda ticket: ticket.attended_at is None,
    ),
    Offer(
        name="ticket-classifications", label=pgettext_lazy("act", "Classify"), icon="flag", permission="ticket.classify", act=Act.CLASSIFY,
        key="c",
    ),
    Offer(
        name="ticket-answers", label=pgettext_lazy("act", "Fill in what is asked"), icon="list-check", permission="ticket.complete",
        act=Act.COMPLETE,
    ),
    Offer(
        name="ticket-promises", label=pgettext_lazy("act", "Promise to be back"), icon="calendar-time", permission="ticket.promise",
        act=Act.PROMISE,
    ),
    Offer(
        name="ticket-handovers", label=pgettext_lazy("act", "Hand over"), icon="arrow-right", permission="ticket.hand_over",
        act=Act.HAND_OVER, key="o",
    ),
    Offer(
        name="ticket-vendor-cases", label=pgettext_lazy("act", "Ask a vendor"), icon="truck-delivery", permission="ticket.pass_to_vendor",
        act=Act.PASS_TO_VENDOR, key="v",
    ),
    Offer(
        name="ticket-restorations", label=pgettext_lazy("act", "Service is back"), icon="refresh", permission="ticket.restore",
        act=Act.RESTORE, now=lambda ticket: ticket.restored_at is None,
    ),
    Offer(
        name="ticket-contacts", label=pgettext_lazy("act", "A further contact"), icon="phone-incoming", permission="ticket.add_contact",
        act=Act.REPEAT_CONTACT,
    ),
    Offer(name="ticket-links", label=pgettext_lazy("act", "Link"), icon="link", permission="ticket.link", act=Act.LINK),
    Offer(
        name="ticket-mass-incidents", label=pgettext_lazy("act", "Open a mass incident"), icon="stack-2", permission="ticket.open_parent",
        act=Act.LINK,
    ),
    Offer(name="ticket-merges", label=pgettext_lazy("act", "Merge"), icon="arrows-join", permission="ticket.merge", act=Act.MERGE),
    Offer(name="ticket-splits", label=pgettext_lazy("act", "Split off"), icon="arrows-split", permission="ticket.split", act=Act.SPLIT),
    Offer(name="ticket-watchers", label=pgettext_lazy("act", "Let somebody follow"), icon="eye", permission="ticket.watch", act=Act.WATCH),
    Offer(
        name="ticket-customers", label=pgettext_lazy("act", "Set the customer"), icon="building", permission="ticket.set_customer",
        act=Act.CORRECT,
    ),
    Offer(
        name="ticket-requesters", label=pgettext_lazy("act", "Set the requester"), icon="user", permission="ticket.set_requester",
        act=Act.BELONG,
    ),
    Offer(
        name="ticket-services", label=pgettext_lazy("act", "Set the service"), icon="router", permission="ticket.set_service",
        act=Act.BELONG,
    ),
    Offer(
        name="ticket-corrections", label=pgettext_lazy("act", "Correct a fact"), icon="edit", permission="ticket.correct", act=Act.CORRECT
    ),
    Offer(name="ticket-closures", label=pgettext_lazy("act", "Close"), icon="archive", permission="ticket.close", act=Act.CLOSE),
    Offer(name="ticket-cancellations", label=pgettext_lazy("act", "Cancel"), icon="ban", permission="ticket.cancel", act=Act.CANCEL),
    Offer(
        name="ticket-non-contacts", label=pgettext_lazy("act", "Not a contact"), icon="message-off", permission="ticket.not_a_contact",
        act=Act.NOT_A_CONTACT,
    ),
)  # fmt: skip


def offered(ticket: Ticket, agent: Agent) -> Sequence[Offered]:
    """Return what may be done to a ticket now, in order."""
    status = Status(ticket.status)
    return [
        Offered(offer, reverse(offer.name, args=[ticket.protocol]))
        for offer in OFFERS
        if agent.may(offer.permission) and may(offer.act, status) and offer.now(ticket)
    ]
