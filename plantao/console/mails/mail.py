"""One mail that is on no ticket: what it says, as text alone, why it is here, what was done with it and what can be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.mails.forms import BlockForm, DiscardForm, FilingForm, OpeningForm, RetryForm
from plantao.console.mails.reasons import why_here
from plantao.console.tickets.files import handed_over
from plantao.console.tickets.names import called
from plantao.intake.kept import said_in, who_wrote
from plantao.messaging.models import Inbound
from plantao.messaging.quarantine import ON_NO_TICKET
from plantao.messaging.verbs import MailVerb
from plantao.tickets.models import Ticket
from plantao.ui.forms import Form

ACTS: dict[str, tuple[str, type[Form]]] = {
    "mail-filings": ("mail.file", FilingForm),
    "mail-tickets": ("mail.open", OpeningForm),
    "mail-retries": ("mail.retry", RetryForm),
    "mail-discards": ("mail.discard", DiscardForm),
    "mail-blocks": ("mail.block", BlockForm),
}
"""The name of each act's address: the right that it asks, and its form."""

DONE: dict[str, str | Promise] = {
    MailVerb.RETRIED: pgettext_lazy("a mail", "tried it again"),
    MailVerb.DISCARDED: pgettext_lazy("a mail", "put it away"),
    MailVerb.FILED: pgettext_lazy("a mail", "filed it on a ticket"),
    MailVerb.OPENED: pgettext_lazy("a mail", "opened a ticket of it"),
}


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did with a mail."""

    who: str
    what: str | Promise
    at: datetime


@require_safe
@agents_who_may("mail.see")
def mail(request: AgentRequest, number: int) -> HttpResponse:
    """Show a mail; one that is on a ticket by now leads to that, where whoever asks may see it."""
    inbound = get_object_or_404(Inbound.objects.annotate(is_kept=ON_NO_TICKET).select_related("timeline"), pk=number)
    if not vars(inbound)["is_kept"]:
        return redirect("ticket", _on_ticket(request, inbound).protocol)
    said = said_in(inbound)
    sender = who_wrote(said)
    initial = {"customer": sender.customer.name if sender.customer else ""}
    forms = [(name, form(initial=initial)) for name, (right, form) in ACTS.items() if request.agent.may(right) and _fits(name, inbound)]
    shown: dict[str, Any] = {
        "inbound": inbound,
        "mail": said,
        "sender": sender,
        "why": why_here(inbound),
        "done": done_with(inbound),
        "forms": forms,
    }
    return render(request, "console/mails/mail.html", shown)


@require_safe
@agents_who_may("mail.see")
def original(request: AgentRequest, number: int) -> HttpResponse:
    """Hand a mail over as it came, byte for byte."""
    inbound = get_object_or_404(Inbound.objects.filter(ON_NO_TICKET).select_related("original"), pk=number, original__erased_at=None)
    return handed_over(inbound.original.read(), name=f"mail-{inbound.pk}.eml", kind="message/rfc822")


def done_with(inbound: Inbound) -> list[Did]:
    """Return what people did with a mail, the last first: one query."""
    if inbound.timeline is None:
        return []
    events = inbound.timeline.events.select_related("person").order_by("-at", "-pk")
    return [Did(called(event.person) if event.person else "", DONE[event.verb], event.at) for event in events]


def _fits(name: str, inbound: Inbound) -> bool:
    """Whether an act is for a mail where it lies: what was put away is only filed, opened or its sender blocked."""
    if name == "mail-retries":
        return inbound.dead_at is not None
    return name != "mail-discards" or inbound.outcome != "discarded"


def _on_ticket(request: AgentRequest, inbound: Inbound) -> Ticket:
    ticket = Ticket.objects.visible_to(request.person).filter(thread=inbound.thread_id).first() if inbound.thread_id else None
    if ticket is None:
        raise Http404
    return ticket.survivor
