"""What a ticket may be classified as, in the reader's words: departments, items, criticalities with what is meant and promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import get_language, gettext

from plantao.console.tickets.names import word
from plantao.handbook.document import Handbook, Target
from plantao.rules.criticality import Change, compare, offered
from plantao.sla.words import promise_in_words
from plantao.tickets.models import Ticket, terms
from plantao.ui.labels import CLOCKS
from plantao.ui.terms import Terms

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A criticality as it may be chosen: what it means, what the customer should do, and what is promised, clock by clock."""

    key: str
    name: str
    rank: int | None
    means: str
    advice: str
    promises: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Where a ticket would stand: keys of its handbook, "" for no item. `given` is what was told, by field; `requires` and
    `asks_for` are fields that were not. `change` is what the criticality would do: raised, lowered, same.
    """

    ticket: Ticket
    department: str
    item: str
    criticality: str
    given: Mapping[str, object]

    @classmethod
    def chosen(cls, ticket: Ticket, said: Mapping[str, str]) -> Self:
        """Return the place that somebody chose, as near as the handbook lets it be; the ticket's own where they said nothing."""
        handbook = ticket.terms
        department = said.get("department", ticket.department)
        if department not in handbook.departments:
            department = ticket.department
        item = said.get("item", ticket.item)
        if item and handbook.items().get(item, ("",))[0] != department:
            item = ""
        criticality = said.get("criticality", ticket.criticality)
        order = list(handbook.criticalities)
        if criticality not in order:
            criticality = ticket.criticality
        picked = offered(order, terms.picked(handbook, department))
        return cls(
            ticket=ticket,
            department=department,
            item=item,
            criticality=terms.nearest(criticality, offered=picked, order=order),
            given=ticket.given(),
        )

    @property
    def handbook(self) -> Handbook:
        return self.ticket.terms

    @property
    def choices(self) -> Mapping[str, Choices]:
        """Return what each field offers. An item that the plan leaves out says so, and may be chosen all the same."""
        named, handbook = Terms(self.handbook), self.handbook
        items = handbook.catalogue.get(self.department, ())
        return {
            "department": [(key, named.department(key)) for key in handbook.departments],
            "item": [("", gettext("Nothing of the catalogue")), *((item.key, self._item(item.key)) for item in items)],
            "criticality": [(offer.key, offer.name) for offer in self.offers],
        }

    @property
    def offers(self) -> list[Offer]:
        """Return the criticalities of the department, the gravest first."""
        return [self._offer(key) for key in offered(list(self.handbook.criticalities), terms.picked(self.handbook, self.department))]

    @property
    def chosen_offer(self) -> Offer:
        return self._offer(self.criticality)

    @property
    def requires(self) -> list[str]:
        return terms.missing(self.handbook, self.item, self.given)

    @property
    def asks_for(self) -> list[str]:
        return terms.still_asked(self.handbook, item=self.item, criticality=self.criticality, given=self.given)

    @property
    def asks_in_words(self) -> list[str]:
        """Return what is still to be asked of whoever calls, as people say it."""
        return [word("fields", key) for key in self.asks_for]

    @property
    def is_covered(self) -> bool:
        return terms.is_covered(self.handbook, plan=self.ticket.plan, item=self.item)

    @property
    def change(self) -> Change:
        return compare(self.ticket.criticality, self.criticality, order=list(self.handbook.criticalities))

    def _item(self, key: str) -> str:
        name = Terms(self.handbook).item(self.department, key)
        return name if terms.is_covered(self.handbook, plan=self.ticket.plan, item=key) else gettext("{} (not in the plan)").format(name)

    def _offer(self, key: str) -> Offer:
        named, criticality = Terms(self.handbook), self.handbook.criticalities[key]
        contract = self.ticket.plan if self.ticket.plan in self.handbook.contracts else None
        targets = self.handbook.targets(criticality=key, contract=contract)
        clocks = [(name, self.handbook.clocks[name]) for name in targets if self.handbook.clocks[name].published]
        return Offer(
            key=key,
            name=named.criticality(key),
            rank=named.rank(key),
            means=named.says(criticality.means),
            advice=named.says(criticality.advice),
            promises=[(str(CLOCKS.get(clock.met_by, name.replace("_", " "))), self._promise(targets[name])) for name, clock in clocks],
        )

    def _promise(self, target: Target) -> str:
        language = get_language() or self.handbook.default_language
        amount = promise_in_words(target.latest.wall, calendar=target.calendar, handbook=self.handbook, language=language)
        return Terms(self.handbook).says(target.says) or amount
