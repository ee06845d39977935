"""The whole document."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from plantao.handbook.document.base import Key, Named, Part, Words
from plantao.handbook.document.carrier import Billing, Changes, DirectoryEntry, Orders, PortalRules
from plantao.handbook.document.desk import Catalogue, Contract, Department, Item, Resolution, Role, Unclassified
from plantao.handbook.document.places import CountryOrDefault
from plantao.handbook.document.promises import Clock, Criticality, Hold, Ladder, Target
from plantao.handbook.document.provider import Calendar, Channels, Provider
from plantao.rules.protocol import DEFAULT_TEMPLATE

ALWAYS: Final = "always"
CUSTOMER: Final = "customer"


class Handbook(Part):
    """How a provider serves its customers, in one file."""

    handbook: Literal[1]
    """The version of this format: 1."""
    provider: Provider
    """Who serves."""
    calendars: dict[Key, Calendar] = {}
    """Hours, by name. `always` exists without being written."""
    customer_calendars: dict[CountryOrDefault, Key] = {}
    """Country (or `default`), then the calendar that the name `customer` means for its customers."""
    departments: Annotated[dict[Key, Department], Field(min_length=1)]
    """The parts of the desk."""
    levels: tuple[Named, ...] = ()
    """The levels of treatment, the first that takes a ticket first."""
    products: tuple[Key, ...] = ()
    """What is sold."""
    segments: tuple[Key, ...] = ()
    """Kinds of customers."""
    unclassified: Unclassified
    """The department, item and criticality of a message that does not say."""
    channels: Channels = Channels()
    """How customers reach the provider."""
    protocol: Words = DEFAULT_TEMPLATE
    """The template of protocols, with `{opened:...}` and `{sequence:...}`."""
    clocks: dict[Key, Clock] = {}
    """The promises that are counted."""
    criticalities: Annotated[dict[Key, Criticality], Field(min_length=1)]
    """How grave a matter is, the most severe first."""
    holds: dict[Key, Hold] = {}
    """Reasons for which a ticket waits."""
    roles: dict[Key, Role] = {}
    """Who can be told."""
    escalation: Annotated[tuple[Ladder, ...], Field(max_length=50)] = ()
    """Ladders; the first that fits a ticket is its ladder."""
    resolution: Resolution = Resolution()
    """What resolving asks, and what may follow it."""
    catalogue: Catalogue = {}
    """What may be asked for."""
    contracts: Annotated[dict[Key, Contract], Field(min_length=1)] = {"full": Contract()}
    """Plans; one with everything where it is absent."""
    changes: Changes | None = None
    """Standard changes and maintenance."""
    orders: Orders | None = None
    """Orders."""
    billing: Billing | None = None
    """Billing."""
    directory: tuple[DirectoryEntry, ...] = ()
    """Whom to call."""
    portal: PortalRules | None = None
    """The portal."""

    @property
    def default_language(self) -> str:
        """The language for whom no other is known."""
        return self.provider.languages[0]

    def calendar_for_customer(self, country: str | None) -> str:
        """Return the calendar that `customer` means in `country`; None where the customer or its country is unknown."""
        chosen = self.customer_calendars.get(country or "default") or self.customer_calendars.get("default")
        return chosen or next((key for key, calendar in self.calendars.items() if calendar.open != ALWAYS), ALWAYS)

    def items(self) -> Mapping[str, tuple[str, Item]]:
        """Return every item of the catalogue with its department, by the item's key."""
        return {item.key: (department, item) for department, items in self.catalogue.items() for item in items}

    def targets(self, *, criticality: str, contract: str | None) -> Mapping[str, Target]:
        """Return the targets by clock as `contract` has them; as they are written where it is None. KeyError for unknown names."""
        inherited = self.criticalities[criticality].targets
        return inherited if contract is None else {**inherited, **self.contracts[contract].criticalities.get(criticality, {})}

    def holds_under(self, contract: str | None) -> Mapping[str, Hold]:
        """Return the holds as `contract` has them; as they are written where it is None. KeyError for an unknown contract."""
        changed = {} if contract is None else self.contracts[contract].holds
        return {key: changed[key].over(hold) if key in changed else hold for key, hold in self.holds.items()}

    def ladder_for(self, *, department: str, criticality: str) -> Ladder | None:
        """Return the ladder of a ticket: the first that fits, None where none does."""
        fitting = (ladder for ladder in self.escalation if ladder.applies_to.fits(department=department, criticality=criticality))
        return next(fitting, None)
