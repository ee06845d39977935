"""The pages of what can't be answered: 400, 403, 404, 413, 429, 500, 503, and a form whose page was too old. None needs the database."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plantao.ui.language import spoken_by
from plantao.ui.middleware import is_partial

NOT_READ = gettext_lazy("This could not be read"), gettext_lazy("What the browser sent makes no sense to the desk. Go back and try again.")
NOT_YOURS = (
    gettext_lazy("This is not yours to see or do"),
    gettext_lazy("It takes a right that you don't have. If you need it, ask whoever looks after the staff of the desk."),
)
NOT_HERE = (
    gettext_lazy("There is no such page"),
    gettext_lazy("The address is wrong, or what was here is not yours to see. The search finds every protocol you may see."),
)
OUR_FAULT = (
    gettext_lazy("Something went wrong on our side"),
    gettext_lazy("Nothing of what you asked was done, and it was written down for those who look after the desk. Try again in a moment."),
)
TOO_OLD = (
    gettext_lazy("This page was open for too long"),
    gettext_lazy("You were signed out meanwhile, or signed in anew. Go back, load the page again, and send it once more."),
)
AWAY = (
    gettext_lazy("Our records can't be reached at the moment"),
    gettext_lazy("Nothing was done of what you asked. Please try again in a minute; what you typed is still there if you go back."),
)
TOO_LARGE = gettext_lazy("This is too large"), gettext_lazy("Go back, take some files out, and send the others in several turns.")
TOO_LONG = TOO_LARGE[0], gettext_lazy("Go back and shorten the text, or send it as a file.")
TOO_OFTEN = gettext_lazy("Too many tries"), gettext_lazy("To keep guessers out, this is closed for some minutes. Wait, then try again.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413, TOO_LONG)
    return _page(request, 400, NOT_READ)


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, NOT_YOURS)


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, NOT_HERE)


def our_fault(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, OUR_FAULT)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, TOO_OLD)


def too_often(request: HttpRequest) -> HttpResponse:
    return _page(request, 429, TOO_OFTEN)


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, 413, TOO_LARGE)


def away(request: HttpRequest) -> HttpResponse:
    """Answer where the database can't be reached: not even who asks is known."""
    response = _page(request, 503, AWAY)
    response.headers["Retry-After"] = "60"
    return response


def _page(request: HttpRequest, status: int, said: tuple[str | Promise, str | Promise]) -> HttpResponse:
    title, text = said
    shown: dict[str, Any] = {"status": status, "title": title, "text": text}
    language = translation.get_language() or spoken_by(request)
    with translation.override(language):
        return render(request, "ui/problem.html" if is_partial(request) else "ui/error.html", shown, status=status)
