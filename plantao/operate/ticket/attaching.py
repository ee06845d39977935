"""Files on this machine that go with words at the command line."""

import mimetypes
from pathlib import Path

from django.conf import settings

from plantao.intake.words import sniffed
from plantao.operate.trouble import Trouble
from plantao.tickets.models.entry import File


def attached(file: str) -> File:
    """Return a file with its name and its type. Raises Trouble where it can't be read, or is larger than a mail may be."""
    limit: int = settings.MAIL_SIZE_LIMIT
    try:
        with open(file, "rb") as opened:
            content = opened.read(limit + 1)
    except OSError as error:
        raise Trouble(f"{file} can't be read: {error.strerror or error}") from None
    if len(content) > limit:
        raise Trouble(f"{file} is larger than {limit:,} bytes (PLANTAO_MAIL_SIZE_LIMIT)")
    claimed = mimetypes.guess_type(file)[0] or ""
    return File(name=Path(file).name, content=content, content_type=sniffed(content, claimed=claimed), claimed_type=claimed)
