"""
One act on a ticket: its address asks (GET) and does (POST). The view below `@acts` calls one verb, and no more.

What somebody else did since the page was shown stops the act once, and is shown; who has seen it may send the same again.
Words are added and take nothing away, so a note is never stopped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.going import go_to
from plantao.console.once import once
from plantao.console.tickets.finding import ticket_of
from plantao.console.tickets.forms.act import ActForm
from plantao.console.tickets.timeline import Timeline, happened_meanwhile
from plantao.events.actor import Actor, ActorKind
from plantao.tickets.models import Late, Ticket, Words
from plantao.ui.middleware import is_partial

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Doing:
    """An act that was asked for: on which ticket, by whom, with what. `ids` are those of the address."""

    request: AgentRequest
    ticket: Ticket
    form: ActForm
    ids: Mapping[str, int]

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in."""
        return self.form.cleaned_data

    @property
    def words(self) -> Words | None:
        """What was said, where anything was."""
        text, files = self.said.get("text", ""), self.said.get("attachments", ())
        return Words(text, files=files) if text.strip() or files else None

    @property
    def approved_by(self) -> Actor | None:
        """Who approves, where somebody was named."""
        person: int | None = self.said.get("approved_by")
        return Actor(ActorKind.STAFF, person) if person else None

    @property
    def how(self) -> dict[str, Any]:
        """By whom and when, and why it is written down only now where it happened earlier."""
        at: datetime = self.said.get("happened_at") or self.request.at
        late = {"late": Late(self.request.at, self.said["late_because"])} if at != self.request.at else {}
        return {"by": self.request.actor, "at": at, **late}

    @property
    def openly(self) -> dict[str, Any]:
        """As `how`, and whether the customer may know."""
        return {**self.how, "public": not self.said.get("internal", False)}


Does = Callable[[Doing], Ticket | None]
AnyDoes = TypeVar("AnyDoes", bound=Does)


def acts(permission: str, form: type[ActForm], *, is_stopped: bool = True, is_said: bool = False) -> Callable[[Does], View]:
    """
    Make a view of what does an act: GET shows its form, POST does it and goes back to the ticket, or to the one it returns.

    `is_stopped`: what somebody else did meanwhile is shown before it is done. `is_said`: it may be done again and again, as words
    may be said, so the same form that comes twice from one page (pressed twice, or sent again when no answer came) is done once.
    """

    def make(do: Does) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @agents_who_may(permission)
        @wraps(do)
        def view(request: AgentRequest, /, protocol: str, **ids: int) -> HttpResponse:
            ticket = ticket_of(request, protocol)
            about: dict[str, Any] = {"ticket": ticket, "agent": request.agent, "at": request.at, "ids": ids}
            if request.method != "POST":
                return _show(request, form(initial={"seen": request.GET.get("seen", "")}, **about))
            if form.locks:
                ticket.lock()
            filled = form(request.POST, request.FILES, **about)
            if not filled.is_valid():
                return _wrong(request, filled)
            if is_stopped and (stopped := _stop(request, filled)):
                return stopped
            then = once(_as_sent(request) if is_said else "", lambda: (do(Doing(request, ticket, filled, ids)) or ticket).protocol)
            messages.success(request, str(form.done))
            return go_to(request, reverse("ticket", args=[then]))

        return view

    return make


def seen_by(request: AgentRequest) -> int:
    """Return the number of the last event that whoever asks has seen; 0 where they don't say."""
    return max((int(each) for each in request.POST.getlist("seen") if each.isdecimal() and len(each) < 19), default=0)


def _as_sent(request: AgentRequest) -> str:
    """Return by whom a form was sent, to where, and with what; "" where it does not say what its page had shown."""
    words = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    files = [(name, [(file.name, file.size) for file in files]) for name, files in request.FILES.lists()]
    return repr((request.person.pk, request.path, words, files)) if seen_by(request) else ""


def _show(request: AgentRequest, form: ActForm, *, status: int = 200, meanwhile: Timeline | None = None) -> HttpResponse:
    """Show the form: all of it in a sheet, itself alone where it comes back with its errors, else on a page of its own."""
    shown = {"form": form, "ticket": form.ticket, "meanwhile": meanwhile, "action": request.path}
    part = ("#form" if form.is_bound else "#sheet") if is_partial(request) else ""
    return render(request, f"console/tickets/act.html{part}", shown, status=status)


def _wrong(request: AgentRequest, form: ActForm) -> HttpResponse:
    if not (form.is_inline and is_partial(request)):
        return _show(request, form, status=422)
    sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return render(request, "ui/refusal.html", {"sentence": sentence}, status=409)


def _stop(request: AgentRequest, form: ActForm) -> HttpResponse | None:
    seen = seen_by(request)
    meanwhile = happened_meanwhile(form.ticket, seen=seen, person=request.person) if seen else None
    if meanwhile is None or not meanwhile.lines:
        return None
    if is_partial(request):
        return render(request, "console/tickets/conflict.html", {"ticket": form.ticket, "meanwhile": meanwhile}, status=409)
    return _show(request, form, status=409, meanwhile=meanwhile)
