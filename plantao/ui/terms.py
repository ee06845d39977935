"""What a handbook calls its own keys, in the language of whom a page is for. A key that it no longer names is shown as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import get_language, gettext

from plantao.handbook.document import ALWAYS, Handbook, Text


class _Called(Protocol):
    @property
    def name(self) -> Text: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """The names of one handbook: that of a ticket (`ticket.terms`) for what stands on it, the one in force for what may be chosen."""

    handbook: Handbook

    def criticality(self, key: str) -> str:
        return self._of(self.handbook.criticalities, key)

    def rank(self, criticality: str) -> int | None:
        """Return how severe it is, 0 the most; None where the handbook does not know it."""
        return next((place for place, key in enumerate(self.handbook.criticalities) if key == criticality), None)

    def department(self, key: str) -> str:
        return self._of(self.handbook.departments, key)

    def level(self, key: str) -> str:
        return self._of({level.key: level for level in self.handbook.levels}, key)

    def hold(self, key: str) -> str:
        return self._of(self.handbook.holds, key)

    def role(self, key: str) -> str:
        return self._of(self.handbook.roles, key)

    def item(self, department: str, key: str) -> str:
        return self._of({item.key: item for item in self.handbook.catalogue.get(department, ())}, key)

    def calendar(self, key: str) -> str:
        """Return what to call a calendar, which a handbook gives no name: its key as words, a short one in capitals (`br`: BR)."""
        if key == ALWAYS:
            return gettext("Day and night")
        words = key.replace("_", " ")
        return words.upper() if len(words) <= 3 else words[:1].upper() + words[1:]

    def says(self, text: Text | None) -> str:
        """Return a text in the reader's language; "" where there is none."""
        return text.in_language(get_language() or "", default=self.handbook.default_language) if text is not None else ""

    def _of(self, named: Mapping[str, _Called], key: str) -> str:
        return self.says(named[key].name) if key in named else key.replace("_", " ")
