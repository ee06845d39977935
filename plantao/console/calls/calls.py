"""A call comes in: who it is; and the protocol, before anything else is asked."""

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST, require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.calls.forms import CallForm
from plantao.console.calls.found import found
from plantao.console.once import once
from plantao.console.tickets.finding import ticket_of
from plantao.directory.models import Customer
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.tickets.models import Ticket, Words
from plantao.tickets.models.opening import Asked
from plantao.ui.middleware import is_partial

CHANNEL = Kind.PHONE.value


@require_safe
@agents_who_may("ticket.open")
def new(request: AgentRequest) -> HttpResponse:
    """Show one field for whatever the caller says of themselves, and who that may be."""
    text = request.GET.get("q", "")[:200]
    who = found(text, seen_by=request.person, at=request.at)
    token = secrets.token_urlsafe(24)
    only = who.customers[0] if len(who.customers) == 1 else None
    initial = {"token": token, "name": who.name, "number": who.number, "service": who.service, "customer": only}
    among = Customer.objects.filter(pk__in=[customer.pk for customer in who.customers])
    stranger = CallForm(initial=initial, country=request.handbook.provider.country, among=among, auto_id="stranger_%s")
    shown = {"q": text.strip(), "found": who, "token": token, "stranger": stranger}
    return render(request, "console/calls/new.html#found" if is_partial(request) else "console/calls/new.html", shown)


@require_POST
@agents_who_may("ticket.open")
def calls(request: AgentRequest) -> HttpResponse:
    """Open the ticket of a call with its protocol; sent twice, once."""
    form = CallForm(request.POST, country=request.handbook.provider.country, auto_id="stranger_%s")
    if not form.is_valid():
        return render(request, "console/calls/new.html", {"q": "", "stranger": form}, status=422)
    return redirect("call-matter", once(form.cleaned_data["token"], lambda: _opened(request, form).protocol))


@require_POST
@agents_who_may("ticket.add_contact")
def contacts(request: AgentRequest, protocol: str) -> HttpResponse:
    """Give a call about an open ticket its own number, at once."""
    ticket = ticket_of(request, protocol)

    def called_again() -> str:
        return ticket.add_contact(by=request.actor, at=request.at, public=True, channel=CHANNEL).number

    return redirect("call-matter", once(request.POST.get("token", ""), called_again))


def _opened(request: AgentRequest, form: CallForm) -> Ticket:
    """Open it in a live call, held by whoever took the call: nobody looks for one whose caller hung up."""
    said = form.cleaned_data
    by, at = request.actor, request.at
    contact, service = said["contact"], said["service"]
    customer = contact.customer if contact else said["customer"]
    requester = contact.person if contact else _stranger(request, name=said["name"].strip(), number=said["number"])
    asked = Asked(customer=customer, requester=requester, service=service if service and customer in (None, service.customer) else None)
    with override(
        (requester.language if requester else "") or (customer.language if customer else "") or request.handbook.default_language
    ):
        name = requester.name if requester else ""
        subject = gettext("Call from {}").format(name) if name else gettext("Call from somebody unknown")
    ticket = Ticket.open(by=by, at=at, public=True, channel=CHANNEL, subject=subject, words=Words(""), asked=asked, is_live=True)
    ticket.assign(by=by, at=at, to=request.person)
    return ticket


def _stranger(request: AgentRequest, *, name: str, number: str) -> Person | None:
    """Return somebody by their number, else by their name alone; None where they said neither."""
    if number:
        return Person.objects.known_at(Kind.PHONE, number, name=name, at=request.at)[0]
    return Person.objects.create_person(name=name, at=request.at) if name else None
