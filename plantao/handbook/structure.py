"""What may stand where: the document's validation errors as findings in plain English."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from plantao.handbook.document import Handbook
from plantao.handbook.problems import Finding, Path, Sentence, _, instead, named
from plantao.handbook.schema import keys_at
from plantao.handbook.tree import Node

_EXPECTED = {
    "string_type": _("must be a text"),
    "bool_type": _("must be `true` or `false`"),
    "int_type": _("must be a whole number"),
    "tuple_type": _("must be a list"),
    "dict_type": _("must be a map (keys, each with a value)"),
    "model_type": _("must be a map (keys, each with a value)"),
}

_FORMS = {
    (True, True, False): _("must be a text or a list"),
    (True, False, True): _("must be a text or a map"),
    (False, True, True): _("must be a list or a map"),
    (True, True, True): _("must be a text or a list or a map"),
    (True, False, False): _("must be a text"),
    (False, True, False): _("must be a list"),
    (False, False, True): _("must be a map"),
    (False, False, False): _("has a form that can't stand here"),
}
"""By whether a text, a list, a map may stand there."""


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
        return Finding(path, _("unknown key%(instead)s", instead=instead(str(path[-1]), keys_at(path[:-1]))), at_key=True)
    if kind == "too_short" and node.content and not context["actual_length"]:
        return None  # not empty: its entries are wrong, each told for itself
    return Finding(path, _sentence(kind, context, fault["msg"], node), at_key=fault["loc"][-1:] == ("[key]",))


def _missing(path: Path, key: str | int) -> Finding:
    if isinstance(key, int):
        return Finding(path, _("needs two entries: our own mark, then the promise"))
    return Finding((*path, key), _("this key is missing"), at_key=True)


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
        sentence: str = context["sentence"]
        return sentence
    if node.content is None:
        return _("has no value; write one, or remove the key")
    if kind == "string_type" and isinstance(node.content, int | float):
        return _('is a number or a boolean to YAML; write it in quotes: "%(written)s"', written=node.written[:60])
    if kind in _EXPECTED:
        return Sentence.joined(_EXPECTED[kind], _hint(kind, node))
    if kind == "literal_error":
        return _choice(str(context["expected"]), node)
    if kind.startswith("union_tag"):
        tags = context.get("expected_tags", "")
        return _FORMS["<text>" in tags, "<list>" in tags, "<map>" in tags]
    return _limits(kind, context, message)


def _hint(kind: str, node: Node) -> str:
    if kind == "tuple_type" and isinstance(node.content, str | int | float):
        return _(": `[%(written)s]`", written=node.written[:60])
    if kind == "bool_type" and isinstance(node.content, str):
        return _("; %(content)s is a word", content=named(node.content))
    return ""


def _choice(expected: str, node: Node) -> str:
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    if choices == ["1"] and node.content == "1":
        return _("is in quotes; write `handbook: 1`")
    if choices == ["1"]:
        return _("%(written)s is a version of the format that this program can't read; it reads version 1", written=named(node.written))
    if len(choices) == 1:
        return _(
            "%(written)s can't stand here; write `%(choice)s`%(other_form)s",
            written=named(node.written),
            choice=choices[0],
            other_form=_other_form(choices[0]),
        )
    return _("%(written)s can't stand here%(instead)s", written=named(node.written), instead=instead(node.written, choices))


def _other_form(choice: str) -> str:
    forms = {
        "all": _(", or a list of names"),
        "always": _(', or a map from days to hours such as `{mon-fri: ["08:00-18:00"]}`'),
        "any": _(", or a list of intervals"),
        "not_required": _(", or a map with `ask`, `remind` and `silence`"),
    }
    return forms.get(choice, "")


def _limits(kind: str, context: Mapping[str, Any], message: str) -> str:
    match kind:
        case "greater_than_equal":
            return _("must be at least %(least)s", least=context["ge"])
        case "less_than_equal":
            return _("must be at most %(most)s", most=context["le"])
        case "too_short":
            if context.get("actual_length") == 0:
                return _("is empty; at least one is needed")
            return _("must have %(count)s entries", count=context.get("min_length"))
        case "too_long":
            return _("must have %(count)s entries", count=context.get("max_length"))
        case _:
            return message[:1].lower() + message[1:]
