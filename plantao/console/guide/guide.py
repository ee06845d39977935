"""What to try first, with tickets of this very desk where there are such."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.caught_mail import may_be_read
from plantao.escalation.ringing import unacknowledged
from plantao.sla.models import Clock
from plantao.tickets.models import Hold, Link, LinkKind, Ticket, VendorCase
from plantao.tickets.models.ticket import TicketQuerySet


@dataclass(frozen=True, slots=True)
class Examples:
    """A ticket of each kind that is worth a look; None where this desk has none."""

    rings: Ticket | None
    late: Ticket | None
    waits: Ticket | None
    vendor: Ticket | None
    mass: Ticket | None
    disagreed: Ticket | None


@require_GET
@agents_who_may("ticket.see")
def guide(request: AgentRequest) -> HttpResponse:
    """Show the way through the desk in five minutes."""
    examples = examples_among(Ticket.objects.visible_to(request.person), at=request.at)
    context = {"examples": examples, "mail": request.handbook.channels.email, "mail_is_read_here": may_be_read(request)}
    return render(request, "console/guide/guide.html", context)


def examples_among(tickets: TicketQuerySet, *, at: datetime) -> Examples:
    """Return the newest ticket of each kind: a query each."""
    newest = tickets.order_by("-opened_at", "-pk")
    still_open = newest.still_open()
    of_ticket = {"ticket": OuterRef("pk")}
    return Examples(
        rings=still_open.filter(Exists(unacknowledged(at=at).filter(**of_ticket))).first(),
        late=still_open.filter(Exists(Clock.objects.filter(**of_ticket, breached_at__isnull=False))).first(),
        waits=still_open.filter(Exists(Hold.objects.filter(**of_ticket, ended_by=""))).first(),
        vendor=still_open.filter(Exists(VendorCase.objects.filter(**of_ticket))).first(),
        disagreed=newest.filter(Exists(Link.objects.filter(**of_ticket, kind=LinkKind.DISAGREEMENT))).first(),
        mass=newest.filter(Exists(Link.objects.filter(other=OuterRef("pk"), kind=LinkKind.PARENT))).first(),
    )
