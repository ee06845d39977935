"""The JSON Schema of the handbook, for editors; also what finds the keys that may stand somewhere."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from plantao.handbook.document import Handbook
from plantao.handbook.problems import Path
from plantao.rules.duration import Duration

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = Mapping[str, Any]


class _Writer(GenerateJsonSchema):
    """Writes defaults as the file would."""

    def encode_default(self, dft: Any) -> Any:
        return str(dft) if isinstance(dft, Duration) else super().encode_default(dft)


@cache
def json_schema() -> Schema:
    """Return the schema (draft 2020-12). It says what may stand where; what names what is only told by `plantao handbook check`."""
    schema = {"$schema": DIALECT, **Handbook.model_json_schema(schema_generator=_Writer)}
    _tighten(schema)
    return {**schema, "title": "Plantão customer handbook"}


def keys_at(path: Path) -> list[str]:
    """Return the keys that may stand in the map at `path`, in the order of the reference; empty where any name may."""
    schemas = [json_schema()]
    for step in path:
        schemas = [inner for outer in schemas for inner in _inside(outer, step)]
    return list(dict.fromkeys(key for schema in schemas for key in schema.get("properties", {})))


def _inside(schema: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        found = schema.get("items")
    else:
        patterns = list(schema.get("patternProperties", {}).values())
        found = schema.get("properties", {}).get(step) or (patterns[0] if patterns else schema.get("additionalProperties"))
    if isinstance(found, dict):
        yield from _forms(found)


def _forms(schema: Schema) -> Iterator[Schema]:
    """Return the schema, with its references followed and its alternatives side by side."""
    if "$ref" in schema:
        yield from _forms(json_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
        return
    if "properties" in schema:
        yield schema
        return
    alternatives = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    for alternative in alternatives:
        yield from _forms(alternative)
    if not alternatives:
        yield schema


def _tighten(schema: Any) -> None:
    """Say more than pydantic does: no map key that no pattern allows, no null for what is absent, no title that repeats its key."""
    if isinstance(schema, list):
        for entry in schema:
            _tighten(entry)
    if not isinstance(schema, dict):
        return
    if "patternProperties" in schema:
        schema.setdefault("additionalProperties", False)
    if {"type": "null"} in schema.get("anyOf", ()):
        (present,) = (form for form in schema.pop("anyOf") if form != {"type": "null"})
        schema.update({key: value for key, value in present.items() if key != "description"})
        schema.pop("default", None)
    for name, inner in schema.items():
        if name in ("properties", "$defs") and isinstance(inner, dict):
            for entry in inner.values():
                entry.pop("title", None)
        _tighten(inner)
