"""Who else is at a ticket, and what happened there since its page last asked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.tickets.acting import seen_by
from plantao.console.tickets.finding import ticket_of
from plantao.console.tickets.ticket import standing_of
from plantao.console.tickets.timeline import timeline_of
from plantao.tickets.models import Presence


@require_POST
@agents_who_may("ticket.see")
def presences(request: AgentRequest, protocol: str) -> HttpResponse:
    """Note that whoever asks looks at this ticket, and answer with who else does and with what is new on it."""
    ticket = ticket_of(request, protocol)
    Presence.objects.note(ticket, request.person, at=request.at, is_writing="writing" in request.POST)
    news = timeline_of(ticket, after=seen_by(request))
    shown = {
        "ticket": ticket,
        "others": Presence.objects.others(ticket, than=request.person, at=request.at),
        "seen": news.last,
        "news": news.lines,
        "told_since": news.told_since,
        "is_news": True,
        **(standing_of(ticket, request) if news.lines else {}),
    }
    answer = render(request, "console/tickets/live.html", shown)
    if news.lines:
        answer.headers["HX-Trigger"] = "news"  # the parts beside it ask anew
    return answer
