"""Whom a page is for: their language, their wall clock, their theme."""

import logging
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from plantao.agreements.queries import NoHandbook, handbook_in_force
from plantao.people.models import Person
from plantao.ui.errors import away
from plantao.ui.language import nearest, spoken_by
from plantao.work.acting import is_database_trouble

LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
THEMES = ("system", "light", "dark")

log = logging.getLogger(__name__)


class Readers:
    """
    Speaks to each reader in their language and by their clock; who says neither hears the browser's language, in UTC.

    Who asks is the first that the database is asked for, outside of every view: where it is away, that is answered here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            person = signed_in(request)
        except DatabaseError as error:
            if not is_database_trouble(error):
                raise
            log.warning("ui.database.away", extra={"view": "", "error": type(error).__name__})
            with translation.override(language_of(request, None)):
                return away(request)
        language = language_of(request, person)
        zone = zone_named(person.time_zone) if person else None
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def signed_in(request: HttpRequest) -> Person | None:
    """Return who is signed in; None where nobody is. Asks the database only where a session is claimed."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user


def language_of(request: HttpRequest, person: Person | None) -> str:
    """Return the language to speak: the person's own, else what this browser chose here, else what it asks for."""
    return nearest(person.language if person else "") or nearest(request.COOKIES.get(LANGUAGE_COOKIE, "")) or spoken_by(request)


def theme_of(request: HttpRequest) -> str:
    """Return light, dark, or system: what this browser chose here."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else THEMES[0]


def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name; None where there is none of it."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(person: Person | None, *, at: datetime) -> ZoneInfo | None:
    """Return the zone that a person chose, else the provider's at `at`; None while no handbook is in force."""
    if person is not None and (chosen := zone_named(person.time_zone)) is not None:
        return chosen
    try:
        return zone_named(handbook_in_force(at).provider.time_zone)
    except NoHandbook:
        return None
