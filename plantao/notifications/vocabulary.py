"""How keys of a handbook and instants are said in a language: the files under texts/vocabulary/."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import yaml

from plantao.handbook.document import Handbook, PhoneNumber
from plantao.notifications.cleaning import one_line
from plantao.notifications.text_files import TEXTS

LANGUAGES = ("pt-br", "es", "en")


def said(kind: str, key: str, *, language: str) -> str:
    """Return what people call a key: `kind` is fields, causes, responsible, channels, ...; one of a handbook's own is shown as it is."""
    return str(_words(language)[kind].get(key) or one_line(key.replace("_", " ")))


def said_alone(key: str, *, language: str) -> str:
    """Return a word that stands for itself (`nothing`, `disregarded`, ...)."""
    return str(_words(language)[key])


def instant(at: datetime, *, zone: ZoneInfo, language: str) -> str:
    """Return an aware instant as the clock in `zone` shows it, to the minute, with the zone said."""
    words = _words(language)
    local = at.astimezone(zone)
    place = words["places"].get(zone.key) or zone.key.rpartition("/")[2].replace("_", " ")
    return str(words["instant"]).format(
        day=local.day,
        month=words["months"][local.month - 1],
        year=local.year,
        time=f"{local:%H:%M}",
        zone=str(words["zone"]).format(place=place, offset=_offset(local.utcoffset() or timedelta())),
    )


def channel_lines(handbook: Handbook, *, country: str, language: str) -> tuple[str, ...]:
    """Return a line for each way to reach the provider besides mail, for a customer in `country` ("": unknown)."""
    return tuple(line for channel in ("phone", "whatsapp", "telegram", "portal") for line in ways(handbook, channel, country, language))


def ways(handbook: Handbook, channel: str, country: str, language: str) -> tuple[str, ...]:
    """Return a line for each way to reach the provider by this channel, as the handbook names it; none where it has none."""
    has = handbook.channels
    if channel == "phone" and has.phone:
        name = has.phone.name or _called("phone", language)
        return tuple(f"{name}: {_number(each, handbook, country, language)}" for each in _numbers_for(has.phone.numbers, handbook, country))
    if channel == "whatsapp" and has.whatsapp:
        return (f"WhatsApp: {_dialled(has.whatsapp.number, country or handbook.provider.country)}",)
    if channel == "telegram" and has.telegram:
        return (f"Telegram: https://t.me/{has.telegram.bot}",)
    if channel == "portal" and has.portal:
        return (f"{has.portal.name or _called('portal', language)}: {has.portal.url}",)
    if channel == "email" and has.email:
        return (f"{_called('email', language)}: {has.email.address}",)
    return ()


def _numbers_for(numbers: Iterable[PhoneNumber], handbook: Handbook, country: str) -> list[PhoneNumber]:
    """Return the numbers that serve a country, else those of the provider's own."""
    home = handbook.provider.country
    serving = [number for number in numbers if (number.country or home) == (country or home)]
    return serving or [number for number in numbers if (number.country or home) == home]


def _number(number: PhoneNumber, handbook: Handbook, country: str, language: str) -> str:
    label = number.label.in_language(language, default=handbook.default_language) if number.label else ""
    kind = label or said("phone_kinds", number.kind, language=language)
    return f"{_dialled(number.number, country or handbook.provider.country)} ({kind})"


@lru_cache(maxsize=256)
def _dialled(number: str, country: str) -> str:
    """Return a number as one reads it in `country`: without the country code at home, with it abroad."""
    parsed = phonenumbers.parse(number, None)
    is_home = phonenumbers.country_code_for_region(country) == parsed.country_code
    form = phonenumbers.PhoneNumberFormat.NATIONAL if is_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def _called(channel: str, language: str) -> str:
    word = said("channels", channel, language=language)
    return word[:1].upper() + word[1:]


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: str) -> dict[str, Any]:
    loaded = yaml.safe_load((TEXTS / "vocabulary" / f"{language}.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded
