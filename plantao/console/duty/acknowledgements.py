"""Acknowledging what rings on a ticket."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.escalation.acknowledging import acknowledge
from plantao.tickets.models import Ticket


@require_POST
@agents_who_may("escalation.acknowledge")
def create(request: AgentRequest, protocol: str) -> HttpResponse:
    """See to everything that rings on a ticket, and go back to where it was asked."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.person), protocol=protocol)
    acknowledge(ticket, by=request.actor, at=request.at)
    messages.success(request, gettext("You have taken note of {}: it rings nobody for now.").format(ticket.protocol))
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "duty")
