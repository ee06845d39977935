"""
Caught mail: what would have gone out while no mail server is set (PLANTAO_MAIL_OUT).

Nobody signs in for it, so it answers only somebody at this very machine; to everybody else, and wherever mail really
goes out, there is no such page.
"""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from plantao import clock
from plantao.console.mail_shown import shown
from plantao.messaging import registry
from plantao.messaging.caught import Catcher, Caught
from plantao.people.addresses import Kind
from plantao.ui.headers import STRICT, for_nobody_else
from plantao.ui.reader import signed_in, zone_of

LISTED = 200
OPENS_ELSEWHERE = "allow-popups allow-popups-to-escape-sandbox"
HTML_RUNS_NOTHING = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox {OPENS_ELSEWHERE}"
PAGE_FRAMES_IT = STRICT.replace("default-src 'none'", "default-src 'none'; frame-src 'self'")

More = ParamSpec("More")
View = Callable[Concatenate[HttpRequest, Catcher, More], HttpResponseBase]


def only_here(view: View[More]) -> Callable[Concatenate[HttpRequest, More], HttpResponseBase]:
    """Serve a page where mail is caught, to whoever asks from this machine under one of its own names, through no proxy."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *arguments: More.args, **named: More.kwargs) -> HttpResponseBase:
        catcher = registry.catcher(Kind.MAIL.value)
        if catcher is None or not is_from_here(request):
            raise Http404
        with timezone.override(zone_of(signed_in(request), at=clock.now())):
            return view(request, catcher, *arguments, **named)

    return for_nobody_else(require_safe(guarded))


def may_be_read(request: HttpRequest) -> bool:
    """Whether mail is caught, and whoever asks may read it."""
    return registry.catcher(Kind.MAIL.value) is not None and is_from_here(request)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the request came from this machine itself: by its address and by the name that it calls us."""
    was_passed_on = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"))
    host, _ = split_domain_port(request.get_host())
    is_our_name = host == "localhost" or _is_loopback(host.strip("[]"))
    return not was_passed_on and is_our_name and _is_loopback(request.META.get("REMOTE_ADDR", ""))


@only_here
def every(request: HttpRequest, catcher: Catcher) -> HttpResponse:
    """List what was caught, the newest first; `?to=` an address for those to it."""
    to = request.GET.get("to", "").strip()
    return render(request, "console/caught_mails.html", {"mails": catcher.newest(to=to, limit=LISTED), "to": to, "limit": LISTED})


@only_here
def one(request: HttpRequest, catcher: Catcher, number: int) -> HttpResponse:
    """Show one: its header, its text, and its HTML in a frame that runs nothing."""
    caught = _found(catcher, number)
    response = render(request, "console/caught_mail.html", {"caught": caught, "mail": shown(caught.raw), "sandbox": OPENS_ELSEWHERE})
    response.headers["Content-Security-Policy"] = PAGE_FRAMES_IT
    return response


@xframe_options_sameorigin
@only_here
def html(request: HttpRequest, catcher: Catcher, number: int) -> HttpResponse:
    """Show the HTML of one alone. Its links open beside it; nothing is fetched and nothing runs."""
    response = HttpResponse('<base target="_blank">' + shown(_found(catcher, number).raw).html)
    response.headers["Content-Security-Policy"] = HTML_RUNS_NOTHING
    return response


@only_here
def raw(request: HttpRequest, catcher: Catcher, number: int) -> HttpResponse:
    """Hand one over as it would have gone."""
    disposition = {"Content-Disposition": f'attachment; filename="caught-{number}.eml"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(_found(catcher, number).raw, content_type="message/rfc822", headers=disposition)


def _found(catcher: Catcher, number: int) -> Caught:
    caught = catcher.find(number)
    if caught is None:
        raise Http404
    return caught


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
