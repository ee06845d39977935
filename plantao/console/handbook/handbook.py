"""The page of the handbook in force: what is promised, as people of the desk read it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plantao.agreements.models import HandbookPeriod
from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.handbook.sections import Sections
from plantao.console.handbook.tree import rest_of


@require_GET
@agents_who_may("ticket.see")
def handbook(request: AgentRequest) -> HttpResponse:
    """Show the handbook in force, and which versions there were and will be."""
    periods = HandbookPeriod.objects.select_related("version__applied_by").defer("version__source").order_by("-since")
    context = {
        "handbook": request.handbook,
        "sections": Sections(request.handbook),
        "rest": rest_of(request.handbook),
        "periods": list(periods[:20]),
        "may_apply": request.agent.may("handbook.apply"),
    }
    return render(request, "console/handbook/handbook.html", context)
