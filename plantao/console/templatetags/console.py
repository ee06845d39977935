"""What the desk's own templates ask for. `{% load console %}`."""

from django import template
from django.template import Context

from plantao.console.caught_mail import may_be_read
from plantao.console.navigation import Shown, places_of

register = template.Library()


@register.simple_tag(takes_context=True)
def places(context: Context) -> list[Shown]:
    """Return the places of the bar, for whoever asks."""
    request = context["request"]
    return list(places_of(request, request.agent))


@register.simple_tag(takes_context=True)
def caught_mail_is_read_here(context: Context) -> bool:
    """Whether the page of caught mail answers whoever asks."""
    return may_be_read(context["request"])
