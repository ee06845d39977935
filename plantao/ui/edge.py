"""What is turned away before anybody asks whose it is: an address that no record can hold, and more than is taken in."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from plantao.ui.errors import bad_request, too_large
from plantao.ui.language import spoken_by

ROOM: Final = 2 * 2**20
"""Bytes for the form around its files."""


class Edge:
    """
    Answers 400 where a path or a query holds a null character, which PostgreSQL takes in no text; 413, before a byte of it is
    read, where more is announced than a form with as many files as a mail may have.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(spoken_by(request)):
            if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
                return bad_request(request, BadRequest("a null character"))
            if _announced(request) > settings.MAIL_SIZE_LIMIT + ROOM:
                return too_large(request)
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    """Return how many bytes follow; what is sent without saying so is not read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() and len(length) < 19 else 0
