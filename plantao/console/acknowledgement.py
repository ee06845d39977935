"""
The page behind the link of a ring: whoever was rung says, without signing in, that they have seen to it.

Opening it changes nothing. Its form acknowledges all that the ring was of and that still rings.
"""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from plantao import clock
from plantao.agreements.queries import in_force
from plantao.escalation.acknowledging import acknowledge_ring, still_rings
from plantao.escalation.models import Ring
from plantao.notifications.links import RingPass
from plantao.ui.language import spoken_by
from plantao.ui.linked import leads_nowhere, opened_by_a_link


@opened_by_a_link
def acknowledgement(request: HttpRequest, token: str) -> HttpResponse:
    """Show what rings; take note of it."""
    provider = in_force(clock.now()).handbook.provider
    ring = _let_in(token)
    if ring is None:
        return leads_nowhere(request, "console/no_such_link.html", provider=provider)
    if request.method == "POST":
        acknowledge_ring(ring, by=ring.agent.actor, at=clock.now())
        return redirect(request.path)
    shown = {"provider": provider, "steps": still_rings(ring, at=clock.now())}
    with translation.override(ring.agent.person.language or spoken_by(request)):
        return render(request, "console/acknowledgement.html", shown)


def _let_in(token: str) -> Ring | None:
    """Return whose ring it is; None where the link is none of ours, or its bearer no longer serves."""
    try:
        holds = RingPass.read(token)
    except BadSignature:
        return None
    rings = Ring.objects.filter(pk=holds.ring, agent__person=holds.person, agent__disabled_at=None)
    return rings.select_related("agent__person").first()
