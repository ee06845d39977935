"""What a notice says, and how several say it in one message. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

BETWEEN_TEXTS = "\n\n" + "- " * 20 + "\n\n"
BETWEEN_HTML = "\n<hr>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file that goes with a notice: the blob `sha256` of `size` bytes, `type` as it was sniffed."""

    sha256: str
    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """
    The rendered words of one notice, in the recipient's language and zone.

    `text` and `html` are this notice's own part; `top` and `bottom` (`..._html`) frame the message whatever it carries:
    the line above which to answer, the way to follow. `html` is a safe fragment, "" where there is none; `short` is for
    networks of few words, "" where `text` does. `is_by_a_person` where a person wrote it: then it isn't automatic mail.
    `files` go along where the network carries files.
    """

    subject: str
    text: str
    html: str = ""
    short: str = ""
    top: str = ""
    bottom: str = ""
    top_html: str = ""
    bottom_html: str = ""
    is_by_a_person: bool = False
    files: tuple[Enclosed, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what is kept in the ledger."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Content":
        """Return what `as_json` gave."""
        return cls(**{**stored, "files": tuple(Enclosed(**file) for file in stored.get("files", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The words of a whole message."""

    subject: str
    text: str
    html: str
    short: str
    is_automatic: bool
    files: tuple[Enclosed, ...] = ()


def compose(contents: Sequence[Content]) -> Composed:
    """
    Return what a message that carries these says: each part in order, inside the first's top and the last's bottom.

    The subject is the first's. Where a part has no HTML the message has none: half of it would be worse.
    """
    first, last = contents[0], contents[-1]
    has_html = all(content.html for content in contents)
    return Composed(
        subject=first.subject,
        text=_framed(first.top, BETWEEN_TEXTS.join(content.text.strip("\n") for content in contents), last.bottom, gap="\n\n") + "\n",
        html=_framed(first.top_html, BETWEEN_HTML.join(content.html for content in contents), last.bottom_html) if has_html else "",
        short="\n\n".join(content.short or content.text.strip("\n") for content in contents),
        is_automatic=not any(content.is_by_a_person for content in contents),
        files=tuple(file for content in contents for file in content.files),
    )


def _framed(top: str, body: str, bottom: str, *, gap: str = "\n") -> str:
    return gap.join(part.strip("\n") for part in (top, body, bottom) if part)
