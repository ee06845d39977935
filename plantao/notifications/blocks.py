"""What a text is made of, and how it looks as plain text. The HTML is made of the same blocks (plantao/notifications/layout.py)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """What it is about, in a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Our words, without line ends."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Facts: a label and a value each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote, with their line ends; `is_quoted` where somebody else speaks than whoever sends this."""

    text: str
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be done with one press: a label and an address each."""

    buttons: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | Rows | Items | Words | Buttons


def as_text(blocks: Iterable[Block]) -> str:
    """Return the blocks as plain text; a paragraph is one line, which mail programs wrap as they like."""
    return "\n\n".join(_plain(block) for block in blocks)


def _plain(block: Block) -> str:
    match block:
        case Heading(text) | Paragraph(text):
            return text
        case Words(text, is_quoted):
            return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if is_quoted else text
        case Rows(rows):
            return "\n".join(f"{label}: {value}" for label, value in rows)
        case Items(items):
            return "\n".join(f"- {item}" for item in items)
        case Buttons(buttons):
            return "\n\n".join(f"{label}:\n{address}" for label, address in buttons)
