"""Finding the ticket that an address names, for whoever may see it."""

from django.http import Http404

from plantao.console.agents import AgentRequest
from plantao.tickets.models import Ticket


def ticket_of(request: AgentRequest, protocol: str) -> Ticket:
    """Return the ticket that answers for a number, any of its own, with the people and things it names. Raises Http404."""
    tickets = Ticket.objects.visible_to(request.person)
    try:
        return tickets.select_related("customer", "requester", "service", "holder", "resolution").by_protocol(protocol)
    except Ticket.DoesNotExist:
        raise Http404 from None
