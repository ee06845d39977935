"""The parts of a handbook that have no page of their own yet, as a tree of names and values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from plantao.handbook.document import Handbook

PARTS = ("changes", "orders", "billing", "directory", "portal", "contracts")


@dataclass(frozen=True, slots=True)
class Branch:
    """A name with a value, or with branches of its own."""

    name: str
    value: str
    branches: list["Branch"]


def rest_of(handbook: Handbook) -> list[Branch]:
    """Return those of the parts that this handbook has."""
    language = get_language() or handbook.default_language
    written = handbook.model_dump(mode="json", exclude_defaults=True, include=set(PARTS))
    return [_branch(name, written[name], language) for name in PARTS if written.get(name)]


def _branch(name: str, value: Any, language: str) -> Branch:
    label = name.replace("_", " ")
    if isinstance(value, Mapping):
        if language in value or set(value) <= {"pt-br", "es", "en"}:
            return Branch(label, str(value.get(language) or next(iter(value.values()), "")), [])
        return Branch(label, "", [_branch(str(key), each, language) for key, each in value.items()])
    if isinstance(value, list):
        if all(not isinstance(each, Mapping | list) for each in value):
            return Branch(label, ", ".join(str(each) for each in value), [])
        return Branch(label, "", [_branch(str(place), each, language) for place, each in enumerate(value, 1)])
    return Branch(label, "" if value is None else str(value), [])
