"""The calendars of a year, as tickets opened now count on them."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plantao.agreements.calendars import YEARS_AHEAD, YEARS_BACK
from plantao.agreements.models import CalendarVersion
from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.calendars.years import WEEK, years_of


@require_GET
@agents_who_may("ticket.see")
def calendars(request: AgentRequest) -> HttpResponse:
    """Show a year of each calendar of the handbook in force, from the newest version; this year where none of those kept is asked for."""
    this_year = request.at.astimezone(ZoneInfo(request.handbook.provider.time_zone)).year
    years = range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)
    year = next((each for each in years if str(each) == request.GET.get("year")), this_year)
    version = CalendarVersion.objects.select_related("made_by").order_by("-number").first()
    context = {
        "version": version,
        "year": year,
        "years": years,
        "week": WEEK,
        "calendars": years_of(request.handbook, version, year=year) if version else [],
    }
    return render(request, "console/calendars/calendars.html", context)
