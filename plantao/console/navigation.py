"""The places of the desk: what stands in the bar of every page, in this order."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao.staff.models import Agent


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is that of the address, `permission` what its page asks."""

    name: str
    label: str | Promise
    icon: str
    permission: str


PLACES = (
    Place("duty", gettext_lazy("On duty"), "bell-ringing", "ticket.see"),
    Place("queue", gettext_lazy("Queue"), "list-details", "ticket.see"),
    Place("call", gettext_lazy("By phone"), "phone-plus", "ticket.open"),
    Place("handbook", gettext_lazy("Handbook"), "book-2", "ticket.see"),
    Place("calendars", gettext_lazy("Calendars"), "calendar-event", "ticket.see"),
    Place("rota", gettext_lazy("Rota"), "calendar-time", "ticket.see"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A place in the bar of one page."""

    place: Place
    url: str
    is_here: bool


def places_of(request: HttpRequest, agent: Agent) -> Iterator[Shown]:
    """Yield the places that an agent may open."""
    for place in PLACES:
        url = reverse(place.name)
        if agent.may(place.permission):
            is_here = request.path == url or (url != "/" and request.path.startswith(url))
            yield Shown(place, url, is_here)
