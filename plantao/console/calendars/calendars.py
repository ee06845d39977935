"""The calendars of a year, as tickets opened now count on them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plantao.agreements.calendars import YEARS_AHEAD, YEARS_BACK
from plantao.agreements.models import Because, CalendarVersion
from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.calendars.years import WEEK, years_of
from plantao.ui.calendar_words import because_said
from plantao.ui.terms import Terms

LAST = 8
"""How many versions are listed."""


@dataclass(frozen=True, slots=True)
class Told:
    """A version and why it was made; `url` is where open tickets are re-rated to it, "" where it is no edit or one may not."""

    version: CalendarVersion
    says: str
    url: str


@require_GET
@agents_who_may("ticket.see")
def calendars(request: AgentRequest) -> HttpResponse:
    """Show a year of each calendar of the handbook in force, from the newest version; this year where none of those kept is asked for."""
    this_year = request.at.astimezone(ZoneInfo(request.handbook.provider.time_zone)).year
    years = range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)
    year = next((each for each in years if str(each) == request.GET.get("year")), this_year)
    versions = [_told(version, request) for version in CalendarVersion.objects.select_related("made_by").order_by("-number")[:LAST]]
    version = versions[0].version if versions else None
    context = {
        "versions": versions,
        "may_set": request.agent.may("calendar.set_day"),
        "may_clear": request.agent.may("calendar.clear_day"),
        "day": request.GET.get("day", ""),
        "version": version,
        "year": year,
        "years": years,
        "week": WEEK,
        "calendars": years_of(request.handbook, version, year=year) if version else [],
    }
    return render(request, "console/calendars/calendars.html", context)


def _told(version: CalendarVersion, request: AgentRequest) -> Told:
    is_edit = version.because in (Because.DAY_SET, Because.DAY_CLEARED)
    url = reverse("calendar-reratings", args=[version.number]) if is_edit and request.agent.may("ticket.rerate") else ""
    return Told(version, because_said(version, Terms(request.handbook)), url)
