"""What came with a ticket, handed over as it is: files, and the original of a mail. A browser keeps them, and runs none."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.tickets.finding import ticket_of
from plantao.intake.words import ACTIVE, UNKNOWN
from plantao.tickets.models import Attachment, Entry
from plantao.tickets.queries import of_ticket

RUNS_NOTHING = "default-src 'none'; sandbox"


@require_safe
@agents_who_may("ticket.see")
def one(request: AgentRequest, protocol: str, number: int) -> HttpResponse:
    """Hand over a file that came or goes with a ticket's words."""
    ticket = ticket_of(request, protocol)
    its = Attachment.objects.filter(entry__in=Entry.objects.filter(of_ticket(ticket)).values("pk"))
    file = get_object_or_404(its.select_related("blob"), pk=number, blob__erased_at=None)
    kind = UNKNOWN if file.content_type in ACTIVE else file.content_type
    return handed_over(file.blob.read(), name=file.name or f"{ticket.protocol}-{file.pk}", kind=kind)


@require_safe
@agents_who_may("ticket.see")
def original(request: AgentRequest, protocol: str, number: int) -> HttpResponse:
    """Hand over the mail that an entry came by, byte for byte."""
    ticket = ticket_of(request, protocol)
    entries = Entry.objects.filter(of_ticket(ticket), inbound__isnull=False, erased_at=None)
    entry = get_object_or_404(entries.select_related("inbound__original"), pk=number)
    assert entry.inbound is not None
    return handed_over(entry.inbound.original.read(), name=f"{ticket.protocol}-{entry.pk}.eml", kind="message/rfc822")


def handed_over(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """Answer with a file for a browser to keep, never to show or run."""
    answer = HttpResponse(content, content_type=kind or UNKNOWN)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = RUNS_NOTHING
    return answer
