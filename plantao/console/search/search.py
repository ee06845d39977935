"""What was found: the tickets, the newest first and a page at a time; above them the customers and people, where any are meant."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.rows import rows_of
from plantao.directory.models import Contact, Customer
from plantao.directory.queries import callers, customers_called
from plantao.rules.ticket_lifecycle import Status
from plantao.tickets.models import Ticket
from plantao.tickets.queue import Wanted, page

LONGEST = 200
PEOPLE = 6
"""So many people, and customers, are shown: another word finds fewer."""
EVERY_STATUS = tuple(status.value for status in Status)


@require_GET
@agents_who_may("ticket.see")
def search(request: AgentRequest) -> HttpResponse:
    """Show what was found of all that whoever asks may see; a whole protocol leads to its ticket."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    cursor = request.GET.get("cursor", "")
    tickets = Ticket.objects.visible_to(request.person)
    if text and not cursor and (named := tickets.filter(protocols__number=text.upper()).first()):
        return redirect("ticket", named.survivor.protocol)
    shown: dict[str, Any] = {"sought": text}
    if text:
        found = page(tickets, Wanted(statuses=EVERY_STATUS, text=text), cursor=cursor)
        shown["rows"] = rows_of(found.queued, at=request.at)
        shown |= {"before": _address(text, found.before), "after": _address(text, found.after)}
    if text and not cursor:
        shown |= {"people": people_called(request, text), "customers": customers_found(request, text)}
    return render(request, "console/search/search.html", shown)


def people_called(request: AgentRequest, text: str) -> Sequence[Contact]:
    """Return contacts by a piece of a name or of an address, or by a phone number however it is written: three queries."""
    return list(callers(text, seen_by=request.person).prefetch_related("person__addresses")[:PEOPLE])


def customers_found(request: AgentRequest, text: str) -> Sequence[Customer]:
    """Return customers by a piece of their name, or by a Service ID: two queries."""
    return list(customers_called(text, seen_by=request.person)[:PEOPLE])


def _address(text: str, cursor: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': text, 'cursor': cursor})}" if cursor else ""
