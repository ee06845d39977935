"""What a page that is meant for one pair of eyes says to browsers, caches and search engines."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponseBase

STRICT = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

Asked = ParamSpec("Asked")


def for_nobody_else(view: Callable[Asked, HttpResponseBase]) -> Callable[Asked, HttpResponseBase]:
    """Let nobody keep the page, find it, learn its address from a link on it, or run anything in it. A policy of the view's own stays."""

    @wraps(view)
    def with_headers(*arguments: Asked.args, **named: Asked.kwargs) -> HttpResponseBase:
        response = view(*arguments, **named)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Content-Security-Policy", STRICT)
        return response

    return with_headers
