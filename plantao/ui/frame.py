"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from plantao.ui.reader import THEMES, theme_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the theme, and what may be chosen of languages and themes."""
    return {"theme": theme_of(request), "themes": THEMES, "languages": settings.LANGUAGES}
