"""What a call is about, said while the protocol is on the screen: in words, and as what the handbook knows it."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.calls.forms import MatterForm, WordsForm
from plantao.console.calls.offered import Place
from plantao.console.going import go_to
from plantao.console.once import once
from plantao.console.tickets.finding import ticket_of
from plantao.directory.models import Service
from plantao.tickets.models import Ticket, Words
from plantao.ui.middleware import is_partial
from plantao.ui.terms import Terms

LISTED = 100
"""Services offered while one is typed; every other is found by its whole name."""


@require_http_methods(["GET", "HEAD", "POST"])
@agents_who_may("ticket.describe")
def matter(request: AgentRequest, protocol: str) -> HttpResponse:
    """Show the number to read out, and write down what is said."""
    ticket = ticket_of(request, protocol)
    place = Place.chosen(ticket, request.POST.dict())
    form = _form(request, ticket, place, is_new=ticket.protocol == protocol and not ticket.is_described)
    if request.method == "POST" and form.is_valid():
        once(form.cleaned_data["token"], lambda: _told(request, ticket, form))
        return go_to(request, resolve_url("call-promised", protocol))
    shown = {"ticket": ticket, "number": protocol, "form": form, "place": place, **_beside(ticket)}
    template = "console/calls/matter.html#form" if is_partial(request) else "console/calls/matter.html"
    return render(request, template, shown, status=422 if form.is_bound else 200)


@require_safe
@agents_who_may("ticket.describe")
def asks(request: AgentRequest, protocol: str) -> HttpResponse:
    """Show what follows from a choice: of a department its items and criticalities; of all, what is to be asked and told."""
    ticket = ticket_of(request, protocol)
    place = Place.chosen(ticket, request.GET.dict())
    part = "choices" if request.headers.get("HX-Trigger-Name") == "department" else "asks"
    form = MatterForm(ticket=ticket, place=place)
    return render(
        request, f"console/calls/matter.html#{part}", {"ticket": ticket, "place": place, "form": form, "is_beside": part == "choices"}
    )


def _form(request: AgentRequest, ticket: Ticket, place: Place, *, is_new: bool) -> WordsForm:
    sent = request.POST if request.method == "POST" else None
    initial = {"token": secrets.token_urlsafe(24)}
    if is_new or "department" in request.POST:
        return MatterForm(sent, ticket=ticket, place=place, initial=initial)
    return WordsForm(sent, initial=initial)


def _told(request: AgentRequest, ticket: Ticket, form: WordsForm) -> str:
    """Do what the form says, by its verbs: what is known first, so that nobody is asked for what they just said."""
    said = form.cleaned_data
    how: dict[str, Any] = {"by": request.actor, "at": request.at, "public": True}
    if isinstance(form, MatterForm):
        if said["service"] is not None and said["service"].pk != ticket.service_id:
            ticket.set_service(**how, service=said["service"])
        if form.given:
            ticket.complete(**how, given=form.given)
    if said["words"].strip():
        ticket.describe(**how, words=Words(said["words"]), subject=said.get("subject", ""))
    if isinstance(form, MatterForm):
        _classify(ticket, said, how)
    return ticket.protocol


def _classify(ticket: Ticket, said: dict[str, Any], how: dict[str, Any]) -> None:
    chosen = {name: said[name] for name in ("department", "item", "criticality")}
    if chosen == {name: getattr(ticket, name) for name in chosen}:
        return
    is_other = said["criticality"] != ticket.criticality
    ticket.classify(**how, **chosen, reason=said["reason"] if is_other else "", has_consent=said["consent"])


def _beside(ticket: Ticket) -> dict[str, Any]:
    """Return what stands beside the form: whom it is for, and what else they have open."""
    others = Ticket.objects.none()
    if ticket.customer_id:
        others = Ticket.objects.still_open().filter(customer=ticket.customer_id).exclude(pk=ticket.pk).order_by("next_due_at", "pk")
    services = Service.objects.filter(customer=ticket.customer_id) if ticket.customer_id else Service.objects.none()
    addresses = [address.value for address in ticket.requester.addresses.all()] if ticket.requester else []
    terms = Terms(ticket.terms)
    plan = ticket.plan.replace("_", " ")
    return {"others": others[:5], "services": services[:LISTED], "addresses": addresses, "terms": terms, "plan": plan}
