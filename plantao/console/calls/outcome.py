"""How a call ends: what was promised; or it was no call for us, and that can be taken back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.tickets.finding import ticket_of
from plantao.console.tickets.names import word
from plantao.console.tickets.standing import promises_of
from plantao.ui.terms import Terms


@require_safe
@agents_who_may("ticket.see")
def promised(request: AgentRequest, protocol: str) -> HttpResponse:
    """Show what to say before hanging up: the number once more, and by when we promised what."""
    ticket = ticket_of(request, protocol)
    terms = Terms(ticket.terms)
    shown = {
        "ticket": ticket,
        "number": protocol,
        "criticality": terms.criticality(ticket.criticality),
        "rank": terms.rank(ticket.criticality),
        "advice": terms.says(ticket.terms.criticalities[ticket.criticality].advice),
        "promises": [promise for promise in promises_of(ticket, at=request.at) if promise.is_published],
        "missing": [word("fields", field) for field in ticket.missing],
    }
    return render(request, "console/calls/promised.html", shown)


@require_POST
@agents_who_may("ticket.not_a_contact")
def mistakes(request: AgentRequest, protocol: str) -> HttpResponse:
    """It was a wrong number, or nobody: no contact."""
    ticket_of(request, protocol).not_a_contact(by=request.actor, at=request.at)
    return redirect("call-promised", protocol)


@require_POST
@agents_who_may("ticket.a_contact_after_all")
def second_thoughts(request: AgentRequest, protocol: str) -> HttpResponse:
    """It was a contact after all."""
    ticket_of(request, protocol).a_contact_after_all(by=request.actor, at=request.at)
    return redirect("call-matter", protocol)
