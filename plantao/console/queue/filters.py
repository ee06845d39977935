"""What may be wanted of the queue: read from the address, and shown as choices."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

from plantao.handbook.document import Handbook
from plantao.rules.ticket_lifecycle import Status
from plantao.staff.models import Agent
from plantao.tickets.queue import ANY, NONE, Wanted
from plantao.ui.labels import STATUSES
from plantao.ui.terms import Terms

ALL = "all"
LONGEST = 200
NAMES = ("status", "hold", "criticality", "department", "level", "holder", "mine", "customer", "text")
VIEWS: tuple[tuple[str | Promise, Mapping[str, str]], ...] = (
    (pgettext_lazy("tickets", "Open"), {}),
    (gettext_lazy("Mine"), {"mine": "1"}),
    (gettext_lazy("Nobody's"), {"holder": NONE}),
    (pgettext_lazy("tickets", "New"), {"status": Status.NEW.value}),
    (pgettext_lazy("tickets", "Waiting"), {"hold": ANY}),
    (pgettext_lazy("tickets", "Resolved"), {"status": Status.RESOLVED.value}),
    (pgettext_lazy("tickets", "All"), {"status": ALL}),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a filter may have."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing to choose: `name` in the address, and its choices; the one with the key "" asks for nothing."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at the queue that many want: its name and address."""

    label: str | Promise
    address: str
    is_here: bool


@dataclass(frozen=True)
class Filters:
    """What an address asks for (`wanted`), as it was written (`asked`), and what else could be."""

    wanted: Wanted
    asked: Mapping[str, str]
    handbook: Handbook = field(repr=False)

    @classmethod
    def read(cls, query: QueryDict, *, agent: Agent, handbook: Handbook) -> "Filters":
        """Read an address. What is no status, or no person, asks for nothing; a key that no handbook has finds nothing."""
        asked = {name: query.get(name, "").strip()[:LONGEST] for name in NAMES if query.get(name, "").strip()}
        holder = str(agent.person_id) if "mine" in asked else asked.get("holder", "")
        wanted = Wanted(
            statuses=_statuses(asked.get("status", "")),
            holder=holder if _is_holder(holder) else "",
            hold=asked.get("hold", ""),
            criticality=asked.get("criticality", ""),
            department=asked.get("department", ""),
            level=asked.get("level", ""),
            customer=asked.get("customer", ""),
            text=asked.get("text", ""),
        )
        return cls(wanted, asked, handbook)

    @property
    def count(self) -> int:
        """Return how many filters are set beside the text."""
        return len(set(self.asked) - {"text"})

    @property
    def views(self) -> list[View]:
        """Return the views that stand over the queue; a text that was looked for stays."""
        text = {"text": self.asked["text"]} if "text" in self.asked else {}
        return [View(label, _query({**view, **text}), dict(self.asked) == {**view, **text}) for label, view in VIEWS]

    @property
    def chosen(self) -> list[View]:
        """Return each filter that is set, beside the text, with the address of the queue without it."""
        said = {
            filter.name: (filter.label, choice.label)
            for filter in self.choices
            for choice in filter.choices
            if choice.is_chosen and choice.key
        }
        said |= {"customer": (gettext("Customer"), self.asked["customer"])} if "customer" in self.asked else {}
        chosen = [View(f"{label}: {value}", self._without(name), is_here=False) for name, (label, value) in said.items()]
        return [*chosen, View(gettext("Only mine"), self._without("mine"), is_here=False)] if "mine" in self.asked else chosen

    @cached_property
    def choices(self) -> list[Filter]:
        """Return every filter, in the reader's language; one query, for the holders."""
        terms = Terms(self.handbook)
        agents = Agent.objects.filter(disabled_at=None).select_related("person").order_by("person__name", "pk")
        persons = [(str(agent.person_id), agent.person.name) for agent in agents]
        statuses = [
            ("", pgettext("tickets", "Open")),
            *((key, str(label)) for key, label in STATUSES.items()),
            (ALL, pgettext("tickets", "All")),
        ]
        waits = [(ANY, gettext("anything")), (NONE, gettext("nothing"))]
        return [
            self._filter("status", gettext("Status"), statuses),
            self._filter("criticality", gettext("Criticality"), _any(), _named(self.handbook.criticalities, terms.criticality)),
            self._filter("department", gettext("Department"), _any(), _named(self.handbook.departments, terms.department)),
            self._filter("level", gettext("Level"), _any(), _named([level.key for level in self.handbook.levels], terms.level)),
            self._filter("hold", gettext("Waits for"), _any(), waits, _named(self.handbook.holds, terms.hold)),
            self._filter("holder", gettext("Holder"), _any(), [(NONE, gettext("nobody"))], persons),
        ]

    def _without(self, name: str) -> str:
        return _query({asked: value for asked, value in self.asked.items() if asked != name})

    def _filter(self, name: str, label: str, *choices: Iterable[tuple[str, str]]) -> Filter:
        chosen = self.asked.get(name, "")
        return Filter(name, label, [Choice(key, said, key == chosen) for some in choices for key, said in some])


def _statuses(asked: str) -> tuple[str, ...]:
    if asked == ALL:
        return tuple(status.value for status in Status)
    return (asked,) if asked in STATUSES else ()


def _is_holder(asked: str) -> bool:
    return asked == NONE or (asked.isascii() and asked.isdigit() and len(asked) < 19)


def _any() -> list[tuple[str, str]]:
    return [("", gettext("any"))]


def _named(keys: Iterable[str], name: Callable[[str], str]) -> list[tuple[str, str]]:
    return [(key, name(key)) for key in keys]


def _query(asked: Mapping[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(asked)
    return f"?{query.urlencode()}"
