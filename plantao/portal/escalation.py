"""
The page behind "ask for the escalation": a step that is due, and that nobody takes unasked.

Opening it changes nothing. Its form asks, once.
"""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from plantao import clock
from plantao.agreements.queries import in_force
from plantao.escalation.asking import ask, may_be_asked
from plantao.escalation.models import Step
from plantao.notifications.links import StepPass
from plantao.notifications.recipients import recipient_of
from plantao.people.models import Person
from plantao.portal.bearer import actor_of
from plantao.ui.linked import leads_nowhere, opened_by_a_link


@opened_by_a_link
def escalation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to escalate; do so."""
    provider = in_force(clock.now()).handbook.provider
    let_in = _let_in(token)
    if let_in is None:
        return leads_nowhere(request, "portal/no_such_link.html", provider=provider)
    step, person = let_in
    ticket = step.ticket
    if request.method == "POST":
        ticket.lock()
    waits = step.pk in {each.pk for each in may_be_asked(ticket, at=clock.now())}
    if request.method == "POST":
        if waits:
            ask(ticket, by=actor_of(person, ticket), at=clock.now(), public=True, role=step.role)
        return redirect(request.path)
    language = recipient_of(person, ticket).language
    role = ticket.terms.roles[step.role].name.in_language(language, default=ticket.terms.default_language)
    with translation.override(language):
        shown = {"provider": provider, "ticket": ticket, "role": role, "waits": waits, "happened": step.happened_at is not None}
        return render(request, "portal/escalation.html", shown)


def _let_in(token: str) -> tuple[Step, Person] | None:
    """Return which step, and who may ask; None where the link is none of ours or its bearer has no say here any more."""
    try:
        holds = StepPass.read(token)
    except BadSignature:
        return None
    step = Step.objects.select_related("ticket").filter(pk=holds.step).first()
    person = Person.objects.filter(pk=holds.person).first()
    if step is None or person is None or recipient_of(person, step.ticket).why_not in ("left", "disabled"):
        return None
    return step, person.survivor
