"""Customer, and the mail domains that are a customer's."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from plantao.directory.verbs import Verb
from plantao.events.actor import Actor
from plantao.events.models import Timeline
from plantao.events.recording import record
from plantao.people.models import Person, check_spoken
from plantao.people.searching import index_of_pieces
from plantao.prepared import Gap, Prepared
from plantao.rules.refused import Refused


class DomainClaimed(Refused):
    """The mail domain is another customer's. Facts: domain."""


class DomainIsEverybodys(Refused):
    """A public mail provider's domain can't be one customer's. Facts: domain."""


_OF_CONTACT = Prepared(
    lambda: Customer.objects.filter(disabled_at=None, contacts__person=Gap("person"), contacts__until=None).order_by("contacts__pk")
)

# Where everybody has an address: a sender there says nothing about a company.
EVERYBODYS = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com", "me.com", "aol.com",
        "yahoo.com.br", "yahoo.com.ar", "yahoo.com.mx", "hotmail.com.br", "proton.me", "protonmail.com", "gmx.com", "zoho.com",
        "uol.com.br", "bol.com.br", "terra.com.br", "ig.com.br", "globo.com",
    }
)  # fmt: skip


class CustomerManager(models.Manager["Customer"]):
    """Takes customers in, and finds them."""

    def add(
        self, name: str, *, by: Actor, at: datetime, country: str = "", segment: str = "", language: str = "", zone: str = ""
    ) -> "Customer":
        """Take a customer in. `country` is ISO 3166 alpha-2, `zone` an IANA name, `segment` a key of the handbook."""
        timeline = Timeline.objects.create()
        customer = self.create(
            name=name, country=country, segment=segment, language=language, time_zone=zone, created_at=at, timeline=timeline
        )
        timeline.customer_id = customer.pk
        timeline.save(update_fields=["customer_id"])
        record(customer, Verb.ADDED, by=by, at=at, public=False)
        return customer

    def of_contact(self, person: Person) -> "list[Customer]":
        """Return the customers that are served and for which a person speaks today, in the order in which they came to."""
        return _OF_CONTACT.rows(person=person.pk)

    def of_mail_domain(self, address: str) -> "Customer | None":
        """Return the customer that claims the domain of a mail address, or the nearest domain above it; None where nobody does."""
        labels = address.rpartition("@")[2].casefold().rstrip(".").split(".")
        names = [".".join(labels[first:]) for first in range(len(labels) - 1)]
        claims = Domain.objects.filter(name__in=names, customer__disabled_at=None).select_related("customer")
        return max(claims, key=lambda claim: len(claim.name)).customer if claims else None


class Customer(models.Model):
    """
    A company that the provider serves. `country` is ISO 3166 alpha-2; `segment` a key of the handbook; `language` and
    `time_zone` hold for its people where they chose none. Disabled, never deleted.
    """

    timeline = models.OneToOneField(Timeline, on_delete=models.PROTECT, related_name="customer")
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    segment = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    general_contact = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[CustomerManager] = CustomerManager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [index_of_pieces("name", name="directory_customer_searched")]

    def __str__(self) -> str:
        return self.name

    def change(self, *, by: Actor, at: datetime, language: str | None = None, zone: str | None = None) -> None:
        """Set the language and the zone of its people who chose none; None leaves one as it is. Raises NotALanguage, NotAZone."""
        check_spoken(language or "", zone or "")
        chosen = {"language": language, "time_zone": zone}
        changes = {
            name: {"before": getattr(self, name), "after": after}
            for name, after in chosen.items()
            if after is not None and after != getattr(self, name)
        }
        if not changes:
            return
        for name, change in changes.items():
            setattr(self, name, change["after"])
        self.save(update_fields=list(changes))
        record(self, Verb.CHANGED, by=by, at=at, public=False, changes=changes)

    def claim_domain(self, name: str, *, by: Actor, at: datetime) -> "Domain":
        """Take unknown senders of this mail domain and of those below it for its own. Raises DomainClaimed, DomainIsEverybodys."""
        name = name.strip().lstrip("@").rstrip(".").casefold()
        if name in EVERYBODYS or "." not in name:
            raise DomainIsEverybodys(domain=name)
        domain, is_new = Domain.objects.get_or_create(name=name, defaults={"customer": self})
        if domain.customer_id != self.pk:
            raise DomainClaimed(domain=name)
        if is_new:
            record(self, Verb.DOMAIN_CLAIMED, by=by, at=at, public=False, domain=domain.pk)
        return domain


class Domain(models.Model):
    """A mail domain whose unknown senders are taken for this customer's people."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="domains")
    name = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.name
