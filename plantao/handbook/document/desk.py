"""How the desk is organised: departments, roles, the catalogue of what may be asked for, plans, resolution."""

from typing import Annotated, Literal

from pydantic import Field

from plantao.handbook.document.amounts import Deadline
from plantao.handbook.document.base import Everything, Intake, Key, Language, Named, Part, Text
from plantao.handbook.document.promises import ContractHold, Target
from plantao.rules.duration import Duration


class Department(Part):
    """A part of the desk."""

    name: Text
    """What people read."""
    calendar: Key
    """Its hours, shown to people and used for reminders; clocks count on their target's calendar."""
    criticalities: Everything = "all"
    """The criticalities that may be picked here: `all`, or a list."""


class Role(Part):
    """Somebody who can be told. The desk says who holds each role, and when."""

    name: Text
    """What people read."""
    per_customer: bool = False
    """Each customer has its own."""
    per_order: bool = False
    """Each order has its own."""
    per_product: tuple[Key, ...] = ()
    """Each of these products has its own."""
    for_products: tuple[Key, ...] = ()
    """Only customers of these products have one; all where it is empty."""
    for_segments: tuple[Key, ...] = ()
    """Only customers of these segments have one; all where it is empty."""
    speaks: tuple[Language, ...] = ()
    """The languages its holders speak."""


class Unclassified(Part):
    """What a message gets that does not say."""

    department: Key
    """The department that takes it in."""
    item: Key | None = None
    """The item of that department's catalogue."""
    criticality: Key
    """Its criticality, until somebody picks another."""


class Item(Named):
    """Something that may be asked for."""

    requires: tuple[Intake, ...] = ()
    """What must be known; without it the ticket is opened all the same, marked incomplete."""
    asks_for: tuple[Intake, ...] = ()
    """What is asked besides."""


class Contract(Part):
    """A plan: what it lets a customer ask for, and what it promises otherwise."""

    catalogue: Everything = "all"
    """The items that may be asked for: `all`, or a list of keys from any department."""
    criticalities: dict[Key, dict[Key, Target]] = {}
    """Criticality, then clock: the target that replaces the inherited one whole."""
    holds: dict[Key, ContractHold] = {}
    """What is otherwise in a hold; what is absent is inherited."""


class Resolution(Part):
    """What resolving a ticket asks, and what may follow it."""

    asks_for: tuple[Literal["cause", "responsible", "done", "restored_at"], ...] = ()
    """What whoever resolves must say."""
    responsible: tuple[Key, ...] = ()
    """Who may have been the cause."""
    causes: tuple[Key, ...] = ()
    """The causes to pick from."""
    disagree_within: Deadline = Duration.parse("30cd")
    """How long a customer may disagree, which opens a new ticket linked to the old one."""
    repeat_within: Deadline = Duration.parse("72h")
    """The same service again within this time is a repeat, and inherits ladder and downtime."""
    close_after: Deadline = Duration.parse("3bd")
    """When a resolved ticket is closed."""


Catalogue = dict[Key, Annotated[tuple[Item, ...], Field(min_length=1)]]
"""Department, then its items."""
