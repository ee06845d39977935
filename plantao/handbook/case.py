"""
A case to explain: what happened on a ticket that need not exist, read from plain values and checked.

The shape is that of `plantao explain --cases`: docs/how-to/explain.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from plantao.handbook.problems import Path, dotted, instead, named
from plantao.rules.clock_rounds import EVENTS, OPENED, Happening
from plantao.rules.counted_time import Hold

KEYS = ("handbook", "criticality", "contract", "department", "country", "opened", "holds", "events", "at")
YEARS = range(1970, 2101)  # holidays are known for these, and no strip of segments is longer than they are
EXAMPLE = "2026-11-18T17:30:00-03:00"

_Part = TypeVar("_Part")


class WrongCase(ValueError):
    """A case that can't be answered. Its text is one English sentence that says where and what, as a handbook's problems are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `handbook` is the name of its file; instants are aware; the other names are not yet looked up in the handbook."""

    handbook: str
    criticality: str
    contract: str | None
    department: str | None
    country: str | None
    opened: datetime
    holds: tuple[Hold, ...]
    happenings: tuple[Happening, ...]
    at: datetime


def read_case(raw: object) -> Case:
    """Return the case that plain values (as JSON gives them) tell. Raises WrongCase for the first thing that is wrong."""
    fields = _map((), raw, KEYS)
    return Case(
        handbook=_text(("handbook",), fields.get("handbook")),
        criticality=_text(("criticality",), fields.get("criticality")),
        contract=_optional(("contract",), fields.get("contract"), _text),
        department=_optional(("department",), fields.get("department"), _text),
        country=_optional(("country",), fields.get("country"), _country),
        opened=_instant(("opened",), fields.get("opened")),
        holds=tuple(_each(("holds",), fields.get("holds"), _hold)),
        happenings=tuple(_each(("events",), fields.get("events"), _happening)),
        at=_instant(("at",), fields.get("at")),
    )


def wrong(path: Path, sentence: str) -> NoReturn:
    """Refuse the case for what stands at `path`."""
    raise WrongCase(f"{dotted(path)}: {sentence}" if path else sentence)


def _hold(path: Path, raw: object) -> Hold:
    fields = _map(path, raw, ("since", "until", "reason"))
    since = _instant((*path, "since"), fields.get("since"))
    until = _optional((*path, "until"), fields.get("until"), _instant)
    if until is not None and until < since:
        wrong((*path, "until"), "the hold ends before it begins")
    return Hold(since=since, until=until, reason=_text((*path, "reason"), fields.get("reason")))


def _happening(path: Path, raw: object) -> Happening:
    fields = _map(path, raw, ("event", "at"))
    event = _text((*path, "event"), fields.get("event"))
    if event == OPENED:
        wrong((*path, "event"), "the opening is told by the key `opened`, not as an event")
    if event not in EVENTS:
        wrong((*path, "event"), f"{named(event)} is not an event that clocks know{instead(event, sorted(EVENTS - {OPENED}))}")
    return Happening(event=event, at=_instant((*path, "at"), fields.get("at")))


def _map(path: Path, raw: object, keys: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        wrong(path, f"{'a case' if not path else 'this'} must be an object with the keys {', '.join(named(key) for key in keys)}")
    for key in raw:
        if key not in keys:
            wrong(path, f"{named(key)} is not a key here{instead(str(key), keys)}")
    return raw


def _each(path: Path, raw: object, read: Callable[[Path, object], _Part]) -> Iterable[_Part]:
    if raw is None:
        return
    if not isinstance(raw, list | tuple):
        wrong(path, "must be a list, or be left out")
    for index, part in enumerate(raw):
        yield read((*path, index), part)


def _optional(path: Path, raw: object, read: Callable[[Path, object], _Part]) -> _Part | None:
    return None if raw is None else read(path, raw)


def _text(path: Path, raw: object) -> str:
    if raw is None:
        wrong(path, "is missing")
    if not isinstance(raw, str) or not raw:
        wrong(path, "must be a text")
    return raw


def _country(path: Path, raw: object) -> str:
    written = _text(path, raw)
    if not (len(written) == 2 and written.isascii() and written.isalpha()):
        wrong(path, f"{named(written)} is not a country; write its two letters, as in `BR`")
    return written.upper()


def _instant(path: Path, raw: object) -> datetime:
    written = _text(path, raw)
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        wrong(path, f"{named(written)} is not an instant; write it as in `{EXAMPLE}`")
    if instant.tzinfo is None:
        wrong(path, f"{named(written)} has no zone; write it as in `{EXAMPLE}`, or with a `Z` for UTC")
    if instant.year not in YEARS:
        wrong(path, f"{named(written)} lies outside the years {YEARS.start} to {YEARS.stop - 1}")
    return instant
