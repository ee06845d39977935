"""Addresses of stylesheets, scripts and pictures: each carries a hash of what it leads to, so browsers may keep it for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class StampedFiles(StaticFilesStorage):
    """Files as they lie in the packages; a release that changes one changes its address."""

    def url(self, name: str | None) -> str:
        """Return the address of a file. Raises FileNotFoundError where a page names one that is not there."""
        return f"{super().url(name)}?v={stamp_of(name or '')}"


@cache
def stamp_of(name: str) -> str:
    """Return ten digits of a file's hash, read once a process."""
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return sha256(Path(str(found)).read_bytes()).hexdigest()[:10]
