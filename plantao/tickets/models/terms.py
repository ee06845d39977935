"""What a handbook lets a ticket be: its department, item, criticality, level; what is missing, and whether it is covered."""

from collections.abc import Collection, Mapping, Sequence

from plantao.handbook.document import Handbook, Item
from plantao.rules import criticality as rule
from plantao.rules.refused import Refused


class UnknownKey(Refused):
    """The handbook of the ticket has no such name. Facts: `what` (department, item, ...), `key`, `known`."""


class ItemOfAnotherDepartment(Refused):
    """An item stands in another department's catalogue. Facts: `item`, `department`, `its_department`."""


class NotToBeGiven(Refused):
    """No item and no criticality of the handbook asks for such a thing. Facts: `field`, `known`."""


def check_known(what: str, key: str, known: Collection[str]) -> None:
    """Raise UnknownKey unless `key` is one of `known`."""
    if key not in known:
        raise UnknownKey(what=what, key=key, known=list(known))


def item_of(handbook: Handbook, key: str) -> Item | None:
    """Return an item of the catalogue by its key; None for ""."""
    return handbook.items()[key][1] if key else None


def check_place(handbook: Handbook, *, department: str, item: str, criticality: str) -> None:
    """Raise unless a ticket may stand there: known names, the item ("": none) and the criticality offered by the department."""
    check_known("department", department, handbook.departments)
    check_known("criticality", criticality, handbook.criticalities)
    rule.check_choice(criticality, department=department, order=list(handbook.criticalities), picked=picked(handbook, department))
    if not item:
        return
    check_known("item", item, handbook.items())
    its_department = handbook.items()[item][0]
    if its_department != department:
        raise ItemOfAnotherDepartment(item=item, department=department, its_department=its_department)


def picked(handbook: Handbook, department: str) -> Sequence[str] | None:
    """Return the criticalities that a department names, None for all of them."""
    criticalities = handbook.departments[department].criticalities
    return None if criticalities == "all" else criticalities


def place_at_opening(handbook: Handbook, *, department: str, item: str, criticality: str) -> tuple[str, str, str]:
    """
    Return department, item and criticality of a new ticket from what was asked for; "" where nothing was.

    An item brings its department. What nobody said is `unclassified`'s; a criticality that the department does not
    offer gives way to the one it offers that is nearest, never to a refusal. Raises UnknownKey, ItemOfAnotherDepartment.
    """
    unclassified = handbook.unclassified
    if item:
        check_known("item", item, handbook.items())
    department = department or (handbook.items()[item][0] if item else unclassified.department)
    check_known("department", department, handbook.departments)
    if criticality:
        check_known("criticality", criticality, handbook.criticalities)
    if not item and department == unclassified.department:
        item = unclassified.item or ""
    order = list(handbook.criticalities)
    asked = criticality or unclassified.criticality
    place = department, item, nearest(asked, offered=rule.offered(order, picked(handbook, department)), order=order)
    check_place(handbook, department=place[0], item=place[1], criticality=place[2])
    return place


def nearest(asked: str, *, offered: Sequence[str], order: Sequence[str]) -> str:
    """Return the criticality of `offered` that is nearest to the one asked for, the graver of two."""
    return min(offered, key=lambda key: (abs(order.index(key) - order.index(asked)), order.index(key)))


def missing(handbook: Handbook, item: str, given: Mapping[str, object]) -> list[str]:
    """Return what the item requires and nobody gave yet."""
    its = item_of(handbook, item)
    return [] if its is None else list(rule.missing(its.requires, given))


def still_asked(handbook: Handbook, *, item: str, criticality: str, given: Mapping[str, object]) -> list[str]:
    """Return everything that is to be asked for: what is missing first, then what item and criticality ask for besides."""
    its = item_of(handbook, item)
    requires, asks = (its.requires, its.asks_for) if its else ((), ())
    criticality_asks = handbook.criticalities[criticality].asks_for
    return list(rule.still_asked(requires=requires, item_asks=asks, criticality_asks=criticality_asks, given=given))


def is_covered(handbook: Handbook, *, plan: str, item: str) -> bool:
    """Whether a customer with this plan may ask for this item; without a plan, or with one that the handbook lost, nothing is judged."""
    contract = handbook.contracts.get(plan)
    if contract is None:
        return True
    return rule.is_covered(item or None, None if contract.catalogue == "all" else contract.catalogue)


def asked_for_anywhere(handbook: Handbook) -> list[str]:
    """Return every field that some item or criticality of this handbook requires or asks for."""
    items = [item for _, item in handbook.items().values()]
    fields = [field for item in items for field in (*item.requires, *item.asks_for)]
    fields += [field for criticality in handbook.criticalities.values() for field in criticality.asks_for]
    return list(dict.fromkeys(fields))
