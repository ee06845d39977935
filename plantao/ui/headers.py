"""What pages say to browsers, caches and search engines: nothing runs and nothing loads but what we serve ourselves."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase

STRICT = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
DESK = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PASSKEYS = "publickey-credentials-get=(self), publickey-credentials-create=(self)"
POWERS = f"camera=(), microphone=(), geolocation=(), payment=(), usb=(), {PASSKEYS}"

Asked = ParamSpec("Asked")


class Headers:
    """Says it on every answer, of errors too; what a view said itself stays. Files of ours never come by here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", DESK)
        response.headers.setdefault("Permissions-Policy", POWERS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


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
