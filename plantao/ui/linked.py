"""Pages that a link in a mail opens: the token in the address is all that lets one in."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from plantao.ui.headers import for_nobody_else
from plantao.ui.language import spoken_by

More = ParamSpec("More")
View = Callable[Concatenate[HttpRequest, More], HttpResponseBase]


def opened_by_a_link(view: View[More]) -> View[More]:
    """
    Let whoever has the address open a page, and send its form.

    Opening must change nothing: programs that scan mail open every link. A request from another site could do nothing that
    its sender could not do anyway, so no cookie is asked for (`csrf_exempt`).
    """
    return for_nobody_else(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view)))


def leads_nowhere(request: HttpRequest, template: str, **shown: object) -> HttpResponse:
    """Answer 404, in the language that the browser asks for, since nobody is known."""
    with translation.override(spoken_by(request)):
        return render(request, template, shown, status=404)
