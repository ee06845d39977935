"""The page that whoever is on duty keeps open: what is due next, what rings, what waits for a person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.duty import lines, waiting
from plantao.console.rows import rows_of
from plantao.tickets.models import Ticket
from plantao.tickets.queue import Wanted, page
from plantao.ui.middleware import is_partial

MOST = 12


@require_GET
@agents_who_may("ticket.see")
def duty(request: AgentRequest) -> HttpResponse:
    """Show the desk as it stands; of it all that lives where a part is asked for."""
    tickets = Ticket.objects.visible_to(request.person)
    context = {
        "rows": rows_of(page(tickets, Wanted(), size=MOST).queued, at=request.at),
        "rings": waiting.ringing(tickets, at=request.at),
        "holds": waiting.holds_about_to_end(tickets, at=request.at),
        "unfiled": waiting.unfiled(tickets),
        "kept": waiting.kept(),
        "trouble": waiting.trouble(),
        "lines": lines.lines(request.handbook, at=request.at),
        "may_acknowledge": request.agent.may("escalation.acknowledge"),
    }
    return render(request, "console/duty/duty.html#desk" if is_partial(request) else "console/duty/duty.html", context)
