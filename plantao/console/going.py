"""Where a page goes after an act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from plantao.ui.middleware import is_partial


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole page to an address, whoever asked: htmx for a part, or a browser without scripts."""
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if is_partial(request) else redirect(url)
