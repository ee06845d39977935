"""The page of the queue. What is wanted stands in its address, so that it can be kept, sent and gone back to."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.queue.filters import Filters
from plantao.console.rows import rows_of
from plantao.tickets.models import Ticket
from plantao.tickets.queue import page
from plantao.ui.middleware import is_partial


@require_GET
@agents_who_may("ticket.see")
def queue(request: AgentRequest) -> HttpResponse:
    """Show a page of the tickets wanted; of it the rows alone where a part is asked for."""
    filters = Filters.read(request.GET, agent=request.agent, handbook=request.handbook)
    shown = page(Ticket.objects.visible_to(request.person), filters.wanted, cursor=request.GET.get("cursor", ""))
    context = {
        "filters": filters,
        "rows": rows_of(shown.queued, at=request.at),
        "before": _address(request.GET, shown.before),
        "after": _address(request.GET, shown.after),
    }
    return render(request, "console/queue/queue.html#rows" if is_partial(request) else "console/queue/queue.html", context)


def _address(asked: QueryDict, cursor: str) -> str:
    """Return the address of another page of the same; "" where there is none."""
    if not cursor:
        return ""
    parameters = asked.copy()
    parameters["cursor"] = cursor
    return f"?{parameters.urlencode()}"
