"""What may be done to one thing that belongs to a ticket (a hold, a vendor case, a link, a follower), now and by whoever reads its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao.console.agents import AgentRequest
from plantao.events.models import Event
from plantao.rules.ticket_lifecycle import Act, Status, may
from plantao.tickets.models import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One act: `name` is that of its address, `now` what must be so of the thing besides the ticket's status."""

    name: str
    label: str | Promise
    permission: str
    act: Act
    now: Callable[[Any], bool] = lambda thing: True
    icon: str = ""
    is_button: bool = False


@dataclass(frozen=True, slots=True)
class OfferedBeside:
    """An act on one thing, with the address of its form."""

    offer: Beside
    url: str


ON_A_HOLD = (
    Beside(
        name="ticket-resumptions", label=gettext_lazy("End it"), permission="ticket.resume", act=Act.RESUME, icon="player-play",
        is_button=True, now=lambda hold: hold.is_open,
    ),
    Beside(
        name="ticket-contestations", label=gettext_lazy("Contested"), permission="ticket.contest_hold", act=Act.CONTEST_HOLD,
        now=lambda hold: hold.cancelled_at is None,
    ),
    Beside(
        name="ticket-hold-cancellations", label=gettext_lazy("A mistake"), permission="ticket.cancel_hold", act=Act.CORRECT,
        now=lambda hold: hold.cancelled_at is None,
    ),
)  # fmt: skip
ON_A_CASE = (
    Beside(
        name="ticket-chases", label=gettext_lazy("Chase"), permission="ticket.chase", act=Act.PASS_TO_VENDOR, is_button=True,
        now=lambda case: case.verified_at is None,
    ),
    Beside(
        name="ticket-vendor-words", label=gettext_lazy("What they said"), permission="ticket.hear_from_vendor", act=Act.HEAR_FROM_VENDOR,
    ),
    Beside(name="ticket-forecasts", label=gettext_lazy("New forecast"), permission="ticket.forecast", act=Act.HEAR_FROM_VENDOR),
    Beside(
        name="ticket-broken-forecasts", label=gettext_lazy("Forecast broken"), permission="ticket.forecast_broken",
        act=Act.HEAR_FROM_VENDOR,
        now=lambda case: case.verified_at is None and any(each.broken_at is None for each in case.forecasts.all()),
    ),
    Beside(
        name="ticket-vendor-restorations", label=gettext_lazy("Says it works"), permission="ticket.informed_restored",
        act=Act.HEAR_FROM_VENDOR, now=lambda case: case.informed_restored_at is None,
    ),
    Beside(
        name="ticket-verifications", label=gettext_lazy("It works: verified"), permission="ticket.verify", act=Act.HEAR_FROM_VENDOR,
        now=lambda case: case.verified_at is None,
    ),
)  # fmt: skip
ON_A_LINK = (Beside(name="ticket-unlinkings", label=gettext_lazy("Undo"), permission="ticket.unlink", act=Act.LINK),)
ON_A_FOLLOWER = (Beside(name="ticket-unwatchings", label=gettext_lazy("no more"), permission="ticket.unwatch", act=Act.WATCH),)


def offered_beside(offers: Sequence[Beside], thing: Any, *, number: int, ticket: Ticket, request: AgentRequest) -> list[OfferedBeside]:
    """Return what may be done to a thing of a ticket now, in order; `number` is its own in the address."""
    status = Status(ticket.status)
    return [
        OfferedBeside(offer, reverse(offer.name, args=[ticket.protocol, number]))
        for offer in offers
        if request.agent.may(offer.permission) and may(offer.act, status) and offer.now(thing)
    ]


def seen_on_the_page(request: AgentRequest, ticket: Ticket) -> int:
    """Return the last event that the page had shown which asks for a part of itself; by itself, a part shows what there is now."""
    said = request.GET.get("seen", "")
    if said.isdecimal() and len(said) < 19:
        return int(said)
    return Event.objects.filter(timeline=ticket.timeline_id).order_by("-pk").values_list("pk", flat=True).first() or 0
