"""Which of the desk's languages somebody is spoken to in."""

from django.conf import settings
from django.http import HttpRequest

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def nearest(wanted: str) -> str:
    """
    Return the one of the desk's languages that is nearest to `wanted` (`pt`, `pt_BR.UTF-8`, `es-AR`, `en-GB`); "" where none is.
    """
    code = wanted.partition(".")[0].replace("_", "-").casefold()
    if code in LANGUAGES:
        return code
    return next((language for language in LANGUAGES if language.partition("-")[0] == code.partition("-")[0]), "")


def spoken_by(request: HttpRequest) -> str:
    """Return the desk's language that comes first in what a browser asks for (Accept-Language); the desk's default where none does."""
    wanted = [each.partition(";")[0].strip() for each in request.headers.get("Accept-Language", "").split(",")[:10]]
    return next((language for each in wanted if (language := nearest(each))), settings.LANGUAGE_CODE)
