"""What may stand where: the document's validation errors as findings in plain English."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from plantao.handbook.document import Handbook
from plantao.handbook.problems import Finding, Path, instead, named
from plantao.handbook.schema import keys_at
from plantao.handbook.tree import Node

_EXPECTED = {
    "string_type": "must be a text",
    "bool_type": "must be `true` or `false`",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "dict_type": "must be a map (keys, each with a value)",
    "model_type": "must be a map (keys, each with a value)",
}


def read_document(node: Node, *, at_most: int) -> tuple[Handbook | None, list[Finding]]:
    """Return the document, or None with what keeps it from being one: the first so many findings."""
    try:
        return Handbook.model_validate(node.plain()), []
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        findings = (_finding(fault, node) for fault in faults[:at_most])
        return None, [finding for finding in findings if finding is not None]


def _finding(fault: Any, root: Node) -> Finding | None:
    path, node = _walk(fault["loc"], root)
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "missing":
        return _missing(path, fault["loc"][-1])
    if kind == "extra_forbidden":
        return Finding(path, f"unknown key{instead(str(path[-1]), keys_at(path[:-1]))}", at_key=True)
    if kind == "too_short" and node.content and not context["actual_length"]:
        return None  # not empty: its entries are wrong, each told for itself
    return Finding(path, _sentence(kind, context, fault["msg"], node), at_key=fault["loc"][-1:] == ("[key]",))


def _missing(path: Path, key: str | int) -> Finding:
    if isinstance(key, int):
        return Finding(path, "needs two entries: our own mark, then the promise")
    return Finding((*path, key), "this key is missing", at_key=True)


def _walk(loc: tuple[str | int, ...], root: Node) -> tuple[Path, Node]:
    """Follow an error's place down the tree; steps that name a form of a value, and not a key, are left out."""
    path: Path = ()
    node = root
    for step in loc:
        child = node.child(step)
        if child is not None:
            path, node = (*path, step), child
    return path, node


def _sentence(kind: str, context: Mapping[str, Any], message: str, node: Node) -> str:
    if kind == "handbook":
        return str(context["sentence"])
    if node.content is None:
        return "has no value; write one, or remove the key"
    if kind == "string_type" and isinstance(node.content, int | float):
        return f'is a number or a boolean to YAML; write it in quotes: "{node.written[:60]}"'
    if kind in _EXPECTED:
        return f"{_EXPECTED[kind]}{_hint(kind, node)}"
    if kind == "literal_error":
        return _choice(str(context["expected"]), node)
    if kind.startswith("union_tag"):
        forms = {"'<text>'": "a text", "'<list>'": "a list", "'<map>'": "a map"}
        return f"must be {' or '.join(words for form, words in forms.items() if form in context.get('expected_tags', ''))}"
    return _limits(kind, context, message)


def _hint(kind: str, node: Node) -> str:
    if kind == "tuple_type" and isinstance(node.content, str | int | float):
        return f": `[{node.written[:60]}]`"
    if kind == "bool_type" and isinstance(node.content, str):
        return f"; {named(node.content)} is a word"
    return ""


def _choice(expected: str, node: Node) -> str:
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    if choices == ["1"] and node.content == "1":
        return "is in quotes; write `handbook: 1`"
    if choices == ["1"]:
        return f"{named(node.written)} is a version of the format that this program can't read; it reads version 1"
    if len(choices) == 1:
        return f"{named(node.written)} can't stand here; write `{choices[0]}`{_other_form(choices[0])}"
    return f"{named(node.written)} can't stand here{instead(node.written, choices)}"


def _other_form(choice: str) -> str:
    forms = {
        "all": ", or a list of names",
        "always": ', or a map from days to hours such as `{mon-fri: ["08:00-18:00"]}`',
        "any": ", or a list of intervals",
        "not_required": ", or a map with `ask`, `remind` and `silence`",
    }
    return forms.get(choice, "")


def _limits(kind: str, context: Mapping[str, Any], message: str) -> str:
    match kind:
        case "greater_than_equal":
            return f"must be at least {context['ge']}"
        case "less_than_equal":
            return f"must be at most {context['le']}"
        case "too_short":
            if context.get("actual_length") == 0:
                return "is empty; at least one is needed"
            return f"must have {context.get('min_length')} entries"
        case "too_long":
            return f"must have {context.get('max_length')} entries"
        case _:
            return message[:1].lower() + message[1:]
