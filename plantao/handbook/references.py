"""
What names what: every place of the file that names something defined elsewhere in it, in one table.

Works on plain values, not on the document, so that wrong names are told together with whatever else is wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from plantao.handbook.document import ALWAYS, CUSTOMER, Criticality
from plantao.handbook.problems import Finding, Path, _, dotted, instead, named

Plain = Any  # dicts, tuples and scalars, as they come from the file

# Where a name stands -> what it must name. `*` any value of a map, `#` any entry of a list, `~` any key of a map.
_REFERENCES: tuple[tuple[str, str], ...] = (
    ("customer_calendars.*", "own calendar"),
    ("departments.*.calendar", "calendar"),
    ("departments.*.criticalities.#", "criticality"),
    ("unclassified.department", "department"),
    ("unclassified.item", "item"),
    ("unclassified.criticality", "criticality"),
    ("criticalities.*.register_by", "channel"),
    ("criticalities.*.*.calendar", "calendar"),
    ("holds.*.stops.#", "clock"),
    ("roles.*.per_product.#", "product"),
    ("roles.*.for_products.#", "product"),
    ("roles.*.for_segments.#", "segment"),
    ("escalation.#.applies_to.departments.#", "department"),
    ("escalation.#.applies_to.criticalities.#", "criticality"),
    ("escalation.#.calendar", "calendar"),
    ("escalation.#.steps.#.tell", "role"),
    ("escalation.#.automatic_for.#", "criticality"),
    ("catalogue.~", "department"),
    ("contracts.*.catalogue.#", "item"),
    ("contracts.*.criticalities.~", "criticality"),
    ("contracts.*.criticalities.*.~", "clock"),
    ("contracts.*.criticalities.*.*.calendar", "calendar"),
    ("contracts.*.holds.~", "hold"),
    ("contracts.*.holds.*.stops.#", "clock"),
    ("changes.standard.items.department", "department"),
    ("changes.standard.items.#", "item"),
    ("changes.standard.targets.~", "clock"),
    ("changes.standard.targets.*.calendar", "calendar"),
    ("changes.standard.executed_in", "calendar"),
    ("changes.standard.register_by", "channel"),
    ("changes.standard.otherwise_tell.#", "role"),
    ("changes.maintenance.tell", "role"),
    ("orders.owner", "role"),
    ("orders.touchpoints.#.before.~", "touchpoint"),
    ("billing.disputes.owner", "role"),
    ("billing.contact.#", "channel"),
    ("directory.#.covers.#", "product"),
)

_DEFINED_ONCE = (
    "provider.languages.#",
    "levels.#.key",
    "products.#",
    "segments.#",
    "catalogue.*.#.key",
    "orders.touchpoints.#.key",
    "resolution.causes.#",
)

_NAMED: Mapping[str, Callable[[Plain], list[str]]] = {
    "calendar": lambda plain: [*_keys(plain, "calendars"), *({ALWAYS, CUSTOMER} - {*_keys(plain, "calendars")})],
    "own calendar": lambda plain: [*_keys(plain, "calendars"), *({ALWAYS} - {*_keys(plain, "calendars")})],
    "department": lambda plain: _keys(plain, "departments"),
    "criticality": lambda plain: _keys(plain, "criticalities"),
    "clock": lambda plain: _keys(plain, "clocks"),
    "hold": lambda plain: _keys(plain, "holds"),
    "role": lambda plain: _keys(plain, "roles"),
    "channel": lambda plain: _keys(plain, "channels"),
    "product": lambda plain: _words(plain, "products.#"),
    "segment": lambda plain: _words(plain, "segments.#"),
    "item": lambda plain: _words(plain, "catalogue.*.#.key"),
    "touchpoint": lambda plain: _words(plain, "orders.touchpoints.#.key"),
}

_THINGS = {
    "calendar": _("calendar"),
    "channel": _("channel"),
    "clock": _("clock"),
    "criticality": _("criticality"),
    "department": _("department"),
    "hold": _("hold"),
    "item": _("item"),
    "product": _("product"),
    "role": _("role"),
    "segment": _("segment"),
    "touchpoint": _("touchpoint"),
}


def undefined_names(plain: Plain) -> Iterator[Finding]:
    """Yield every name that names nothing, with the nearest that would."""
    known = {what: dict.fromkeys(names(plain)) for what, names in _NAMED.items()}
    for pattern, what in _REFERENCES:
        for path, name in _places(plain, pattern):
            if isinstance(name, str) and name not in known[what]:
                yield Finding(path, _sentence(name, what, list(known[what])), at_key=pattern.endswith("~"))
    yield from _undefined_clocks(plain, known["clock"])


def names_defined_twice(plain: Plain) -> Iterator[Finding]:
    """Yield every name that two entries have where the rest of the file could not tell them apart."""
    for pattern in _DEFINED_ONCE:
        first: dict[str, Path] = {}
        for path, name in _places(plain, pattern):
            if isinstance(name, str) and first.setdefault(name, path) != path:
                yield Finding(path, _("%(name)s is already the name at `%(first)s`", name=named(name), first=dotted(first[name])))


def _undefined_clocks(plain: Plain, clocks: Iterable[str]) -> Iterator[Finding]:
    """What is no key of a criticality is the name of a clock."""
    for path, name in _places(plain, "criticalities.*.~"):
        if name not in Criticality.model_fields and name not in clocks:
            known = [*Criticality.model_fields, *clocks]
            yield Finding(
                path, _("is neither a key of a criticality nor a clock%(instead)s", instead=instead(str(name), known)), at_key=True
            )


def _sentence(name: str, what: str, known: list[str]) -> str:
    thing = _THINGS[what.removeprefix("own ")]
    if what == "channel" and not known:
        return _("no channel is named under `channels`, and one that is not named does not exist")
    if not known:
        return _("there is no %(thing)s %(name)s: none is defined", thing=thing, name=named(name))
    return _("there is no %(thing)s %(name)s%(instead)s", thing=thing, name=named(name), instead=instead(name, known))


def _places(plain: Plain, pattern: str) -> Iterator[tuple[Path, Plain]]:
    yield from _follow(plain, pattern.split("."), ())


def _follow(plain: Plain, steps: list[str], path: Path) -> Iterator[tuple[Path, Plain]]:
    if not steps:
        yield path, plain
        return
    step, rest = steps[0], steps[1:]
    if step == "~" and isinstance(plain, dict):
        yield from (((*path, key), key) for key in plain)
    elif step == "*" and isinstance(plain, dict):
        for key, value in plain.items():
            yield from _follow(value, rest, (*path, key))
    elif step == "#" and isinstance(plain, tuple):
        for index, value in enumerate(plain):
            yield from _follow(value, rest, (*path, index))
    elif isinstance(plain, dict) and step in plain:
        yield from _follow(plain[step], rest, (*path, step))


def _keys(plain: Plain, section: str) -> list[str]:
    found = plain.get(section)
    return list(found) if isinstance(found, dict) else []


def _words(plain: Plain, pattern: str) -> list[str]:
    return [name for _, name in _places(plain, pattern) if isinstance(name, str)]
