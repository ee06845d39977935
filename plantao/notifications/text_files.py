"""
The files under texts/: a folder for each occasion, in it a file for each language.

Blocks stand apart by empty lines; how a block begins says what it is:

    # a heading                     = Label: value          a fact a line; one without a value is left out
    * name                          a list: the value `name`, a line for each of its items
    > {{ words }}                   a person's words, quoted      | {{ words }}      the same, not quoted
    @ Label -> {{ address }}        a button a line               anything else      a paragraph, lines joined

A file is cut into blocks before any value goes in, and each line of it is a template of its own: whatever a value
holds, it stays inside the line it was put in. A block that comes out empty is left out. A name that has no value is
a bug, and raised.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template import Context, Engine, Template

from plantao.notifications.blocks import Block, Buttons, Heading, Items, Paragraph, Rows, Words

TEXTS = Path(__file__).parent / "texts"

Value = str | bool | tuple[str, ...]
Values = Mapping[str, Value]


class NoSuchValue(Exception):
    """A text names a value that its occasion does not have."""


class _Missing(str):
    """What the engine takes for a missing value: it looks for "%s" in it and fills in the name; this raises instead."""

    def __contains__(self, _: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise NoSuchValue(str(name))


_ENGINE = Engine(autoescape=False, string_if_invalid=_Missing("%s"))


@dataclass(frozen=True, slots=True)
class _Source:
    """A block before its values: how it begins, and its lines."""

    mark: str
    lines: tuple[str, ...]


def read(occasion: str, language: str, values: Values) -> tuple[Block, ...]:
    """Return the blocks of a text with its values. Raises NoSuchValue, FileNotFoundError."""
    context = Context(dict(values), autoescape=False)
    return tuple(block for source in _sources(occasion, language) if (block := _block(source, context)) is not None)


def source_of(occasion: str, language: str) -> str:
    """Return a text as it is written."""
    return (TEXTS / occasion / f"{language}.txt").read_text(encoding="utf-8")


@cache
def _sources(occasion: str, language: str) -> tuple[_Source, ...]:
    return tuple(_cut(source_of(occasion, language)))


def _cut(text: str) -> Iterator[_Source]:
    for chunk in text.strip().split("\n\n"):
        lines = chunk.strip("\n").split("\n")
        mark = lines[0][0] if lines[0][:2] in {f"{mark} " for mark in _MADE_BY} else ""
        yield _Source(mark, tuple(line.removeprefix(f"{mark} ") for line in lines) if mark else (" ".join(lines),))


def _block(source: _Source, context: Context) -> Block | None:
    return _MADE_BY[source.mark](source.lines, context) if source.mark else _paragraph(source.lines, context)


def _paragraph(lines: Iterable[str], context: Context) -> Block | None:
    text = " ".join(_filled(" ".join(lines), context).split())
    return Paragraph(text) if text else None


def _heading(lines: Iterable[str], context: Context) -> Block | None:
    text = _filled(" ".join(lines), context)
    return Heading(text) if text else None


def _rows(lines: Iterable[str], context: Context) -> Block | None:
    pairs = [line.split(": ", 1) for line in lines]
    rows = [(_filled(label, context), _filled(value, context)) for label, value in pairs]
    told = tuple((label, value) for label, value in rows if value)
    return Rows(told) if told else None


def _items(lines: Iterable[str], context: Context) -> Block | None:
    [name] = lines
    if name not in context:
        raise NoSuchValue(name)
    items = tuple(context[name])
    return Items(items) if items else None


def _words(lines: Iterable[str], context: Context) -> Block | None:
    text = _filled("\n".join(lines), context)
    return Words(text, is_quoted=False) if text.strip() else None


def _quoted(lines: Iterable[str], context: Context) -> Block | None:
    text = _filled("\n".join(lines), context)
    return Words(text, is_quoted=True) if text.strip() else None


def _buttons(lines: Iterable[str], context: Context) -> Block | None:
    pairs = [line.split(" -> ", 1) for line in lines]
    buttons = [(_filled(label, context), _filled(address, context)) for label, address in pairs]
    pressable = tuple((label, address) for label, address in buttons if address)
    return Buttons(pressable) if pressable else None


_MADE_BY: Mapping[str, Callable[[Iterable[str], Context], Block | None]] = {
    "#": _heading,
    "=": _rows,
    "*": _items,
    ">": _quoted,
    "|": _words,
    "@": _buttons,
}


def _filled(source: str, context: Context) -> str:
    return str(_template(source).render(context))


@cache
def _template(source: str) -> Template:
    return Template(source, engine=_ENGINE)
