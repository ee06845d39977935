"""The shelves on which mails lie that are on no ticket, the newest first; with who is unknown, and who is blocked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BinaryField, Func, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.mails.reasons import why_here
from plantao.mail.reading import safely_read
from plantao.messaging.models import BlockedSender, Inbound, Outcome
from plantao.messaging.quarantine import IN_QUARANTINE
from plantao.tickets.models import Ticket
from plantao.tickets.queue import Cursor, Wanted, page
from plantao.ui.middleware import is_partial

SIZE = 25
HEAD = 16_384
"""So many bytes of a mail say who wrote it about what; the rest may be large, and is not loaded for a list."""

MAILS: Mapping[str, Q] = {
    "quarantine": IN_QUARANTINE,
    "tray": Q(outcome=Outcome.TRAY),
    "away": Q(outcome=Outcome.DISCARDED),
}
SHELVES: Mapping[str, str | Promise] = {
    "quarantine": gettext_lazy("In quarantine"),
    "tray": gettext_lazy("Automatic"),
    "unfiled": gettext_lazy("Customer unknown"),
    "away": gettext_lazy("Put away"),
    "blocked": gettext_lazy("Blocked senders"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One mail in a list: what its beginning says, and why it is here."""

    mail: Inbound
    sender: str
    subject: str
    why: str


class Head(Func):
    """The beginning of some bytes."""

    function = "substring"
    template = f"%(function)s(%(expressions)s from 1 for {HEAD})"
    output_field = BinaryField()


@require_GET
@agents_who_may("mail.see")
def mails(request: AgentRequest) -> HttpResponse:
    """Show one shelf; of it the rows alone where a part is asked for."""
    shelf = request.GET.get("shelf", "")
    shelf = shelf if shelf in SHELVES else "quarantine"
    cursor = request.GET.get("cursor", "")
    shown: dict[str, Any] = {"shelf": shelf, "shelves": SHELVES, "may_admit": request.agent.may("mail.admit")}
    if shelf in MAILS:
        shown["lines"], shown["after"] = mails_on(shelf, cursor=cursor)
    elif shelf == "blocked":
        shown["blocked"] = list(BlockedSender.objects.now()[: SIZE * 8])
    else:
        unfiled = page(Ticket.objects.visible_to(request.person), Wanted(is_unfiled=True), cursor=cursor, size=SIZE)
        shown |= {"tickets": [each.ticket for each in unfiled.queued], "after": _address(shelf, unfiled.after)}
        shown |= {"before": _address(shelf, unfiled.before), "may_set": request.agent.may("ticket.set_customer")}
    return render(request, "console/mails/mails.html#shelf" if is_partial(request) else "console/mails/mails.html", shown)


def mails_on(shelf: str, *, cursor: str) -> tuple[list[Line], str]:
    """Return some mails of a shelf, and the address of the older ones ("" where there are none): one query."""
    begins = Cursor.read(cursor)
    found: QuerySet[Inbound] = Inbound.objects.filter(MAILS[shelf]).order_by("-received_at", "-pk")
    if begins is not None:
        older = Q(received_at__lt=begins.instant) | Q(received_at=begins.instant, pk__lt=begins.pk)
        found = found.filter(older, received_at__lte=begins.instant)
    some = list(found.annotate(head=Head("original__content"))[: SIZE + 1])
    last = some[SIZE - 1] if len(some) > SIZE else None
    return [_line(mail) for mail in some[:SIZE]], _address(shelf, str(Cursor(last.received_at, last.pk)) if last else "")


def _line(inbound: Inbound) -> Line:
    mail = safely_read(bytes(vars(inbound)["head"] or b""))
    sender = (mail.from_.name or mail.from_.address) if mail.from_ else ""
    return Line(inbound, sender, mail.subject, why_here(inbound))


def _address(shelf: str, cursor: str) -> str:
    return f"{reverse('mails')}?shelf={shelf}&cursor={cursor}" if cursor else ""
