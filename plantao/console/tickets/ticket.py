"""The page of a ticket."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.tickets.finding import ticket_of
from plantao.console.tickets.forms.talking import NoteForm, ReplyForm
from plantao.console.tickets.offers import offered
from plantao.console.tickets.standing import audience_of, holds_of, promises_of
from plantao.console.tickets.timeline import timeline_of
from plantao.escalation.ringing import unacknowledged
from plantao.rules.ticket_lifecycle import Act, Status, may
from plantao.tickets.models import Ticket
from plantao.ui.terms import Terms


@require_safe
@agents_who_may("ticket.see")
def ticket(request: AgentRequest, protocol: str) -> HttpResponse:
    """Show a ticket by its first number; any other of its numbers leads there."""
    ticket = ticket_of(request, protocol)
    if ticket.protocol != protocol:
        return redirect("ticket", ticket.protocol)
    timeline = timeline_of(ticket, whole="whole" in request.GET)
    about: dict[str, Any] = {"ticket": ticket, "agent": request.agent, "at": request.at, "ids": {}, "initial": {"seen": timeline.last}}
    shown = {
        "ticket": ticket,
        "timeline": timeline,
        **standing_of(ticket, request),
        "seen": timeline.last,
        "audience": audience_of(ticket),
        "offers": offered(ticket, request.agent),
        "reply": ReplyForm(**about, auto_id="reply_%s") if may(Act.REPLY, Status(ticket.status)) else None,
        "rings": unacknowledged(at=request.at).filter(ticket=ticket).exists(),
        "acknowledge": reverse("acknowledgements", args=[ticket.protocol]) if request.agent.may("escalation.acknowledge") else "",
        "note": NoteForm(**about, auto_id="note_%s"),
    }
    return render(request, "console/tickets/ticket.html", shown)


def standing_of(ticket: Ticket, request: AgentRequest) -> dict[str, Any]:
    """Return what the page says of how a ticket stands: three queries."""
    terms, holds = Terms(ticket.terms), holds_of(ticket, request)
    return {
        "promises": promises_of(ticket, at=request.at),
        "holds": holds,
        "waits": ", ".join(held.name for held in holds if held.hold.is_open),
        "criticality": terms.criticality(ticket.criticality),
        "rank": terms.rank(ticket.criticality),
        "department": terms.department(ticket.department),
        "item": terms.item(ticket.department, ticket.item) if ticket.item else "",
        "level": terms.level(ticket.level) if ticket.level else "",
    }
