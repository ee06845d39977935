"""
The handbook's YAML as a tree in which every value knows its place.

Strict on purpose: YAML 1.2 scalars (`NO`, `yes` and `on` are words; only `true` and `false` are booleans), one document,
no anchors, aliases, tags or merge keys, so that a reader sees what the program sees and nothing can blow up. The C
parser's events are composed here in one loop without recursion; what is nested too deeply is refused while it is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from plantao.handbook.problems import _

DEEPEST = 24
MOST_VALUES = 50_000
MOST_DUPLICATES = 1_000
"""So many keys that stand twice are told; with more of them the file is judged by these."""

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAY_BEGIN = frozenset("~nNtTfF+-.0123456789") | {""}
"""With what a plain scalar begins that is not a text; nearly all begin otherwise."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_BASED = re.compile(r"0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class Unreadable(Exception):
    """The text is not a handbook's YAML. `line` and `column` count from 1; `sentence` is plain English."""

    def __init__(self, *, line: int, column: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.column, self.sentence = line, column, sentence


@dataclass(slots=True)
class Node:
    """One value. `line` and `column` (from 1) are where it starts; `key_line` and `key_column` where its key does, if it has one."""

    content: "Scalar | dict[str, Node] | list[Node]"
    line: int
    column: int
    key_line: int = 0
    key_column: int = 0
    written: str = ""  # a scalar as it stands in the file, without quotes

    def plain(self) -> Any:
        """Return dicts, tuples and scalars without places."""
        if isinstance(self.content, dict):
            return {key: child.plain() for key, child in self.content.items()}
        if isinstance(self.content, list):
            return tuple(child.plain() for child in self.content)
        return self.content

    def child(self, step: str | int) -> "Node | None":
        """Return the value under a key or an index, None where there is none."""
        if isinstance(self.content, dict):
            return self.content.get(step) if isinstance(step, str) else None
        if isinstance(self.content, list) and isinstance(step, int) and 0 <= step < len(self.content):
            return self.content[step]
        return None


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that stands twice in one map; the first counts."""

    path: tuple[str | int, ...]
    line: int
    column: int
    first_line: int


@dataclass(slots=True)
class _Open:
    """A map or list that is being read. `key` is the key whose value comes next."""

    node: Node
    step: str | int | None
    key: Node | None = None


@dataclass(slots=True)
class _Composer:
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    duplicates: list[DuplicateKey] = field(default_factory=list)
    values: int = 0

    def scalar(self, event: yaml.ScalarEvent) -> None:
        if control := _CONTROL.search(event.value):
            raise _unreadable(event, _("the character U+%(code)s can't be used in a text", code=f"{ord(control.group()):04X}"))
        node = Node(_resolve(event), *_place(event), written=event.value)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.node.content, dict) and parent.key is None:
            if not isinstance(node.content, str):
                raise _unreadable(event, _("a key must be a word; write %(value)s in quotes", value=_quoted(event.value)))
            parent.key = node
            return
        self.place(node)

    def open(self, event: yaml.CollectionStartEvent, content: "dict[str, Node] | list[Node]") -> None:
        if len(self.stack) >= DEEPEST:
            raise _unreadable(event, _("nested more than %(levels)s levels deep", levels=DEEPEST))
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.node.content, dict) and parent.key is None:
            raise _unreadable(event, _("a key must be a word, not a list or a map; if braces were meant as text, put it in quotes"))
        node = Node(content, *_place(event))
        step = self.place(node)
        self.stack.append(_Open(node, step))

    def close(self) -> None:
        self.stack.pop()

    def place(self, node: Node) -> str | int | None:
        """Hang a value under what is open, and return its key or index there."""
        self.values += 1
        if self.values > MOST_VALUES:
            raise Unreadable(
                line=node.line, column=node.column, sentence=_("the file has more than %(values)s values", values=f"{MOST_VALUES:,}")
            )
        if not self.stack:
            self.root = node
            return None
        parent = self.stack[-1]
        if isinstance(parent.node.content, list):
            parent.node.content.append(node)
            return len(parent.node.content) - 1
        assert isinstance(parent.node.content, dict)
        assert parent.key is not None
        key, parent.key = parent.key, None
        node.key_line, node.key_column = key.line, key.column
        name = str(key.content)
        first = parent.node.content.setdefault(name, node)
        if first is not node and len(self.duplicates) < MOST_DUPLICATES:
            path = (*(opened.step for opened in self.stack if opened.step is not None), name)
            self.duplicates.append(DuplicateKey(path, key.line, key.column, first.key_line))
        return name


def compose(text: str) -> tuple[Node | None, list[DuplicateKey]]:
    """Return the document's tree (None for an empty one) and the keys that stand twice. Raises Unreadable."""
    composer, documents = _Composer(), 0
    for event in _events(text):
        match event:
            case yaml.ScalarEvent():
                _must_be_plain(event)
                composer.scalar(event)
            case yaml.MappingStartEvent():
                _must_be_plain(event)
                composer.open(event, {})
            case yaml.SequenceStartEvent():
                _must_be_plain(event)
                composer.open(event, [])
            case yaml.CollectionEndEvent():
                composer.close()
            case yaml.AliasEvent():
                raise _unreadable(
                    event, _("aliases (`*%(anchor)s`) are not allowed; write the value out, or put a text in quotes", anchor=event.anchor)
                )
            case yaml.DocumentStartEvent():
                documents += 1
                _check_document(event, documents)
    return composer.root, composer.duplicates


def _must_be_plain(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
    if event.anchor is not None:
        raise _unreadable(event, _("anchors (`&%(anchor)s`) are not allowed; write the value out where it is needed", anchor=event.anchor))
    if event.tag is not None:
        raise _unreadable(event, _("tags (`!...`) are not allowed; a text that starts with `!` needs quotes"))


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Unreadable(line=line, column=column, sentence=_syntax(error, text, line)) from error
    except yaml.YAMLError as error:
        raise Unreadable(line=1, column=1, sentence=_("this is not YAML: %(error)s", error=" ".join(str(error).split())[:200])) from error


def _syntax(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    lines = text.splitlines()
    if 0 < line <= len(lines) and re.match(r" *\t", lines[line - 1]):
        return _("this line starts with a tab; YAML is indented with spaces")
    said = ", ".join(part for part in (error.context, error.problem) if part)
    began = _(" (it began on line %(line)s)", line=error.context_mark.line + 1) if error.context_mark else ""
    return _("this is not YAML: %(said)s%(began)s", said=said, began=began)


def _check_document(event: yaml.DocumentStartEvent, documents: int) -> None:
    if documents > 1:
        raise _unreadable(event, _("a second document starts here; a handbook is one document, without a further `---`"))
    if event.version is not None and tuple(event.version) != (1, 2):
        raise _unreadable(event, _("a handbook is YAML 1.2; remove the %YAML line"))


def _resolve(event: yaml.ScalarEvent) -> Scalar:
    """Read a plain scalar by YAML 1.2's core schema; one in quotes is a text."""
    word = event.value
    if not event.implicit[0] or word[:1] not in _MAY_BEGIN:
        return str(word)
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    if _BASED.fullmatch(word):
        return int(word, 0)
    return float(word.replace(".inf", "inf").replace(".nan", "nan")) if _is_float(word) else str(word)


def _is_float(word: str) -> bool:
    return len(word) <= 40 and _FLOAT.fullmatch(word) is not None and not word.lstrip("+-").isdigit()


def _quoted(word: str) -> str:
    return f'"{word[:40]}"'


def _unreadable(event: yaml.Event, sentence: str) -> Unreadable:
    line, column = _place(event)
    return Unreadable(line=line, column=column, sentence=sentence)


def _place(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    return event.start_mark.line + 1, event.start_mark.column + 1
