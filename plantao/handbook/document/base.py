"""What every section of the handbook is made of: parts, names, and texts in languages."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, RootModel, Tag
from pydantic_core import PydanticCustomError

from plantao.handbook.problems import Sentence, _

LANGUAGES = ("pt-br", "es", "en")


class Part(BaseModel):
    """A map of the file. The keys are the attributes, one to one; nothing else may stand there."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


def wrong(sentence: str) -> PydanticCustomError:
    """Return the error with which a validator refuses a value: `sentence` is what the desk administrator reads."""
    return PydanticCustomError("handbook", "{sentence}", {"sentence": sentence})


def by_shape(value: Any) -> str:
    """Tell the forms of a value apart, so that its errors speak of the form that was written."""
    shapes = {str: "<text>", int: "<text>", float: "<text>", dict: "<map>", BaseModel: "<map>", tuple: "<list>", list: "<list>"}
    return next((shape for kind, shape in shapes.items() if isinstance(value, kind)), "<other>")


def matching(pattern: str, sentence: Sentence) -> Callable[[str], str]:
    """Return a validator of texts that fit `pattern`; `sentence` says what is wrong with the others, as `%(value)s`."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise wrong(Sentence(sentence.pattern, value=value[:60]))
        return value

    return check


def _is_text(value: str) -> str:
    if not value.strip():
        raise wrong(_("is empty; write a text or remove the key"))
    return value


KEY = "[A-Za-z0-9][A-Za-z0-9_-]{0,62}"
Key = Annotated[
    str,
    AfterValidator(matching(KEY, _("`%(value)s` can't be a name here: letters a to z, digits, `_` and `-`, at most 63 of them"))),
    Field(json_schema_extra={"pattern": f"^{KEY}$"}),
]
"""A name that the rest of the file, tickets and reports use."""

Words = Annotated[str, AfterValidator(_is_text)]
"""A text without a language."""


def _known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise wrong(
            _(
                "`%(value)s` is not a language of the desk; there are %(languages)s",
                value=value[:60],
                languages=", ".join(f"`{language}`" for language in LANGUAGES),
            )
        )
    return value


Language = Annotated[str, AfterValidator(_known_language), Field(json_schema_extra={"enum": list(LANGUAGES)})]


class Text(RootModel[Annotated[Annotated[Words, Tag("<text>")] | Annotated[dict[Language, Words], Tag("<map>")], Discriminator(by_shape)]]):
    """What people read: a text per language, or one text that is the same in every language."""

    model_config = ConfigDict(frozen=True, strict=True)

    def in_language(self, language: str, *, default: str) -> str:
        """Return the text in `language`, else in `default` (the provider's first language), else in any."""
        if isinstance(self.root, str):
            return self.root
        return self.root.get(language) or self.root.get(default) or next(iter(self.root.values()), "")

    def all(self) -> frozenset[str]:
        """Return the text in every language it has."""
        return frozenset({self.root} if isinstance(self.root, str) else self.root.values())


class Named(Part):
    """An entry of a list that has a key for the program and a name for people."""

    key: Key
    """The name in this file, on tickets and in reports."""
    name: Text
    """What people read."""


Channel = Literal["phone", "email", "whatsapp", "telegram", "portal"]
Everything = Annotated[Annotated[Literal["all"], Tag("<text>")] | Annotated[tuple[Key, ...], Tag("<list>")], Discriminator(by_shape)]
"""`all`, or a list of names."""
Intake = Literal["service_id", "symptom", "since", "contact", "on_site_contact", "site_access", "remote_access", "window"]
"""What a requester may be asked for."""
