"""
Criticality and cover: which may be chosen, what each asks for, and what a contract lets a customer ask for.

Nothing here prevents a protocol: a ticket is opened all the same, marked incomplete or not covered, and the person is
told in words. Keys are the handbook's own, most severe first. Source: docs/rules/criticality.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from plantao.rules.refused import Refused
from plantao.rules.subject_line import brackets_in_front, folded

MONITORING = "monitoring"


class CriticalityNotOffered(Refused):
    """A department does not work at that criticality. Facts: `criticality`, `department`, `offered` (most severe first)."""


class LoweringNeedsConsent(Refused):
    """A criticality is lowered only with the requester's consent or the coordinator's approval. Facts: `before`, `after`."""


class Change(StrEnum):
    """How one criticality stands to another."""

    RAISED = "raised"
    LOWERED = "lowered"
    SAME = "same"


def offered(order: Sequence[str], picked: Collection[str] | None) -> tuple[str, ...]:
    """Return what a department offers, most severe first; `picked` are the ones its handbook entry names, None for all."""
    return tuple(key for key in order if picked is None or key in picked)


def check_choice(criticality: str, *, department: str, order: Sequence[str], picked: Collection[str] | None) -> None:
    """Raise CriticalityNotOffered unless `criticality` may be chosen in `department`."""
    choices = offered(order, picked)
    if criticality not in choices:
        raise CriticalityNotOffered(criticality=criticality, department=department, offered=list(choices))


def named_in_subject(subject: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """
    Return the criticality that a bracket in front of the subject names, None if none does.

    `names` are each criticality's names in every language, most severe first. Capitals, accents, marks like `Re:` and
    brackets that name nothing, before it, do not matter.
    """
    keys: dict[str, str] = {}
    for key, spellings in names.items():
        for spelling in spellings:
            keys.setdefault(folded(spelling), key)
    return next((keys[folded(text)] for text in brackets_in_front(subject) if folded(text) in keys), None)


def at_opening(asked: str | None, *, unclassified: str, order: Sequence[str], picked: Collection[str] | None) -> str:
    """Return the criticality of a new ticket: the one asked for, where its department offers it, else `unclassified`."""
    return asked if asked is not None and asked in offered(order, picked) else unclassified


def compare(before: str, after: str, *, order: Sequence[str]) -> Change:
    """Return whether going from `before` to `after` raises or lowers; both stand in `order`, most severe first."""
    step = order.index(after) - order.index(before)
    return Change.SAME if step == 0 else Change.RAISED if step < 0 else Change.LOWERED


def check_change(before: str, after: str, *, order: Sequence[str], has_consent: bool = False, is_approved: bool = False) -> Change:
    """
    Return what the change is. Raises LoweringNeedsConsent where it needs one of two things that are not there.

    `has_consent`: the requester's word is on record; `is_approved`: the coordinator has approved.
    """
    change = compare(before, after, order=order)
    if change is Change.LOWERED and not (has_consent or is_approved):
        raise LoweringNeedsConsent(before=before, after=after)
    return change


def is_told_to_register(*, register_by: str | None, channel: str) -> bool:
    """
    Whether whoever opened a ticket by `channel` is told to register it by the channel its criticality asks for as well.

    An alarm of the monitoring is nobody who could call.
    """
    return register_by is not None and channel not in (register_by, MONITORING)


def is_covered(item: str | None, catalogue: Collection[str] | None) -> bool:
    """Whether a plan lets its customer ask for `item`; `catalogue` is None for everything. What is not classified is not judged."""
    return item is None or catalogue is None or item in catalogue


def missing(requires: Iterable[str], given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the fields of `requires` that `given` leaves out or blank, in order, each once."""
    return tuple(dict.fromkeys(field for field in requires if _is_blank(given.get(field))))


def still_asked(
    *, requires: Iterable[str], item_asks: Iterable[str], criticality_asks: Iterable[str], given: Mapping[str, object]
) -> tuple[str, ...]:
    """Return every field to ask the requester for, what the item requires first; without those of `requires` a ticket is incomplete."""
    return missing([*requires, *criticality_asks, *item_asks], given)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, (list, tuple, set, dict)) and not value)
