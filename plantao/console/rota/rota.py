"""The rota of a week. Its days and hours are those of the provider's wall clock, whoever reads."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.rota.asking import Asking
from plantao.console.rota.lines import gaps_ahead, lines, roles_of
from plantao.console.rota.week import Week


@require_GET
@agents_who_may("ticket.see")
def rota(request: AgentRequest) -> HttpResponse:
    """Show who is on duty in a week, and the gaps of the four weeks from now on."""
    handbook, at = request.handbook, request.at
    zone = ZoneInfo(handbook.provider.time_zone)
    week = Week.read(request.GET.get("week", ""), zone=zone, at=at)
    roles = roles_of(handbook, at=min(at, week.since))
    with timezone.override(zone):
        context = {
            "week": week,
            "lines": lines(roles, week, handbook=handbook, at=at),
            "gaps": gaps_ahead(roles, handbook=handbook, zone=zone, at=at),
            "asking": Asking(handbook=handbook, roles=roles, at=at),
        }
        return render(request, "console/rota/rota.html", context)
