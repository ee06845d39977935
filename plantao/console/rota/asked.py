"""Who would be rung at an instant: of one gone by also as it was known then, whatever was put right since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from plantao.console.agents import AgentRequest, agents_who_may
from plantao.console.rota.asking import Asking
from plantao.console.rota.lines import roles_of
from plantao.staff.models import Agent
from plantao.staff.rota import duties_of, on_duty, roles_named
from plantao.ui.terms import Terms

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is in line for a role at an instant, first in line first: as known now, and, of the past, as it was `then` (else None)."""

    role: str
    when: datetime
    now: tuple[Agent, ...]
    then: tuple[Agent, ...] | None


@require_GET
@agents_who_may("ticket.see")
def asked(request: AgentRequest) -> HttpResponse:
    """Answer who would be rung; 422 and what is wrong with the question where something is."""
    handbook, at = request.handbook, request.at
    with timezone.override(ZoneInfo(handbook.provider.time_zone)):
        asking = Asking(request.GET, handbook=handbook, roles=roles_of(handbook, named=roles_named(at=at)), at=at)
        valid = asking.is_valid()
        context = {"asking": asking, "answer": _answer(request, **asking.cleaned_data) if valid else None}
        return render(request, "console/rota/asked.html", context, status=200 if valid else 422)


def _answer(request: AgentRequest, *, role: str, when: datetime) -> Answer:
    return Answer(
        role=Terms(request.handbook).role(role),
        when=when,
        now=duties_of([role], since=when, until=when + _MOMENT)[role][0].line,
        then=on_duty(role, at=when, known_at=when) if when < request.at else None,
    )
