"""Texts that are missing in a language that the provider serves in."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from plantao.handbook.document import Handbook, Text
from plantao.handbook.problems import Finding, Path, _, listed, warning


def check(handbook: Handbook) -> Iterator[Finding]:
    """Warn of each text that some customers could only read in another language."""
    for path, text in _texts(handbook, ()):
        if isinstance(text.root, dict):
            missing = [language for language in handbook.provider.languages if language not in text.root]
            if missing:
                yield warning(path, _("has no text in %(list)s", list=listed(missing)))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, BaseModel):
        for key, inner in value:
            yield from _texts(inner, (*path, key))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))
