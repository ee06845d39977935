"""What a carrier promises besides: changes, maintenance, orders, billing, the directory, the portal."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from plantao.handbook.document.amounts import Deadline, Hours
from plantao.handbook.document.base import Channel, Intake, Key, Named, Part, Text, Words, by_shape, wrong
from plantao.handbook.document.places import Country, CountryOrDefault, Email, Phone, Url
from plantao.handbook.document.promises import Target
from plantao.handbook.problems import _


class ItemsOfDepartment(Part):
    """Every item of one department's catalogue."""

    department: Key
    """The department."""


class StandardChange(Part):
    """Changes that may be asked for from a list."""

    items: Annotated[Annotated[ItemsOfDepartment, Tag("<map>")] | Annotated[tuple[Key, ...], Tag("<list>")], Discriminator(by_shape)]
    """The catalogue items that are standard changes: `{department: ...}` for all of one, or a list of keys."""
    services: Annotated[tuple[Literal["active", "satellite"], ...], Field(min_length=1)] = ("active",)
    """The services that may be changed so."""
    locations_at_most: Annotated[int, Field(ge=1)] | None = None
    """How many locations one change may touch; any number where it is absent."""
    targets: dict[Key, Target] = {}
    """Clock, then its target."""
    executed_in: Key | None = None
    """The calendar in whose hours it is executed, unless the customer set a window; at any time where it is absent."""
    register_by: Channel | None = None
    """The channel by which it should be asked for."""
    asks_for: tuple[Intake, ...] = ()
    """What is asked for."""
    otherwise_tell: tuple[Key, ...] = ()
    """The roles that are told of what is not on the list or can't be done in time."""


class Approval(Part):
    """How customers are asked to approve a maintenance."""

    ask: Deadline
    """How long before it they are asked."""
    remind: tuple[Deadline, ...] = ()
    """How long before it those who were silent are reminded."""
    silence: Literal["approved", "refused"]
    """What it means when nobody answers."""


class MaintenanceKind(Part):
    """How one kind of maintenance is planned and announced."""

    window: Annotated[Annotated[Literal["any"], Tag("<text>")] | Annotated[Hours, Tag("<list>")], Discriminator(by_shape)] = "any"
    """The hours, in the site's zone, in which it may be done: `any`, or intervals."""
    notice: Deadline
    """How long before it customers are told."""
    approval: Annotated[Annotated[Literal["not_required"], Tag("<text>")] | Annotated[Approval, Tag("<map>")], Discriminator(by_shape)] = (
        "not_required"
    )
    """How they are asked: `not_required`, or a map."""


class Maintenance(Part):
    """Planned interruptions of the backbone."""

    standard: MaintenanceKind
    """What can be planned."""
    emergency: MaintenanceKind | None = None
    """What can't wait; as near to the standard as possible."""
    tell: Key | None = None
    """The role that answers for it."""
    emergency_causes: tuple[Key, ...] = ()
    """What makes one an emergency."""
    notices: tuple[Literal["announced", "rescheduled", "cancelled", "started", "completed"], ...] = (
        "announced",
        "rescheduled",
        "cancelled",
        "started",
        "completed",
    )
    """What customers are told of."""


class Changes(Part):
    """Changes that customers ask for, and maintenance that the provider does."""

    standard: StandardChange | None = None
    """Standard changes."""
    maintenance: Maintenance | None = None
    """Maintenance."""


class Touchpoint(Named):
    """Something that the customer is told while an order is being carried out."""

    before: dict[Key, Deadline] = {}
    """Another touchpoint, then how long before its date this one is sent."""


class Orders(Part):
    """From an order to the first invoice."""

    owner: Key
    """The role that owns an order until the first invoice."""
    touchpoints: tuple[Touchpoint, ...] = ()
    """What the customer is told, in this order."""


class Disputes(Part):
    """Contested invoices."""

    owner: Key
    """The role that resolves them."""
    ends_in: Annotated[tuple[Key, ...], Field(min_length=1)]
    """How one may end."""


class BillingPortal(Part):
    """Where invoices are seen."""

    name: Words
    """What the provider calls it."""
    url: Url
    """Where it is."""


class Billing(Part):
    """Queries and changes of billing."""

    cut_off_day: Annotated[int, Field(ge=1, le=28)] | None = None
    """What is asked up to the end of this day of the month counts for the next invoice, what comes later for the one after."""
    changes: tuple[Key, ...] = ()
    """The data that may be changed."""
    disputes: Disputes | None = None
    """Contested invoices."""
    purchase_order_numbers: dict[CountryOrDefault, Email] = {}
    """Country (or `default`), then the address for purchase order numbers (PO, HES, MIGO)."""
    contact: tuple[Channel, ...] = ()
    """The channels for billing, the preferred first."""
    portals: dict[CountryOrDefault, BillingPortal] = {}
    """Country (or `default`), then the portal to use."""


Phones = Annotated[Annotated[Phone, Tag("<text>")] | Annotated[tuple[Phone, ...], Tag("<list>")], Discriminator(by_shape)]
"""A number, or several."""


class DirectoryEntry(Part):
    """Whom to call, where, for what."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["country"]}, {"required": ["countries"]}],
            "anyOf": [{"required": ["toll_free"]}, {"required": ["local"]}],
        }
    )

    country: Country | None = None
    """The country it is for."""
    countries: Annotated[tuple[Country, ...], Field(min_length=1)] | None = None
    """The countries, where it is for several."""
    area: Key
    """What for: `support`, `billing`, `office`, ..."""
    name: Text | None = None
    """What to print beside it."""
    toll_free: Phones = ()
    """Numbers that cost the caller nothing."""
    local: Phones = ()
    """Numbers at the usual cost."""
    option: Words | None = None
    """What to press when the call is answered."""
    covers: tuple[Key, ...] = ()
    """The products it is for; all where it is empty."""

    @model_validator(mode="after")
    def _someone_to_call(self) -> "DirectoryEntry":
        if (self.country is None) == (self.countries is None):
            raise wrong(_("needs either `country` or `countries`, and not both"))
        if not self.toll_free and not self.local:
            raise wrong(_("has no number; write `toll_free`, `local` or both"))
        return self

    def in_countries(self) -> tuple[str, ...]:
        """Return the countries it is for."""
        return self.countries or tuple(filter(None, (self.country,)))

    def numbers(self) -> tuple[str, ...]:
        """Return all its numbers, the free ones first."""
        return tuple(number for phones in (self.toll_free, self.local) for number in ((phones,) if isinstance(phones, str) else phones))


class PortalRules(Part):
    """What customers can do in the portal."""

    first_admin_from: Literal["order", "staff"] = "staff"
    """Who names a customer's first administrator: a service `order`, or our `staff`."""
    permissions: tuple[Literal["tickets", "services", "orders", "changes", "billing", "users"], ...] = (
        "tickets",
        "services",
        "orders",
        "changes",
        "billing",
        "users",
    )
    """What an administrator may grant."""
    service_extension_requests: bool = False
    """Whether an extension of a service can be asked for there."""
    feedback_to: dict[CountryOrDefault, Email] = {}
    """Country (or `default`), then the address for feedback on the portal and on this handbook."""
