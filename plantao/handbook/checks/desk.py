"""The desk: what a message gets that does not say, protocols, resolution."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plantao.handbook.document import Handbook
from plantao.handbook.problems import Finding, instead, listed, named, warning
from plantao.rules import protocol


def check(handbook: Handbook) -> Iterator[Finding]:
    """Check how the desk is organised."""
    yield from _unclassified(handbook)
    yield from _protocol(handbook)
    yield from _resolution(handbook)


def _unclassified(handbook: Handbook) -> Iterator[Finding]:
    given = handbook.unclassified
    department = handbook.departments.get(given.department)
    if department is None:
        return
    items = [item.key for item in handbook.catalogue.get(given.department, ())]
    elsewhere = handbook.items().get(given.item or "")
    if given.item is not None and given.item not in items and elsewhere is not None:
        sentence = f"{named(given.item)} is an item of {named(elsewhere[0])}, not of {named(given.department)}{instead(given.item, items)}"
        yield Finding(("unclassified", "item"), sentence)
    may_be_picked = department.criticalities
    if may_be_picked != "all" and given.criticality not in may_be_picked and given.criticality in handbook.criticalities:
        sentence = f"{named(given.criticality)} can't be picked in {named(given.department)}{instead(given.criticality, may_be_picked)}"
        yield Finding(("unclassified", "criticality"), sentence)


_TEMPLATE_FAULTS: Mapping[type[protocol.NotAProtocolTemplate], Callable[[Mapping[str, Any]], str]] = {
    protocol.UnpairedBrace: lambda facts: f"the brace at its column {facts['column']} has no partner",
    protocol.UnknownPlaceholder: lambda facts: (
        f"there is no {named('{' + facts['placeholder'] + '}')}{instead(facts['placeholder'], facts['known'])}"
    ),
    protocol.UnknownDatePart: lambda facts: f"`opened` has no part {named(facts['part'])}; there are {listed(facts['known'])}",
    protocol.BadSequenceFormat: lambda facts: (
        f"`sequence` can't be written as {named(facts['format'])}; write it filled with zeros: `{{sequence:06d}}`"
    ),
    protocol.SequenceNotOnce: lambda facts: f"`{{sequence}}` stands {facts['times']} times; it must stand once",
    protocol.ProtocolCharacters: lambda facts: f"{named(facts['characters'])} can't be in a protocol; only `0-9`, `A-Z` and `-` can",
    protocol.ProtocolLength: lambda facts: (
        f"writes {facts['shortest']} to {facts['longest']} characters; a protocol has {facts['at_least']} to {facts['at_most']}"
    ),
    protocol.ProtocolsRepeat: lambda facts: (
        f"the sequence starts anew each {facts['period']}, so numbers would come again; add {listed(facts['missing'])} to `opened`"
    ),
}


def _protocol(handbook: Handbook) -> Iterator[Finding]:
    try:
        protocol.ProtocolTemplate.parse(handbook.protocol)
    except protocol.NotAProtocolTemplate as fault:
        yield Finding(("protocol",), _TEMPLATE_FAULTS[type(fault)](fault.facts))


def _resolution(handbook: Handbook) -> Iterator[Finding]:
    asked = handbook.resolution.asks_for
    for index, (field, key) in enumerate((field, {"cause": "causes", "responsible": "responsible"}.get(field)) for field in asked):
        if key is not None and not getattr(handbook.resolution, key):
            yield warning(("resolution", "asks_for", index), f"{named(field)} is asked for, but `{key}` has nothing to pick from")
