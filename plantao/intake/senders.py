"""Who a message says it is from, and whether that is believed."""

from dataclasses import dataclass, replace
from datetime import datetime

from plantao.directory.models import Contact, Customer
from plantao.events.actor import Actor, ActorKind
from plantao.mail.message import Address, Mail
from plantao.people.addresses import Kind
from plantao.people.models import Person
from plantao.rules import message_matching
from plantao.staff.queries import is_staff


@dataclass(frozen=True, slots=True)
class Sender:
    """
    The person behind an address, with the customers for whom they may be taken.

    `customers` are those they are a live contact of, else the one that claims their mail domain, unless they left it. A sender who is not
    believed (authentication is asked for and did not pass) is nobody's contact, whoever they say they are.
    """

    person: Person | None
    customers: tuple[Customer, ...]
    is_staff: bool
    is_believed: bool

    @property
    def customer(self) -> Customer | None:
        """Return the customer they write for, where there is no doubt about it."""
        return self.customers[0] if len(self.customers) == 1 else None

    @property
    def actor(self) -> Actor:
        """Return them as who acts: a contact where a customer is known, else a stranger."""
        kind = ActorKind.CONTACT if self.customers else ActorKind.STRANGER
        return Actor(kind, self.person.pk if self.person else None)

    @property
    def facts(self) -> message_matching.Sender:
        """Return what the rule of matching wants to know of them."""
        return message_matching.Sender(
            person=self.person.pk if self.person else None,
            customers=frozenset(customer.pk for customer in self.customers),
            is_staff=self.is_staff,
            is_believed=self.is_believed,
        )


def sender_of(mail: Mail, *, asks_for_dmarc: bool) -> Sender:
    """Return who a mail is from, as far as they are known; nobody is made. Answers go to Reply-To only where it is the same person's."""
    address = mail.from_.address if mail.from_ else ""
    person = Person.objects.at_address(Kind.MAIL, address) if address else None
    return _as_known(person, address, is_believed=mail.passes_dmarc or not asks_for_dmarc)


def nobody() -> Sender:
    """Return the sender of a mail that says it is from ourselves: a forgery, or a mail of ours gone astray."""
    return Sender(person=None, customers=(), is_staff=False, is_believed=False)


def made_known(sender: Sender, address: Address, *, at: datetime, language: str) -> Sender:
    """
    Return the sender with a person, made where nobody had the address yet. Somebody whose domain a customer claims
    becomes that customer's contact, who may open tickets and no more.
    """
    person = sender.person
    if person is None:
        name, is_believed = address.name or address.local_part, sender.is_believed
        person, is_new = Person.objects.known_at(Kind.MAIL, address.address, name=name, at=at, language=language, is_verified=is_believed)
        # who was made meanwhile by somebody else may have been made staff, or another customer's contact
        sender = replace(sender, person=person) if is_new else _as_known(person, address.address, is_believed=is_believed)
    if not person.name and address.name:
        person.name = address.name[:200]
        person.save(update_fields=["name"])
    if sender.customer and not sender.is_staff:
        Contact.objects.add(sender.customer, person, by=sender.actor, at=at)
    return sender


def _as_known(person: Person | None, address: str, *, is_believed: bool) -> Sender:
    return Sender(
        person=person,
        customers=_customers(person, address) if is_believed else (),
        is_staff=person is not None and is_staff(person.pk),
        is_believed=is_believed,
    )


def _customers(person: Person | None, address: str) -> tuple[Customer, ...]:
    if person is not None:
        if spoken_for := Customer.objects.of_contact(person):
            return tuple(spoken_for)
        if is_staff(person.pk):
            return ()
    claiming = Customer.objects.of_mail_domain(address)
    if claiming is None or Contact.objects.filter(person=person, customer=claiming).exists():
        return ()  # who left the customer is not taken back by the domain of the address
    return (claiming,)
