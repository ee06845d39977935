"""What every section of the handbook is made of: parts, names, texts in languages, durations, hours, countries, addresses."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    RootModel,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from plantao.rules.duration import Duration, NotADuration

LANGUAGES = ("pt-br", "es", "en")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Span = tuple[int, int]  # local seconds of the day, half-open, 0 to 86,400


class Part(BaseModel):
    """A map of the file. The keys are the attributes, one to one; nothing else may stand there."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


def wrong(sentence: str) -> PydanticCustomError:
    """Return the error with which a validator refuses a value: `sentence` is what the desk administrator reads."""
    return PydanticCustomError("handbook", "{sentence}", {"sentence": sentence})


def by_shape(value: Any) -> str:
    """Tell the forms of a value apart, so that its errors speak of the form that was written."""
    shapes = {str: "<text>", dict: "<map>", tuple: "<list>", list: "<list>"}
    return next((shape for kind, shape in shapes.items() if isinstance(value, kind)), "<other>")


def _matching(pattern: str, sentence: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise wrong(sentence.format(value=value[:60]))
        return value

    return check


def _is_text(value: str) -> str:
    if not value.strip():
        raise wrong("is empty; write a text or remove the key")
    return value


KEY = "[A-Za-z0-9][A-Za-z0-9_-]{0,62}"
Key = Annotated[
    str,
    AfterValidator(_matching(KEY, "`{value}` can't be a name here: letters a to z, digits, `_` and `-`, at most 63 of them")),
    Field(json_schema_extra={"pattern": f"^{KEY}$"}),
]
"""A name that the rest of the file, tickets and reports use."""

Words = Annotated[str, AfterValidator(_is_text)]
"""A text without a language."""


def _known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise wrong(f"`{value[:60]}` is not a language of the desk; there are {', '.join(f'`{language}`' for language in LANGUAGES)}")
    return value


Language = Annotated[str, AfterValidator(_known_language), Field(json_schema_extra={"enum": list(LANGUAGES)})]


class Text(RootModel[Annotated[Annotated[Words, Tag("<text>")] | Annotated[dict[Language, Words], Tag("<map>")], Discriminator(by_shape)]]):
    """What people read: a text per language, or one text that is the same in every language."""

    model_config = ConfigDict(frozen=True, strict=True)

    def in_language(self, language: str, *, default: str) -> str:
        """Return the text in `language`, else in `default` (the provider's first language), else in any."""
        if isinstance(self.root, str):
            return self.root
        return self.root.get(language) or self.root.get(default) or next(iter(self.root.values()), "")

    def all(self) -> frozenset[str]:
        """Return the text in every language it has."""
        return frozenset({self.root} if isinstance(self.root, str) else self.root.values())


class Named(Part):
    """An entry of a list that has a key for the program and a name for people."""

    key: Key
    """The name in this file, on tickets and in reports."""
    name: Text
    """What people read."""


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    try:
        return Duration.parse(value if isinstance(value, str) else "")
    except NotADuration:
        raise wrong(f"`{str(value)[:60]}` is not a duration; write one number and one unit: `30s`, `15m`, `24h`, `3bd`, `30cd`") from None


def _counted(value: Any) -> Duration:
    duration = _duration(value)
    if duration.is_days:
        raise wrong(f"`{value}` is a deadline in days, and this is counted to the second; write it in `h`, `m` or `s`")
    return duration


def _positive(duration: Duration) -> Duration:
    if duration.amount <= 0:
        raise wrong("no time at all; write at least `1s`")
    return duration


def _written(duration: Duration) -> str:
    return f"{duration.amount}{duration.unit}"


Deadline = Annotated[
    Duration,
    PlainValidator(_duration),
    PlainSerializer(_written, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+(s|m|h|bd|cd)$", "examples": ["72h", "3bd", "30cd"]}),
]
"""A plain deadline: `s`, `m`, `h`, or `bd` business days, `cd` calendar days."""

_COUNTED = {"type": "string", "pattern": "^[0-9]+[smh]$", "examples": ["15m", "24h"]}
Moment = Annotated[Duration, PlainValidator(_counted), PlainSerializer(_written, return_type=str), WithJsonSchema(_COUNTED)]
"""A duration counted to the second, perhaps none: `s`, `m` or `h` on the calendar named beside it, wall time where none is."""

Counted = Annotated[
    Duration,
    PlainValidator(lambda value: _positive(_counted(value))),
    PlainSerializer(_written, return_type=str),
    WithJsonSchema({**_COUNTED, "pattern": "^0*[1-9][0-9]*[smh]$"}),
]
"""A duration counted to the second, at least one."""


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise wrong(f"`{value}` is not a day of the calendar") from None
    raise wrong(f"`{str(value)[:60]}` is not a date; write it as `2026-12-24`")


Date = Annotated[
    date,
    PlainValidator(_date),
    PlainSerializer(date.isoformat, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]

_SPAN = re.compile("([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")


def _span(value: Any) -> Span:
    if isinstance(value, tuple):
        return value
    match = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise wrong(f"`{str(value)[:60]}` is not an interval of the day; write it as `08:00-18:00`")
    since, until = _seconds(match[1], match[2]), _seconds(match[3], match[4])
    if since is None or until is None or since == 86_400:
        raise wrong(f"`{value}` has a time that no clock shows; a day goes from `00:00` to `24:00`")
    if since >= until:
        raise wrong(f"`{value}` ends before it begins; hours across midnight are written as two intervals, up to `24:00` and from `00:00`")
    return since, until


def _seconds(hours: str, minutes: str) -> int | None:
    seconds = int(hours) * 3600 + int(minutes) * 60
    return seconds if int(minutes) < 60 and seconds <= 86_400 else None


def written_span(span: Span) -> str:
    """Return an interval as the file writes it: `08:00-18:00`."""
    return "-".join(f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}" for seconds in span)


Interval = Annotated[
    Span,
    PlainValidator(_span),
    PlainSerializer(written_span, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}$", "examples": ["08:00-18:00", "22:00-24:00"]}),
]
"""Half-open local hours of one day."""

Hours = tuple[Interval, ...]


def _known_country(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        capitals = value.upper()
        hint = f"; did you mean `{capitals}`?" if capitals in phonenumbers.SUPPORTED_REGIONS else ""
        raise wrong(f"`{value[:60]}` is not a country; write the two capital letters of ISO 3166, such as `BR`{hint}")
    return value


Country = Annotated[str, AfterValidator(_known_country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]


def _country_or_default(value: str) -> str:
    return value if value == "default" else _known_country(value)


CountryOrDefault = Annotated[str, AfterValidator(_country_or_default), Field(json_schema_extra={"pattern": "^([A-Z]{2}|default)$"})]


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+[0-9]{6,15}", value):
        raise wrong(f"`{value[:60]}` is not a phone number; write it in quotes with its country code and nothing between, such as `+551155502288`")
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        raise wrong(f"`{value}` does not start with the code of a country") from None
    if not phonenumbers.is_possible_number(number):
        raise wrong(f"`{value}` is too short or too long for the country +{number.country_code}")
    return value


Phone = Annotated[str, AfterValidator(_phone), Field(json_schema_extra={"pattern": r"^\+[0-9]{6,15}$"})]
"""A phone number in E.164 form."""

_EMAIL = r"(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])?"
Email = Annotated[
    str,
    AfterValidator(_matching(_EMAIL, "`{value}` is not an e-mail address; write it as `noc@provider.example`")),
    Field(json_schema_extra={"format": "email"}),
]

_URL = r"https?://(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?(?::[0-9]{1,5})?(?:[/?#][^\s\"<>\\^`{|}]*)?"
Url = Annotated[
    str,
    AfterValidator(_matching(_URL, "`{value}` is not a web address; write it as `https://desk.provider.example`")),
    Field(json_schema_extra={"format": "uri", "pattern": "^https?://"}),
]

Channel = Literal["phone", "email", "whatsapp", "telegram", "portal"]
Everything = Annotated[Annotated[Literal["all"], Tag("<text>")] | Annotated[tuple[Key, ...], Tag("<list>")], Discriminator(by_shape)]
"""`all`, or a list of names."""
Intake = Literal["service_id", "symptom", "since", "contact", "on_site_contact", "site_access", "remote_access", "window"]
"""What a requester may be asked for."""
