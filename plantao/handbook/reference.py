"""
The reference of every key, as the page `docs/rules/handbook-format.md`; a test compares.

Written from the schema, hence from the docstrings of the document: `python -m plantao.handbook.reference` prints it.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from plantao.handbook.document.base import KEY
from plantao.handbook.schema import Schema, json_schema

_INTRODUCTION = """\
# The handbook's format

`plantao/handbook/document/`. Every key of a customer handbook, format version 1. This page is written by
`python -m plantao.handbook.reference` from the descriptions that editors show (`plantao handbook schema`).
For a first handbook read [how to write one](../how-to/write-a-handbook.md) instead.

- The file is YAML 1.2 in UTF-8, one document, at most 512 KiB and 5,000 lines. No anchors, aliases or tags.
  `NO`, `yes` and `on` are words.
- A **text** is one text for every language, or a map from language (`pt-br`, `es`, `en`) to text.
- A **name** has letters a to z, digits, `_` and `-`, at most 63 of them. `<name>` stands for one that you choose;
  elsewhere it must be one that was chosen.
- A **duration** is a number and `s`, `m` or `h`: time on the calendar named beside it, wall time where none is.
  A **deadline** may also be in `bd`, business days, or `cd`, calendar days ([durations](duration.md), [deadlines](deadline.md)).
- **Hours** are half-open local intervals, `"08:00-18:00"`; `"22:00-24:00"` goes to midnight, and what goes past it is
  written as two.
- A **calendar** is the name of one, `always`, or `customer`: the calendar of the customer's country, else the `default` of
  `customer_calendars`, else the first that is not always open.
- A day's hours come from `hours_on`; else a day in `open_on` has its weekday's; else one in `closed_on` has none; else a
  holiday has none; else it has its weekday's.
"""

_FORMS_BY_PATTERN: tuple[tuple[str, str], ...] = (
    (re.escape(KEY), "name"),
    (re.escape(r"^\+["), "phone number"),
    (re.escape("|default)"), "country or `default`"),
    (re.escape("[A-Z]{2}"), "country"),
    (re.escape("bd|cd"), "deadline"),
    (re.escape("[smh]$"), "duration"),
    (re.escape("mon|tue"), "days"),
    (re.escape("[0-9]{2}:"), "hours"),
    (re.escape("{1,2}:"), "hours"),
)


def reference() -> str:
    """Return the whole page."""
    lines = [_INTRODUCTION]
    told: dict[str, str] = {}
    for path, schema in _sections(json_schema(), ()):
        lines += [f"## {_heading(path)}", "", schema.get("description", ""), ""]
        keys = json.dumps(schema["properties"])
        if keys in told:
            lines += [f"The keys of {told[keys]}.", ""]
            continue
        told[keys] = _heading(path)
        lines += ["| key | written as | if absent | meaning |", "| --- | --- | --- | --- |"]
        lines += [_row(key, inner, needed=key in schema.get("required", ())) for key, inner in schema["properties"].items()]
        if isinstance(schema.get("additionalProperties"), dict):
            lines.append("| `<clock>` | map | no clock | the target of a clock, by the clock's name |")
        lines.append("")
    return "\n".join(lines)


def _heading(path: tuple[str, ...]) -> str:
    return f"`{'.'.join(path)}`" if path else "The file"


def _sections(schema: Schema, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Yield every map with keys of its own and where it stands, each before what lies in it."""
    schema = _followed(schema)
    if "properties" in schema:
        yield path, schema
        inner = [((*path, key), child) for key, child in schema["properties"].items()]
        extra = schema.get("additionalProperties")
        inner += [((*path, "<clock>"), extra)] if isinstance(extra, dict) else []
    else:
        inner = [(path, form) for form in (*schema.get("oneOf", ()), *schema.get("anyOf", ()))]
        inner += [((*path, "<name>"), child) for child in schema.get("patternProperties", {}).values()]
        inner += [(path, schema["items"])] if isinstance(schema.get("items"), dict) else []
    for where, child in inner:
        yield from _sections(child, where)


def _row(key: str, schema: Schema, *, needed: bool) -> str:
    meaning = str(schema.get("description", "")).replace("\n", " ").replace("|", "\\|")
    meaning = meaning if meaning.endswith("...") else meaning.removesuffix(".")
    return f"| `{key}` | {_form(schema)} | {'**needed**' if needed else _absent(schema)} | {meaning} |"


def _absent(schema: Schema) -> str:
    default = schema.get("default")
    if default in (None, [], {}):
        return "none"
    if isinstance(default, list):
        return ", ".join(f"`{entry}`" for entry in default)
    return "its defaults" if isinstance(default, dict) else f"`{json.dumps(default, ensure_ascii=False).strip(chr(34))}`"


def _form(schema: Schema) -> str:
    reference_, schema = schema.get("$ref", ""), _followed(schema)
    if reference_.endswith("/Text"):
        return "text"
    if alternatives := [*schema.get("oneOf", ()), *schema.get("anyOf", ())]:
        return "map" if "properties" in schema else " or ".join(dict.fromkeys(map(_form, alternatives)))
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    return _plain_form(schema)


def _plain_form(schema: Schema) -> str:
    kind, pattern = schema.get("type"), schema.get("pattern", "")
    if kind == "array":
        return f"two of: {_form(schema['prefixItems'][0])}" if "prefixItems" in schema else f"list of: {_form(schema['items'])}"
    if kind == "object":
        pairs = schema.get("patternProperties")
        return " or ".join(f"map from {_key_form(key)} to: {_form(value)}" for key, value in pairs.items()) if pairs else "map"
    if kind in ("integer", "boolean"):
        return "number" if kind == "integer" else "`true` or `false`"
    formats = {"email": "e-mail address", "uri": "web address", "date": "date"}
    return formats.get(schema.get("format", "")) or _key_form(pattern)


def _key_form(pattern: str) -> str:
    if "{4}-[0-9]" in pattern:
        return "date"
    return next((form for known, form in _FORMS_BY_PATTERN if re.search(known, pattern)), "text")


def _followed(schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    target: Mapping[str, Any] = json_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}


if __name__ == "__main__":
    sys.stdout.write(reference())
