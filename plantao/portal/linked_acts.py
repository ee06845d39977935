"""
The pages behind "solved" and "I disagree". Opening one changes nothing. Its form does, once; afterwards the page says what
is so. A page shows the protocol and the subject, nothing else of a ticket.
"""

from collections.abc import Callable
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation

from plantao import clock
from plantao.agreements.queries import in_force
from plantao.events.actor import Actor
from plantao.notifications.links import LinkedAct, Pass
from plantao.notifications.recipients import recipient_of
from plantao.people.models import Person
from plantao.portal.bearer import actor_of
from plantao.portal.standing import Standing, disagreement_with, standing
from plantao.tickets.models import Ticket, Words
from plantao.ui.linked import leads_nowhere, opened_by_a_link

CHANNEL = "portal"
LONGEST_TEXT = 5_000

View = Callable[[HttpRequest, str], HttpResponseBase]


@opened_by_a_link
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether it is solved; take the answer."""
    return _page(request, token, LinkedAct.CONFIRM, _confirm)


@opened_by_a_link
def disagreement(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether they disagree, and why; open the new ticket."""
    return _page(request, token, LinkedAct.DISAGREE, _disagree)


def _confirm(request: HttpRequest, ticket: Ticket, by: Actor) -> None:
    ticket.confirm(by=by, at=clock.now(), public=True)


def _disagree(request: HttpRequest, ticket: Ticket, by: Actor) -> None:
    words = Words(request.POST.get("text", "").strip()[:LONGEST_TEXT])
    ticket.disagree(by=by, at=clock.now(), public=True, channel=CHANNEL, words=words)


def _page(request: HttpRequest, token: str, act: LinkedAct, do: Callable[[HttpRequest, Ticket, Actor], None]) -> HttpResponse:
    let_in = _let_in(token, act, lock=request.method == "POST")
    if let_in is None:
        return leads_nowhere(request, "portal/no_such_link.html", **_frame())
    ticket, person = let_in
    stands = standing(ticket, act, at=clock.now())
    if request.method == "POST":
        if stands is Standing.ASKS:
            do(request, ticket, actor_of(person, ticket))
        return redirect(request.path)
    shown = {"ticket": ticket, "stands": stands.value, "new": disagreement_with(ticket), "longest": LONGEST_TEXT, **_frame()}
    with translation.override(recipient_of(person, ticket).language):
        return render(request, f"portal/{act.value}.html", shown)


def _let_in(token: str, act: LinkedAct, *, lock: bool) -> tuple[Ticket, Person] | None:
    """Return whose link it is, about which ticket; None where it is none of ours, too old, or its bearer has no say here any more."""
    try:
        holds = Pass.read(token, act)
    except BadSignature:
        return None
    ticket = Ticket.objects.filter(protocol=holds.protocol).first()
    person = Person.objects.filter(pk=holds.person).first()
    if ticket is None or person is None or clock.now() >= holds.until:
        return None
    if recipient_of(person, ticket).why_not in ("left", "disabled"):
        return None
    return Ticket.objects.locked(ticket.pk) if lock else ticket, person.survivor


def _frame() -> dict[str, Any]:
    return {"provider": in_force(clock.now()).handbook.provider}
