"""The JSON Schema accepts what the reader accepts, and describes every key."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from plantao.handbook.problems import Path
from plantao.handbook.reference import reference
from plantao.handbook.schema import json_schema, keys_at
from plantao.handbook.tests.handbooks import CARRIER, NOC, ROOT, SMALL, changed, errors, warnings
from plantao.handbook.tree import compose

SHIPPED = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "handbooks").glob("*.yaml"))]


def complaints(text: str) -> list[str]:
    """Return where the schema disagrees with a text."""
    root, _ = compose(text)
    assert root is not None
    return [error.json_path for error in Draft202012Validator(json_schema()).iter_errors(_as_json(root.plain()))]


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    return [_as_json(inner) for inner in value] if isinstance(value, tuple) else value


def _maps(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for inner in schema.values():
            yield from _maps(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _maps(inner)


class TestTheSchema:
    def test_is_one(self) -> None:
        Draft202012Validator.check_schema(json_schema())

    @pytest.mark.parametrize("text", [NOC, CARRIER, SMALL, *SHIPPED])
    def test_accepts_what_the_reader_accepts(self, text: str) -> None:
        assert complaints(text) == []

    @pytest.mark.parametrize(
        ("text", "old", "new", "place"),
        [
            (NOC, "unclassified:", "unclasified:", "$"),
            (NOC, "country: BR", "country: Brasil", "$.provider.country"),
            (NOC, "within: 15m", "within: 15 min", "$.channels.phone.call_back.within"),
            (NOC, "within: 10m", "within: 2bd", "$.criticalities.emergency.attend.within"),
            (NOC, "met_by: attended}", "met_by: answered}", "$.clocks.attend.met_by"),
            (NOC, "mon-fri:", "mo-fr:", "$.calendars.office.open"),
            (CARRIER, "cut_off_day: 15", "cut_off_day: 31", "$.billing.cut_off_day"),
            (CARRIER, "default: po.latam", "latam: po.latam", "$.billing.purchase_order_numbers"),
            (CARRIER, "{country: AR, area: support, ", "{area: support, ", "$.directory[0]"),
        ],
    )
    def test_refuses_slips(self, text: str, old: str, new: str, place: str) -> None:
        assert place in complaints(changed(text, old, new))

    def test_describes_every_key(self) -> None:
        nameless = [key for schema in _maps(json_schema()) for key, inner in schema["properties"].items() if "description" not in inner]

        assert nameless == []

    def test_knows_the_keys_of_any_place(self) -> None:
        assert keys_at(("contracts", "full")) == ["catalogue", "criticalities", "holds"]
        assert keys_at(("escalation", 3, "steps", 0)) == ["after", "tell", "how"]
        assert keys_at(("criticalities", "x", "attend")) == ["within", "between", "calendar", "says"]
        assert keys_at(("changes", "maintenance", "standard", "approval")) == ["ask", "remind", "silence"]
        assert keys_at(("roles",)) == []


class TestTheReference:
    def test_is_the_page_that_the_descriptions_make(self) -> None:
        assert (ROOT / "docs/rules/handbook-format.md").read_text(encoding="utf-8") == reference()

    def test_names_every_key(self) -> None:
        page = reference()

        assert [key for schema in _maps(json_schema()) for key in schema["properties"] if f"| `{key}` |" not in page] == []


class TestTheShippedHandbooks:
    def test_have_only_warnings_that_count_hours_out_as_days(self) -> None:
        assert len(SHIPPED) == 2
        for text in SHIPPED:
            assert errors(text) == []
            assert [sentence for _, sentence in warnings(text) if "working days" not in sentence] == []

    def test_use_every_key_between_them(self) -> None:
        used = {key for text in SHIPPED for key in _keys_in(text)}
        known = {(tuple(schema["properties"]), key) for schema in _maps(json_schema()) for key in schema["properties"]}

        assert known - used == set()


def _keys_in(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every key of a text together with all keys that may stand beside it, by which its section is known."""
    root, _ = compose(text)
    waiting: list[tuple[Path, Any]] = [((), root.plain() if root else None)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            yield from ((tuple(keys_at(path)), key) for key in value)
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, tuple):
            waiting += [((*path, index), inner) for index, inner in enumerate(value)]
