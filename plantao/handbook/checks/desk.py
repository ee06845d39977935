"""The desk: what a message gets that does not say, protocols, resolution."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plantao.handbook.document import Handbook
from plantao.handbook.problems import Finding, Sentence, _, instead, listed, named, warning
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
        sentence = _(
            "%(item)s is an item of %(elsewhere)s, not of %(department)s%(instead)s",
            item=named(given.item),
            elsewhere=named(elsewhere[0]),
            department=named(given.department),
            instead=instead(given.item, items),
        )
        yield Finding(("unclassified", "item"), sentence)
    may_be_picked = department.criticalities
    if may_be_picked != "all" and given.criticality not in may_be_picked and given.criticality in handbook.criticalities:
        sentence = _(
            "%(criticality)s can't be picked in %(department)s%(instead)s",
            criticality=named(given.criticality),
            department=named(given.department),
            instead=instead(given.criticality, may_be_picked),
        )
        yield Finding(("unclassified", "criticality"), sentence)


_PERIODS: Mapping[str, Sentence] = {"day": _("day"), "month": _("month"), "year": _("year")}
_TEMPLATE_FAULTS: Mapping[type[protocol.NotAProtocolTemplate], Callable[[Mapping[str, Any]], str]] = {
    protocol.UnpairedBrace: lambda facts: _("the brace at its column %(column)s has no partner", column=facts["column"]),
    protocol.UnknownPlaceholder: lambda facts: _(
        "there is no %(placeholder)s%(instead)s",
        placeholder=named("{" + facts["placeholder"] + "}"),
        instead=instead(facts["placeholder"], facts["known"]),
    ),
    protocol.UnknownDatePart: lambda facts: _(
        "`opened` has no part %(part)s; there are %(list)s", part=named(facts["part"]), list=listed(facts["known"])
    ),
    protocol.BadSequenceFormat: lambda facts: _(
        "`sequence` can't be written as %(format)s; write it filled with zeros: `{sequence:06d}`", format=named(facts["format"])
    ),
    protocol.SequenceNotOnce: lambda facts: _("`{sequence}` stands %(times)s times; it must stand once", times=facts["times"]),
    protocol.ProtocolCharacters: lambda facts: _(
        "%(characters)s can't be in a protocol; only `0-9`, `A-Z` and `-` can", characters=named(facts["characters"])
    ),
    protocol.ProtocolLength: lambda facts: _(
        "writes %(shortest)s to %(longest)s characters; a protocol has %(at_least)s to %(at_most)s",
        shortest=facts["shortest"],
        longest=facts["longest"],
        at_least=facts["at_least"],
        at_most=facts["at_most"],
    ),
    protocol.ProtocolsRepeat: lambda facts: _(
        "the sequence starts anew each %(period)s, so numbers would come again; add %(list)s to `opened`",
        period=_PERIODS[facts["period"]],
        list=listed(facts["missing"]),
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
            yield warning(
                ("resolution", "asks_for", index),
                _("%(field)s is asked for, but `%(key)s` has nothing to pick from", field=named(field), key=key),
            )
