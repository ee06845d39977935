"""
Who may open which page: `@agents_who_may("ticket.hold")` over a view, which then gets an AgentRequest.

The right stands on the view as its `permission`: the second factor is asked by it (plantao/accounts/second_factor.py), and
docs/permissions.md is written from it.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache

from plantao import clock
from plantao.agreements.queries import handbook_in_force
from plantao.events.actor import Actor
from plantao.handbook.document import Handbook
from plantao.people.models import Person
from plantao.staff.models import Agent
from plantao.staff.permissions import OWN
from plantao.ui.middleware import is_partial
from plantao.ui.reader import signed_in, zone_named

More = ParamSpec("More")
Asked = ParamSpec("Asked")


class AgentRequest(HttpRequest):
    """
    A request of somebody of the staff, who may do what they ask.

    `at` is the instant of the request: one for all that it does. `handbook` is the one in force, `zone` the agent's.
    """

    person: Person
    agent: Agent
    actor: Actor
    at: datetime
    handbook: Handbook
    zone: tzinfo | None


class Guarded(Protocol[Asked]):
    """A view that asks a right."""

    permission: str

    def __call__(self, request: HttpRequest, /, *arguments: Asked.args, **named: Asked.kwargs) -> HttpResponseBase: ...


def agents_who_may(
    permission: str,
) -> Callable[[Callable[Concatenate[AgentRequest, More], HttpResponseBase]], Guarded[More]]:
    """
    Let in agents with this right, whom the view may then trust; send to the sign-in who is not signed in, answer others 403.
    Where it may be their own (plantao/staff/permissions.py), all who serve are let in, and the verb looks at whose it is.

    Instants are shown on the agent's wall clock, the provider's where they chose none.
    """

    def guard(view: Callable[Concatenate[AgentRequest, More], HttpResponseBase]) -> Guarded[More]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, /, *arguments: More.args, **named: More.kwargs) -> HttpResponseBase:
            person = signed_in(request)
            if person is None:
                return _to_the_sign_in(request)
            agents = _as_agent(request, person, permission)
            with timezone.override(agents.zone):
                return view(agents, *arguments, **named)

        marked = cast(Any, guarded)
        marked.permission = permission
        return cast(Guarded[More], marked)

    return guard


def _as_agent(request: HttpRequest, person: Person, permission: str) -> AgentRequest:
    agent = getattr(person, "agent", None)
    if not isinstance(agent, Agent) or not (agent.may(permission) or (permission in OWN and agent.disabled_at is None)):
        raise PermissionDenied
    agents = cast(AgentRequest, request)
    agents.person, agents.agent, agents.actor, agents.at = person, agent, agent.actor, clock.now()
    agents.handbook = handbook_in_force(agents.at)
    agents.zone = zone_named(person.time_zone) or zone_named(agents.handbook.provider.time_zone)
    return agents


def _to_the_sign_in(request: HttpRequest) -> HttpResponse:
    if is_partial(request):  # which can't show it: the whole page goes there, and comes back to where it was
        back = urlencode({"next": _path_of(request.headers.get("HX-Current-URL", "/"))})
        return HttpResponse(status=204, headers={"HX-Redirect": f"{resolve_url('account_login')}?{back}"})
    if request.method not in ("GET", "HEAD"):  # what a form sent can't be opened: back to the page on which it stood
        return redirect_to_login(_path_of(request.headers.get("Referer", "/")))
    return redirect_to_login(request.get_full_path())


def _path_of(address: str) -> str:
    """Return the way to a page here, whatever house an address names; of none, the first page."""
    try:
        there = urlsplit(address)
    except ValueError:
        return "/"
    return urlunsplit(("", "", there.path, there.query, ""))
