"""Where a rule's "no" becomes a page: 409 and a sentence in the person's language."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plantao.rules.refused import Refused
from plantao.ui.refusals import sentence_of


class Refusals:
    """Catches Refused once for all views; what the view had written is undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 409 with the sentence of a refusal; leave every other exception to be loud."""
        if not isinstance(exception, Refused):
            return None
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        return render(request, "ui/refused.html", {"sentence": sentence_of(exception)}, status=409)
