"""How somebody is to be told, as an operator types it: language, zone, quiet hours, channels."""

import argparse
from typing import TYPE_CHECKING, Any

from plantao.handbook.problems import one_line
from plantao.operate.trouble import Trouble

if TYPE_CHECKING:
    from plantao.people.models import Person

QUIET = "told nothing that can wait in these hours, as in 'mon-sun 22:00-07:00'; again for more; `none` takes them back"

CHANNEL = "told by this one where they can be; again for the next best; `none` for no choice"


def offer_choices(parser: argparse.ArgumentParser) -> None:
    """Let the choices of a person be typed."""
    offer_language_and_zone(parser)
    parser.add_argument("--quiet", action="append", metavar="HOURS", help=QUIET)
    parser.add_argument(
        "--channel",
        action="append",
        metavar="CHANNEL",
        help="told by this one where they can be; again for the next best; `none` for no choice",
    )


def offer_language_and_zone(parser: argparse.ArgumentParser) -> None:
    """Let a language and a zone be typed."""
    parser.add_argument("--language", metavar="LANGUAGE", help="pt-br, es or en; `none` for no choice of their own")
    parser.add_argument("--time-zone", metavar="ZONE", help="as in America/Recife; `none` for no choice of their own")


def choices(options: argparse.Namespace) -> dict[str, Any]:
    """Return the choices that were typed, as `choose` takes them. Raises Trouble where a channel is named that there is not."""
    return {
        "language": _one(options.language),
        "time_zone": _one(options.time_zone),
        "quiet_hours": _several(options.quiet),
        "channels": _channels(options.channel),
    }


def language_and_zone(options: argparse.Namespace) -> dict[str, str | None]:
    """Return the language and the zone that were typed, as `Customer.change` takes them."""
    return {"language": _one(options.language), "zone": _one(options.time_zone)}


def chosen(person: "Person") -> dict[str, Any]:
    """Return how somebody is to be told, as JSON shows it."""
    return {
        "language": person.language or None,
        "time_zone": person.time_zone or None,
        "quiet_hours": person.quiet_hours,
        "channels": person.channels,
    }


def in_words(person: "Person") -> str:
    """Return how somebody is to be told, in one line: name, language, zone, quiet hours, channels."""
    quiet = "; ".join(person.quiet_hours)
    told = [person.name, person.language, person.time_zone, f"quiet {quiet}" if quiet else "", ", ".join(person.channels)]
    return "\t".join(one_line(word) or "-" for word in told)


def _one(typed: str | None) -> str | None:
    return "" if typed == "none" else typed


def _several(typed: list[str] | None) -> list[str] | None:
    return [] if typed == ["none"] else typed


def _channels(typed: list[str] | None) -> list[Any] | None:
    from plantao.messaging import registry
    from plantao.people.addresses import Kind

    named = _several(typed)
    for channel in named or ():
        if channel not in registry.names():
            raise Trouble(f"there is no channel {channel!r} to be told by; there is {', '.join(registry.names())}")
    return None if named is None else [Kind(channel) for channel in dict.fromkeys(named)]
