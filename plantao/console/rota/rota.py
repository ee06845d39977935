"""The rota of a week. Its days and hours are those of the provider's wall clock, whoever reads."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.rota.asking import Asking
from plantao.console.rota.changes import last_changes
from plantao.console.rota.entries import entries
from plantao.console.rota.lines import gaps_ahead, lines, roles_of
from plantao.console.rota.offers import offered
from plantao.console.rota.week import Week
from plantao.staff.rota import Book


@require_GET
@agents_who_may("ticket.see")
def rota(request: AgentRequest) -> HttpResponse:
    """Show who is on duty in a week, the gaps of the four weeks from now on, and what stands, to be changed."""
    handbook, at = request.handbook, request.at
    zone = ZoneInfo(handbook.provider.time_zone)
    week = Week.read(request.GET.get("week", ""), zone=zone, at=at)
    book = Book(since=min(at, week.since))
    roles = roles_of(handbook, named=book.roles)
    with timezone.override(zone):
        changes = last_changes(handbook)
        context = {
            "week": week,
            "lines": lines(book, roles, week, handbook=handbook, at=at),
            "gaps": gaps_ahead(book, roles, handbook=handbook, zone=zone, at=at),
            "asking": Asking(handbook=handbook, roles=roles, at=at),
            "entries": entries(book, handbook=handbook, reader=request.agent, at=at),
            "entry": request.GET.get("entry", ""),
            "changes": changes,
            "seen": max((change.number for change in changes), default=0),
            "offers": offered(request.agent),
            "may_assign": request.agent.may("rota.assign"),
        }
        return render(request, "console/rota/rota.html", context)
