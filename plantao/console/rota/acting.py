"""
One act on the rota: its address asks (GET) and does (POST). The view below `@plans` calls one verb, and no more.

What somebody else did meanwhile to the same rota stops the act once, and is shown; who has seen it may send the same again.
Gaps that the act leaves are told with it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.rota.changes import Change, done_meanwhile, last_seen
from plantao.console.rota.entries import Row, key_of
from plantao.console.rota.forms.act import RotaForm
from plantao.console.rota.lines import AHEAD
from plantao.console.rota.week import written
from plantao.rules.duty_rota import Period
from plantao.staff.rota import Book
from plantao.ui.middleware import is_partial
from plantao.ui.terms import Terms

TOLD = 3
"""How many new gaps are told in words; the page shows them all."""


@dataclass(frozen=True, slots=True)
class Planning:
    """An act that was asked for: with what, on which row of the rota where its address names one."""

    request: AgentRequest
    form: Any
    row: Any

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in."""
        return dict(self.form.cleaned_data)

    @property
    def how(self) -> dict[str, Any]:
        """By whom, and when."""
        return {"by": self.request.actor, "at": self.request.at}

    @property
    def period(self) -> dict[str, Any]:
        """From when until when; from now where nothing is said."""
        return {"since": self.said["since"] or self.request.at, "until": self.said["until"]}


Does = Callable[[Planning], Row | None]
Finds = Callable[[int], Any]


def plans(permission: str, form: type[RotaForm], *, of: Finds | None = None) -> Callable[[Does], Callable[..., HttpResponseBase]]:
    """
    Make a view of what does an act and returns the row that it made: GET shows its form, POST does it and goes back to the rota.

    `of` finds the row that the address names, to be ended, by its number, or raises Http404.
    """

    def make(do: Does) -> Callable[..., HttpResponseBase]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @agents_who_may(permission)
        @wraps(do)
        def view(request: AgentRequest, /, number: int = 0) -> HttpResponse:
            with timezone.override(ZoneInfo(request.handbook.provider.time_zone)):
                about: dict[str, Any] = {
                    "handbook": request.handbook,
                    "reader": request.agent,
                    "at": request.at,
                    "row": of(number) if of else None,
                }
                if request.method != "POST":
                    return show(request, form(initial={"seen": last_seen(), **request.GET.dict()}, **about))
                filled = form.posted(request.POST, **about)
                if not filled.is_bound:
                    return show(request, filled)
                if not filled.is_valid():
                    return show(request, filled, status=422)
                return _stop(request, filled) or _done(request, do, filled)

        return view

    return make


def show(request: AgentRequest, form: RotaForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the form: all of it in a sheet, itself alone where it comes back, else on a page of its own."""
    part = ("#form" if request.method == "POST" else "#sheet") if is_partial(request) else ""
    return render(request, f"console/sheet.html{part}", {"form": form, "action": request.path, **more}, status=status)


def _stop(request: AgentRequest, form: RotaForm) -> HttpResponse | None:
    """Lock what the act is about, and show what somebody else did to it meanwhile; None where nobody did."""
    subjects = sorted(form.subjects(), key=lambda subject: subject.timeline_id)
    for subject in subjects:
        type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    seen = [int(each) for each in request.POST.getlist("seen") if each.isdecimal() and len(each) < 19]
    lines = [subject.timeline_id for subject in subjects]
    change = done_meanwhile(lines, seen=max(seen), person=request.person, handbook=request.handbook) if seen else None
    if change is None:
        return None
    conflict = {"who": change.who, "at": change.at, "text": _in_words(change), "url": reverse("rota")}
    if is_partial(request):
        return render(request, "console/conflict.html", {"conflict": conflict, "seen": change.number}, status=409)
    return show(request, form, status=409, conflict=conflict, seen=change.number)


def _in_words(change: Change) -> str:
    return f"{change.role}: {change.says}." if change.role else f"{change.says}."


def _done(request: AgentRequest, do: Does, form: RotaForm) -> HttpResponse:
    roles = tuple(form.roles())
    before = _gaps(request, roles)
    row = do(Planning(request, form, form.row)) or form.row
    messages.success(request, str(form.done))
    new = [(role, gap) for role, gap in _gaps(request, roles) if (role, gap) not in before]
    if new:
        messages.warning(request, _told(new, Terms(request.handbook)))
    day = max(row.since, request.at - timedelta(days=7)) if row.until is None else row.since
    week = written(timezone.localtime(day).date())
    url = f"{reverse('rota')}?{urlencode({'week': week, 'entry': key_of(row)})}"
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if is_partial(request) else redirect(url)


def _gaps(request: AgentRequest, roles: Iterable[str]) -> list[tuple[str, Period]]:
    book = Book(since=request.at)
    return [(role, gap) for role in roles for gap in book.gaps(role, since=request.at, until=request.at + AHEAD)]


def _told(gaps: list[tuple[str, Period]], terms: Terms) -> str:
    said = [
        gettext("Nobody holds {role} from {since} until {until}.").format(
            role=terms.role(role), since=_instant(gap.since), until=_instant(gap.until)
        )
        for role, gap in gaps[:TOLD]
    ]
    more = len(gaps) - len(said)
    return " ".join([*said, ngettext("And {} gap more.", "And {} gaps more.", more).format(more)] if more else said)


def _instant(at: Any) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
