"""Time zones by IANA's names."""

from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from plantao.handbook.document.base import wrong


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError):
        near = get_close_matches(value[:60].replace(" ", "_"), sorted(available_timezones()), n=1)
        hint = f"; did you mean `{near[0]}`?" if near else ", such as `America/Sao_Paulo`"
        raise wrong(f"`{value[:60]}` is not a time zone in IANA's names{hint}") from None
    return value


TimeZone = Annotated[str, AfterValidator(_known_zone), Field(json_schema_extra={"examples": ["America/Sao_Paulo"]})]
