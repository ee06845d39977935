"""Acknowledging what rings on a ticket."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.escalation.acknowledging import acknowledge
from plantao.tickets.models import Ticket
from plantao.ui.back import back


@require_POST
@agents_who_may("escalation.acknowledge")
def create(request: AgentRequest, protocol: str) -> HttpResponse:
    """See to everything that rings on a ticket, and go back to where it was asked."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.person), protocol=protocol)
    acknowledge(ticket, by=request.actor, at=request.at)
    messages.success(request, gettext("You have taken note of {}: it rings nobody for now.").format(ticket.protocol))
    return back(request, "back", otherwise="duty")
