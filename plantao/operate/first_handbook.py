"""Puts a handbook in force where none has ever been, so that a new installation can take its first mail."""

from datetime import datetime
from pathlib import Path

from plantao.agreements.applying import apply
from plantao.agreements.models import HandbookPeriod
from plantao.handbook.reading import read
from plantao.operate.trouble import Trouble


def apply_where_none(path: Path, *, at: datetime) -> str | None:
    """Apply the file if there is no handbook yet, and say so; None where there is one. Raises Trouble where it has errors."""
    if HandbookPeriod.objects.exists():
        return None
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Trouble(f"the handbook {path} can't be read: {error.strerror}") from None
    reading = read(source, name=path.name)
    if reading.handbook is None:
        raise Trouble(f"the handbook {path} can't be applied: {reading.errors[0].sentence}; `plantao handbook check` tells all")
    version = apply(reading.handbook, source, file_name=path.name, at=at).version
    return f"version {version.number} ({path.name}) is in force"
