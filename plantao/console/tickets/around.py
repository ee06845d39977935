"""What lies around a ticket: vendors, links, its numbers, who follows it, what else its customer has open. Asked for after the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.tickets.beside import ON_A_CASE, ON_A_FOLLOWER, ON_A_LINK, OfferedBeside, offered_beside, seen_on_the_page
from plantao.console.tickets.finding import ticket_of
from plantao.console.tickets.names import word
from plantao.people.models import Person
from plantao.rules.ticket_lifecycle import Act, Status, may
from plantao.tickets.models import Link, Ticket, VendorCase
from plantao.ui.labels import LINKS
from plantao.ui.middleware import is_partial

MOST = 8
"""How many of a customer's other open tickets are listed."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link seen from one of its ends: what this ticket is of the other one, and what may be done to the link."""

    says: str
    other: Ticket
    offers: Sequence[OfferedBeside]


@dataclass(frozen=True, slots=True)
class Asked:
    """A vendor who was asked, and what may be done about it."""

    case: VendorCase
    offers: Sequence[OfferedBeside]


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who follows a ticket, and whether they may be let go."""

    person: Person
    offers: Sequence[OfferedBeside]


@require_safe
@agents_who_may("ticket.see")
def around(request: AgentRequest, protocol: str) -> HttpResponse:
    """Show what lies around a ticket; alone where a part of its page is asked for."""
    ticket = ticket_of(request, protocol)
    shown: dict[str, Any] = {
        "ticket": ticket,
        "seen": seen_on_the_page(request, ticket),
        "cases": cases_of(ticket, request),
        "links": links_of(ticket, request),
        "protocols": list(ticket.protocols.all()),
        "answers": [(word("fields", answer.field), answer.text) for answer in ticket.answers.all()],
        "missing": [word("fields", field) for field in ticket.missing],
        "watchers": followers_of(ticket, request),
        "addresses": list(ticket.requester.addresses.order_by("pk")) if ticket.requester else [],
        "others": others_of(ticket, request),
        "may_complete": request.agent.may("ticket.complete") and may(Act.COMPLETE, Status(ticket.status)),
    }
    return render(request, "console/tickets/around.html#cards" if is_partial(request) else "console/tickets/around.html", shown)


def cases_of(ticket: Ticket, request: AgentRequest) -> Sequence[Asked]:
    """Return the vendors that were asked: two queries."""
    cases = ticket.vendor_cases.prefetch_related("forecasts")
    return [Asked(case, offered_beside(ON_A_CASE, case, number=case.pk, ticket=ticket, request=request)) for case in cases]


def links_of(ticket: Ticket, request: AgentRequest) -> Sequence[Linked]:
    """Return what a ticket has to do with others: one query."""
    links = Link.objects.filter(Q(ticket=ticket) | Q(other=ticket)).select_related("ticket", "other").order_by("pk")
    return [_linked(link, ticket, request) for link in links]


def followers_of(ticket: Ticket, request: AgentRequest) -> Sequence[Follower]:
    """Return who follows a ticket, the first first: one query."""
    watchers = ticket.watchers.select_related("person").order_by("pk")
    return [
        Follower(each.person, offered_beside(ON_A_FOLLOWER, each, number=each.person_id, ticket=ticket, request=request))
        for each in watchers
    ]


def _linked(link: Link, ticket: Ticket, request: AgentRequest) -> Linked:
    is_ours = link.ticket_id == ticket.pk
    offers = offered_beside(ON_A_LINK, link, number=link.pk, ticket=ticket, request=request)
    return Linked(str(LINKS[link.kind][0 if is_ours else 1]), link.other if is_ours else link.ticket, offers)


def others_of(ticket: Ticket, request: AgentRequest) -> Sequence[Ticket]:
    """Return the newest of the customer's other open tickets that whoever asks may see."""
    if ticket.customer_id is None:
        return []
    its = Ticket.objects.visible_to(request.person).still_open().filter(customer=ticket.customer_id)
    return list(its.exclude(pk=ticket.pk).order_by("-opened_at", "-pk")[:MOST])
