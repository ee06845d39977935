"""Editing the calendars: a day is set or cleared, looked at first if one likes; open tickets are re-rated where that is asked for."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from plantao.agreements.calendar_days import CalendarsChanged, clear_day, set_day
from plantao.agreements.models import Because, CalendarDay, CalendarVersion
from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.calendars.forms import CLOSED, OWN, ClearForm, DayForm, EditForm, RerateForm
from plantao.console.calendars.moves import ShownMoves, shown
from plantao.handbook.document import written_span
from plantao.sla.moving import ask_to_rerate, moves_of, touched
from plantao.ui.calendar_words import because_said
from plantao.ui.middleware import is_partial
from plantao.ui.terms import Terms

Makes = Callable[[], CalendarVersion]


@require_http_methods(["GET", "HEAD", "POST"])
@agents_who_may("calendar.set_day")
def days(request: AgentRequest) -> HttpResponse:
    """Give a day hours of its own, or close it."""
    if request.method != "POST":
        return _show(request, DayForm(initial=_as_it_stands(request), handbook=request.handbook))
    form = DayForm(request.POST, handbook=request.handbook)
    if not form.is_valid():
        return _show(request, form, status=422)
    made = {"hours": form.spans, "name": form.cleaned_data["name"], "by": request.actor, "at": request.at}
    return _edit(request, form, lambda: set_day(form.edit, **made))


@require_http_methods(["GET", "HEAD", "POST"])
@agents_who_may("calendar.clear_day")
def clearings(request: AgentRequest, calendar: str, day: str) -> HttpResponse:
    """Let a day be again what the library says, or like every other of its weekday."""
    if request.method != "POST":
        return _show(request, ClearForm(initial={"seen": request.GET.get("seen", "")}, handbook=request.handbook))
    form = ClearForm(request.POST, handbook=request.handbook)
    if not form.is_valid():
        return _show(request, form, status=422)
    edit = form.edit_of(calendar, _date(day))
    return _edit(request, form, lambda: clear_day(edit, by=request.actor, at=request.at))


@require_http_methods(["GET", "HEAD", "POST"])
@agents_who_may("ticket.rerate")
def reratings(request: AgentRequest, number: int) -> HttpResponse:
    """Show which open tickets an edit moves, and let them be re-rated."""
    version = get_object_or_404(CalendarVersion, number=number, because__in=(Because.DAY_SET, Because.DAY_CLEARED))
    if request.method != "POST":
        return _show(request, RerateForm(), moves=_moves(request, version))
    asked = ask_to_rerate(version, by=request.actor, at=request.at)
    said = ngettext("Being re-rated, one after the other: {} ticket.", "Being re-rated, one after the other: {} tickets.", asked)
    messages.success(request, said.format(asked))
    return _go_to(request, reverse("calendars"))


def _edit(request: AgentRequest, form: EditForm, make: Makes) -> HttpResponse:
    """Make the version, or, where one only looks, undo it and show what it would move."""
    try:
        with transaction.atomic():
            version = make()
            if "besides" in request.POST:
                moves = _moves(request, version)
                transaction.set_rollback(True)
                return _show(request, form, moves=moves)
    except CalendarsChanged as changed:
        return _conflict(request, form, newest=changed.facts["number"])
    messages.success(request, str(form.done).format(version.number))
    about = version.about
    url = f"{reverse('calendars')}?{urlencode({'year': about['date'][:4], 'day': '-'.join((about['calendar'], about['date']))})}"
    return _go_to(request, url)


def _moves(request: AgentRequest, version: CalendarVersion) -> ShownMoves:
    return shown(moves_of(version, at=request.at, tickets=touched(version).visible_to(request.person)))


def _conflict(request: AgentRequest, form: EditForm, *, newest: int) -> HttpResponse:
    version = CalendarVersion.objects.select_related("made_by").get(number=newest)
    who = str(version.made_by) if version.made_by else gettext("Plantão")
    text = f"{because_said(version, Terms(request.handbook))}."
    conflict = {"who": who, "at": version.made_at, "text": text, "url": reverse("calendars")}
    if is_partial(request):
        return render(request, "console/conflict.html", {"conflict": conflict, "seen": newest}, status=409)
    return _show(request, form, status=409, conflict=conflict, seen=newest)


def _show(request: AgentRequest, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    part = ("#form" if request.method == "POST" else "#sheet") if is_partial(request) else ""
    inside = "console/calendars/moves.html" if "moves" in more else ""
    return render(request, f"console/sheet.html{part}", {"form": form, "action": request.path, "inside": inside, **more}, status=status)


def _go_to(request: AgentRequest, url: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if is_partial(request) else redirect(url)


def _as_it_stands(request: AgentRequest) -> dict[str, Any]:
    """Return what the form begins with: the day that the address names, as the newest version has it."""
    asked = request.GET.dict()
    found = CalendarDay.objects.filter(calendar=asked.get("calendar", ""), version=CalendarVersion.objects.order_by("-number")[:1])
    row = found.filter(date=_date(asked["day"])).first() if "day" in asked else None
    if row is None:
        return asked
    hours = ", ".join(written_span((since, until)) for since, until in row.hours)
    return {**asked, "name": row.name, "what": OWN if row.hours else CLOSED, "hours": hours}


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Http404 from error
