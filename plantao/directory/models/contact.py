"""Contact: a person in the service of a customer."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from plantao.directory.models.customer import Customer
from plantao.directory.verbs import Verb
from plantao.events.actor import Actor
from plantao.events.recording import record
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.prepared import Gap, Prepared

_SPEAKS_FOR = Prepared(lambda: Contact.objects.filter(customer=Gap("customer"), person=Gap("person"), until=None))


class ContactManager(models.Manager["Contact"]):
    """Makes and finds contacts."""

    def add(self, customer: Customer, person: Person, *, by: Actor, at: datetime, **authority: bool) -> "Contact":
        """Let a person speak for a customer. `authority` are this model's may_... flags. One who does already is returned as they are."""
        if known := _SPEAKS_FOR.first(customer=customer.pk, person=person.pk):
            return known
        contact, is_new = self.get_or_create(customer=customer, person=person, until=None, defaults={"since": at, **authority})
        if is_new:
            record(customer, Verb.CONTACT_ADDED, by=by, at=at, public=False, contact=contact.pk, authority=authority)
        return contact

    def live(self) -> models.QuerySet["Contact"]:
        """Return the contacts of today, of customers that are served."""
        return self.filter(until=None, customer__disabled_at=None)


class Contact(models.Model):
    """
    A person who speaks for a customer, with authority to open tickets, ask for changes, let people into sites, see
    bills. From `since` until they leave (`until`); a person may be contact of more than one customer.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    may_open = models.BooleanField(default=True)
    may_change = models.BooleanField(default=False)
    may_give_access = models.BooleanField(default=False)
    may_see_billing = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ContactManager] = ContactManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "person"], condition=Q(until=None), name="directory_contact_once"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    def choose(self, *, by: Actor, at: datetime, **choices: Any) -> None:
        """Note how this person is to be told; see Person.choose, and what it raises."""
        changes = self.person.choose(**choices)
        if changes:
            facts: dict[str, Any] = {"contact": self.pk, "person": self.person_id, "changes": changes}
            record(self.customer, Verb.CONTACT_CHOSE, by=by, at=at, public=False, **facts)

    def address_works(self, address: str, *, by: Actor, at: datetime) -> bool:
        """Somebody says that this mail address of theirs works: it is tried again. False, and nothing written, where no mail came back."""
        revived = Person.objects.heard_from(Kind.MAIL, address, at=at)
        if revived:
            record(self.customer, Verb.ADDRESS_WORKS, by=by, at=at, public=False, contact=self.pk, person=self.person_id)
        return revived

    def leave(self, *, by: Actor, at: datetime) -> None:
        """The person no longer speaks for the customer. What must follow (sessions, chats, open tickets) reacts to the event."""
        self.until = at
        self.save(update_fields=["until"])
        record(self.customer, Verb.CONTACT_LEFT, by=by, at=at, public=False, contact=self.pk, person=self.person_id)
