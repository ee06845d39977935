"""What is made of a mail that is on no ticket: filed, opened, tried again, put away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.going import go_to
from plantao.console.mails.forms import DiscardForm, FilingForm, OpeningForm
from plantao.intake.kept import file_on, open_for
from plantao.messaging import quarantine
from plantao.messaging.models import Inbound
from plantao.tickets.models import Ticket
from plantao.ui.forms import valid_or_422


@require_POST
@agents_who_may("mail.file")
def filings(request: AgentRequest, number: int) -> HttpResponse:
    """File it on a ticket, and go there."""
    inbound = get_object_or_404(Inbound, pk=number)
    said = valid_or_422(FilingForm, request, tickets=Ticket.objects.visible_to(request.person)).cleaned_data
    ticket: Ticket = said["protocol"]
    file_on(ticket, inbound.pk, by=request.actor, at=request.at, public=said["public"])
    messages.success(request, gettext("The mail is on this ticket now."))
    return go_to(request, reverse("ticket", args=[ticket.protocol]))


@require_POST
@agents_who_may("mail.open")
def tickets(request: AgentRequest, number: int) -> HttpResponse:
    """Open a ticket of it, and go there."""
    inbound = get_object_or_404(Inbound, pk=number)
    customer = valid_or_422(OpeningForm, request).cleaned_data["customer"]
    ticket = open_for(customer, inbound.pk, by=request.actor, at=request.at)
    messages.success(request, gettext("A ticket was opened of the mail: {}.").format(ticket.protocol))
    return go_to(request, reverse("ticket", args=[ticket.protocol]))


@require_POST
@agents_who_may("mail.retry")
def retries(request: AgentRequest, number: int) -> HttpResponse:
    """Let it be worked on again."""
    inbound = get_object_or_404(Inbound, pk=number)
    if not quarantine.retry([inbound.pk], by=request.actor, at=request.at):
        raise quarantine.NoLongerKept(outcome=inbound.outcome)
    messages.success(request, gettext("It is tried again at once. Where that fails, it is back here within a minute."))
    return go_to(request, reverse("mails"))


@require_POST
@agents_who_may("mail.discard")
def discards(request: AgentRequest, number: int) -> HttpResponse:
    """Put it away."""
    inbound = get_object_or_404(Inbound, pk=number)
    why = valid_or_422(DiscardForm, request).cleaned_data["why"]
    quarantine.discard(inbound.pk, by=request.actor, at=request.at, why=why)
    messages.success(request, gettext("The mail was put away. Its original stays."))
    return go_to(request, reverse("mails"))
