"""Where what stops a request becomes a page: a rule's no, a form filled in wrongly, others who went before, a database that is away."""

import logging
from collections.abc import Callable

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from plantao.rules.refused import Refused
from plantao.ui.forms import Invalid
from plantao.ui.refusals import sentence_of
from plantao.work.acting import is_database_trouble, must_begin_again

View = Callable[[HttpRequest], HttpResponse]
TRIES = 5
"""How often a request is begun that loses to others' transactions each time."""

log = logging.getLogger(__name__)


class Refusals:
    """
    Catches Refused and Invalid; what the view had written is undone by then, with its transaction (ATOMIC_REQUESTS). A door that
    knows them leaves on the request by whose `handbook` keys are called, and by which `zone` instants are told.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the sentence of a refusal, or with the form and its errors; leave every other exception to be loud."""
        if not isinstance(exception, Refused | Invalid):
            return None
        if isinstance(exception, Invalid):
            template = "ui/form.html" if is_partial(request) else "ui/form_page.html"
            return render(request, template, {"form": exception.form, "action": request.get_full_path()}, status=422)
        with timezone.override(getattr(request, "zone", None)):
            sentence = sentence_of(exception, handbook=getattr(request, "handbook", None))
        return _page(request, sentence, status=409)


class Undone(HttpResponse):
    """What is answered if the request is not begun again."""


class BegunAgain:
    """
    Begins a view again that lost a deadlock or a serialization failure; the innermost of all, right around the views.

    ATOMIC_REQUESTS gives each view a transaction of its own, which is undone when Django asks here what to make of the
    exception; so the whole act is repeated, its commit too. Nothing was answered by then: a response that is streamed is read
    later. A view takes what was sent from `body`, `POST` or `FILES`, which are there for the next try too.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session_key = request.session.session_key
        response = self.get_response(request)
        for _ in range(TRIES - 1):
            if not isinstance(response, Undone):
                break
            _rewind(request, session_key=session_key)
            response = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 where nothing is wrong with the request and another try may do; leave every other exception to be loud."""
        view = {"view": request.resolver_match.view_name if request.resolver_match else ""}
        if must_begin_again(exception):
            log.info("ui.request.undone", extra=view)
            sentence = gettext("Others changed the same at the same moment, and nothing of yours was done. Please try again.")
            return Undone(_page(request, sentence, status=503).content, status=503, headers={"Retry-After": "1"})
        if is_database_trouble(exception):
            log.warning("ui.database.away", extra={**view, "error": type(exception).__name__})
            sentence = gettext("Our records can't be reached at the moment, and nothing was done. Please try again in a minute.")
            return _page(request, sentence, status=503, headers={"Retry-After": "60"})
        return None


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def _rewind(request: HttpRequest, *, session_key: str | None) -> None:
    """Let what was uploaded be read from its beginning, and whoever asks have the session that they came with."""
    request.session = type(request.session)(session_key)
    request.user = SimpleLazyObject(lambda: get_user(request))  # type: ignore[assignment]  # lazy, as Django's middleware sets it
    for _, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def _page(request: HttpRequest, sentence: str, *, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    template = "ui/refusal.html" if is_partial(request) else "ui/refused.html"
    response = render(request, template, {"sentence": sentence}, status=status)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response
