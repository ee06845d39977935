"""What lies around a ticket: vendors, links, its numbers, who follows it, what else its customer has open. Asked for after the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.tickets.finding import ticket_of
from plantao.console.tickets.names import word
from plantao.rules.ticket_lifecycle import Act, Status, may
from plantao.tickets.models import Link, Ticket
from plantao.ui.labels import LINKS
from plantao.ui.middleware import is_partial

MOST = 8
"""How many of a customer's other open tickets are listed."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link seen from one of its ends: what this ticket is of the other one."""

    number: int
    says: str
    other: Ticket


@require_safe
@agents_who_may("ticket.see")
def around(request: AgentRequest, protocol: str) -> HttpResponse:
    """Show what lies around a ticket; alone where a part of its page is asked for."""
    ticket = ticket_of(request, protocol)
    shown: dict[str, Any] = {
        "ticket": ticket,
        "cases": list(ticket.vendor_cases.prefetch_related("forecasts")),
        "links": links_of(ticket),
        "protocols": list(ticket.protocols.all()),
        "answers": [(word("fields", answer.field), answer.text) for answer in ticket.answers.all()],
        "missing": [word("fields", field) for field in ticket.missing],
        "watchers": list(ticket.watchers.select_related("person").order_by("pk")),
        "addresses": list(ticket.requester.addresses.order_by("pk")) if ticket.requester else [],
        "others": others_of(ticket, request),
        "may_pass": request.agent.may("ticket.chase") and may(Act.HEAR_FROM_VENDOR, Status(ticket.status)),
    }
    return render(request, "console/tickets/around.html#cards" if is_partial(request) else "console/tickets/around.html", shown)


def links_of(ticket: Ticket) -> Sequence[Linked]:
    """Return what a ticket has to do with others: one query."""
    links = Link.objects.filter(Q(ticket=ticket) | Q(other=ticket)).select_related("ticket", "other").order_by("pk")
    return [
        Linked(link.pk, str(LINKS[link.kind][0]), link.other)
        if link.ticket_id == ticket.pk
        else Linked(link.pk, str(LINKS[link.kind][1]), link.ticket)
        for link in links
    ]


def others_of(ticket: Ticket, request: AgentRequest) -> Sequence[Ticket]:
    """Return the newest of the customer's other open tickets that whoever asks may see."""
    if ticket.customer_id is None:
        return []
    its = Ticket.objects.visible_to(request.person).still_open().filter(customer=ticket.customer_id)
    return list(its.exclude(pk=ticket.pk).order_by("-opened_at", "-pk")[:MOST])
