"""Where and how to reach: countries, time zones, phone numbers, mail and web addresses."""

import re
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from pydantic import AfterValidator, Field

from plantao.handbook.document.base import matching, wrong
from plantao.handbook.problems import _, named


def _known_country(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        capitals = value.upper()
        if capitals in phonenumbers.SUPPORTED_REGIONS:
            raise wrong(_("`%(value)s` is not a country; did you mean `%(near)s`?", value=value[:60], near=capitals))
        raise wrong(_("`%(value)s` is not a country; write two capital letters of ISO 3166, such as `BR`", value=value[:60]))
    return value


Country = Annotated[str, AfterValidator(_known_country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]


def _country_or_default(value: str) -> str:
    return value if value == "default" else _known_country(value)


CountryOrDefault = Annotated[str, AfterValidator(_country_or_default), Field(json_schema_extra={"pattern": "^([A-Z]{2}|default)$"})]


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+[0-9]{6,15}", value):
        raise wrong(
            _(
                "`%(value)s` is not a phone number; write it in quotes with its country code and nothing between, such as `+551155502288`",
                value=value[:60],
            )
        )
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        raise wrong(_("`%(value)s` does not start with the code of a country", value=value)) from None
    if not phonenumbers.is_possible_number(number):
        raise wrong(
            _("`%(value)s` is too short or too long for the country +%(country_code)s", value=value, country_code=number.country_code)
        )
    return value


Phone = Annotated[str, AfterValidator(_phone), Field(json_schema_extra={"pattern": r"^\+[0-9]{6,15}$"})]
"""A phone number in E.164 form."""

_EMAIL = r"(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])?"
Email = Annotated[
    str,
    AfterValidator(matching(_EMAIL, _("`%(value)s` is not an e-mail address; write it as `noc@provider.example`"))),
    Field(json_schema_extra={"format": "email"}),
]

_URL = r"https?://(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?(?::[0-9]{1,5})?(?:[/?#][^\s\"<>\\^`{|}]*)?"
Url = Annotated[
    str,
    AfterValidator(matching(_URL, _("`%(value)s` is not a web address; write it as `https://desk.provider.example`"))),
    Field(json_schema_extra={"format": "uri", "pattern": "^https?://"}),
]


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError):
        near = get_close_matches(value[:60].replace(" ", "_"), sorted(available_timezones()), n=1)
        hint = _("; did you mean %(near)s?", near=named(near[0])) if near else _(", such as `America/Sao_Paulo`")
        raise wrong(_("`%(value)s` is not a time zone in IANA's names%(hint)s", value=value[:60], hint=hint)) from None
    return value


TimeZone = Annotated[str, AfterValidator(_known_zone), Field(json_schema_extra={"examples": ["America/Sao_Paulo"]})]
