"""Questions about customers and those who speak for them: who calls?"""

from typing import Any

from django.db.models import QuerySet, TextField, Value

from plantao.directory.models import Contact, Customer, Service
from plantao.people.models import Address, Person
from plantao.people.searching import SHORTEST_PIECE, Holds, words_to_look_for
from plantao.staff.queries import is_staff

WRITES_A_PHONE = frozenset("0123456789+-.()/ \u00a0")
FEWEST_DIGITS = 5
"""Fewer digits than these, with nothing else, may be anything: a Service ID, a door."""


def digits_of(text: str) -> str:
    """Return the digits of a phone number, however it is written and without what is dialled before it at home; "" where it is none."""
    if not text.strip() or not WRITES_A_PHONE.issuperset(text):
        return ""
    digits = "".join(character for character in text if character.isdigit()).lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS else ""


def callers(text: str, *, seen_by: Person) -> QuerySet[Contact]:
    """
    Return the contacts of today whom every word of `text` finds, by a piece of their name, of an address of theirs, of their
    customer's name or of its Service IDs; a phone number as a whole, however it is written. Only staff find anybody.
    """
    contacts = Contact.objects.live().select_related("person", "customer").order_by("customer__name", "person__name", "pk")
    looked_for = _looked_for(text)
    if not looked_for or not is_staff(seen_by.pk):
        return contacts.none()
    for piece in looked_for:
        contacts = contacts.filter(pk__in=_contacts(piece))
    return contacts


def customers_called(text: str, *, seen_by: Person) -> QuerySet[Customer]:
    """Return the customers that are served and that every word of `text` finds, by name or Service ID. Only staff find any."""
    customers = Customer.objects.filter(disabled_at=None)
    looked_for = _looked_for(text)
    if not looked_for or not is_staff(seen_by.pk):
        return customers.none()
    for piece in looked_for:
        customers = customers.filter(pk__in=_customers(piece))
    return customers


def _looked_for(text: str) -> list[Value]:
    """Return the pieces that must be found: one for a whole phone number; words that are too short find everything, and nothing."""
    digits = digits_of(text)
    pieces = [digits] if digits else [word for word in words_to_look_for(text) if len(word) >= SHORTEST_PIECE]
    return [Value(piece, output_field=TextField()) for piece in pieces]


def _contacts(piece: Value) -> QuerySet[Contact, Any]:
    """Return the ids of the contacts that one piece finds: a union, so that each part goes by its own index."""
    ids = Contact.objects.order_by()
    return (
        ids.filter(person__in=Person.objects.filter(Holds("name", piece)).values("pk"))
        .values("pk")
        .union(
            ids.filter(person__in=Address.objects.filter(Holds("value", piece)).values("person")).values("pk"),
            ids.filter(person__in=Address.objects.filter(Holds("key", piece)).values("person")).values("pk"),
            ids.filter(customer__in=_named(piece)).values("pk"),
            ids.filter(customer__in=_served(piece)).values("pk"),
        )
    )


def _customers(piece: Value) -> QuerySet[Customer, Any]:
    return _named(piece).union(_served(piece))


def _named(piece: Value) -> QuerySet[Customer, Any]:
    return Customer.objects.filter(Holds("name", piece)).order_by().values("pk")


def _served(piece: Value) -> QuerySet[Service, Any]:
    return Service.objects.filter(Holds("service_id", piece)).order_by().values("customer")
