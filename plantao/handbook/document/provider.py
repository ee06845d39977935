"""The provider, its calendars and its channels."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from plantao.handbook.document.amounts import WEEKDAYS, Counted, Date, Hours
from plantao.handbook.document.base import Key, Language, Part, Text, Words, by_shape, wrong
from plantao.handbook.document.places import Country, Email, Phone, TimeZone, Url
from plantao.handbook.problems import _
from plantao.rules.duration import Duration


class Provider(Part):
    """Who serves the customers of this handbook."""

    name: Words
    """The provider's name, as customers know it."""
    country: Country
    """Its own country, two capital letters."""
    time_zone: TimeZone
    """Its own zone, in IANA's names: calendars count in it unless they name another, protocols take their day from it."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """The languages it serves in; the first is the default."""
    website: Url | None = None
    """Its website."""
    social: dict[Key, Words] = {}
    """Its name in each social network."""


class Holidays(Part):
    """Which public holidays close a calendar, in the names of the python-holidays library."""

    country: Country
    """The country whose holidays count."""
    subdivision: Words | None = None
    """Its state, province or city, in the library's code (`MG`)."""
    categories: Annotated[tuple[Words, ...], Field(min_length=1)] = ("public",)
    """Kinds of holidays: `public`, `optional` (Carnival, Corpus Christi), `bank`, ..."""


_DAY = f"({'|'.join(WEEKDAYS)})"
_DAYS = re.compile(rf"{_DAY}(?:-{_DAY})?(?: *, *{_DAY}(?:-{_DAY})?)*")


def weekdays(days: str) -> tuple[int, ...]:
    """Return the weekdays that `mon-fri` or `mon,wed` names, Monday 0; empty for a range that wraps. The form must have been checked."""
    found: list[int] = []
    for part in days.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        found.extend(range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1))
    return tuple(found)


def _days(value: str) -> str:
    if not _DAYS.fullmatch(value):
        raise wrong(
            _(
                "`%(value)s` does not name days; write `mon-fri`, `sat` or `mon,wed`, with %(days)s",
                value=value[:60],
                days=", ".join(f"`{day}`" for day in WEEKDAYS),
            )
        )
    for part in value.replace(" ", "").split(","):
        if not weekdays(part):
            first, last = part.split("-")
            rest = "mon" if last == "mon" else f"mon-{last}"
            raise wrong(
                _(
                    "`%(part)s` runs backwards; a range does not go past Sunday: write `%(first)s-sun,%(rest)s`",
                    part=part,
                    first=first,
                    rest=rest,
                )
            )
    return value


Days = Annotated[str, AfterValidator(_days), Field(json_schema_extra={"pattern": f"^{_DAYS.pattern}$"})]


class Calendar(Part):
    """Hours in which promises are counted."""

    open: Annotated[Annotated[Literal["always"], Tag("<text>")] | Annotated[dict[Days, Hours], Tag("<map>")], Discriminator(by_shape)]
    """`always`, or a map from days (`mon-fri`, `sat`, `mon,wed`) to half-open local intervals."""
    time_zone: TimeZone | None = None
    """The zone in which the hours are read; the provider's where it is absent."""
    holidays: Holidays | None = None
    """The public holidays on which it is closed; none where it is absent."""
    closed_on: tuple[Date, ...] = ()
    """Further days on which it is closed."""
    open_on: tuple[Date, ...] = ()
    """Days on which it is open with the weekday's hours, although a holiday or `closed_on` would close it."""
    hours_on: dict[Date, Hours] = {}
    """Days with hours of their own; they win over everything else."""

    def weekly(self) -> tuple[tuple[tuple[int, int], ...], ...] | None:
        """Return the hours of each weekday, Monday first, sorted; None where it is always open."""
        if isinstance(self.open, str):
            return None
        hours: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
        for days, spans in self.open.items():
            for weekday in weekdays(days):
                hours[weekday].extend(spans)
        return tuple(tuple(sorted(spans)) for spans in hours)


class PhoneNumber(Part):
    """A number that customers may call."""

    number: Phone
    """With its country code and nothing between, in quotes."""
    kind: Literal["toll_free", "local", "mobile", "international"]
    """What calling it means for the customer."""
    country: Country | None = None
    """The country it serves; the provider's where it is absent."""
    label: Text | None = None
    """What to print beside it."""


class CallBack(Part):
    """The promise to a caller who was not answered, or who asked to be called."""

    within: Counted = Duration.parse("15m")
    """How soon we call back."""
    emergency_within: Counted = Duration.parse("3m")
    """How soon for the most severe criticality."""
    tries: Annotated[int, Field(ge=1, le=20)] = 3
    """How often we try."""
    every: Counted = Duration.parse("10m")
    """How long between two tries."""


class PhoneChannel(Part):
    """Phone."""

    name: Words | None = None
    """What the provider calls it."""
    numbers: Annotated[tuple[PhoneNumber, ...], Field(min_length=1)]
    """The numbers to call."""
    call_back: CallBack | None = None
    """The promise to call back; none is made where it is absent."""


class EmailChannel(Part):
    """E-mail."""

    address: Email
    """The address that opens tickets."""


class WhatsappChannel(Part):
    """WhatsApp."""

    number: Phone
    """The business number."""


def _bot(value: str) -> str:
    if not re.fullmatch("[A-Za-z][A-Za-z0-9_]{4,31}", value):
        raise wrong(
            _("`%(value)s` is not the name of a Telegram bot; write it without `@`, 5 to 32 letters, digits and `_`", value=value[:60])
        )
    return value


class TelegramChannel(Part):
    """Telegram."""

    bot: Annotated[str, AfterValidator(_bot), Field(json_schema_extra={"pattern": "^[A-Za-z][A-Za-z0-9_]{4,31}$"})]
    """The bot's user name, without `@`."""


class PortalChannel(Part):
    """The customers' portal."""

    name: Words | None = None
    """What the provider calls it."""
    url: Url
    """Where it is."""


class Channels(Part):
    """The channels by which customers reach the provider; one that is not named does not exist."""

    phone: PhoneChannel | None = None
    """Phone, with call-back."""
    email: EmailChannel | None = None
    """E-mail."""
    whatsapp: WhatsappChannel | None = None
    """WhatsApp Business."""
    telegram: TelegramChannel | None = None
    """A Telegram bot."""
    portal: PortalChannel | None = None
    """The portal."""
