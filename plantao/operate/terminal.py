"""The language of whoever types: that of the terminal, as far as the desk speaks it, else English."""

import gettext
import os

from config import env
from plantao.handbook.document import LANGUAGES

_CATALOGUES = {"pt-br": "pt_BR", "es": "es"}


def language() -> str:
    """Return the nearest of the desk's languages to LC_ALL, LC_MESSAGES or LANG, whichever is set first; "en" where none is."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    spoken = wanted.partition(".")[0].partition("_")[0].casefold()
    return next((code for code in LANGUAGES if code.partition("-")[0] == spoken), "en")


def words() -> gettext.NullTranslations:
    """Return what the desk's sentences are in that language; without Django, for commands that need neither it nor a database."""
    if language() not in _CATALOGUES:
        return gettext.NullTranslations()
    return gettext.translation("django", env.HERE / "locale", [_CATALOGUES[language()]], fallback=True)
