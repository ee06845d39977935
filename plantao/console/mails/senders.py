"""Senders whose mails are put away as they come: blocked, and let in again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.going import go_to
from plantao.console.mails.forms import BlockForm
from plantao.intake.kept import said_in
from plantao.messaging.models import BlockedSender, Inbound
from plantao.messaging.quarantine import ON_NO_TICKET
from plantao.ui.forms import valid_or_422


@require_POST
@agents_who_may("mail.block")
def blocks(request: AgentRequest, number: int) -> HttpResponse:
    """Block who wrote this mail."""
    inbound = get_object_or_404(Inbound.objects.filter(ON_NO_TICKET), pk=number)
    reason = valid_or_422(BlockForm, request).cleaned_data["reason"]
    sender = said_in(inbound).from_
    BlockedSender.objects.block(sender.address if sender else "", by=request.actor, at=request.at, reason=reason)
    messages.success(request, gettext("The sender is blocked: what they write is put away as it comes."))
    return go_to(request, reverse("mail", args=[inbound.pk]))


@require_POST
@agents_who_may("mail.admit")
def admissions(request: AgentRequest, number: int) -> HttpResponse:
    """Let a blocked sender in again."""
    get_object_or_404(BlockedSender, pk=number).admit(by=request.actor, at=request.at)
    messages.success(request, gettext("What they write comes in again. What was put away meanwhile is still there."))
    return go_to(request, f"{reverse('mails')}?shelf=blocked")
