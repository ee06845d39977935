"""The mails that the figures are made with: plain requests of people whom a customer has named."""

from email.message import EmailMessage
from itertools import count

from bench.house import ADDRESS

CUSTOMERS = 20
CONTACTS = 4000
"""So many that nobody gets near the caps on automatic answers, which would spare us the sending."""

_numbers = count(1)


def people() -> None:
    """Take some customers in, with contacts who write."""
    from django.db import transaction

    from plantao import clock
    from plantao.directory.models import Contact, Customer
    from plantao.events.actor import DESK
    from plantao.people.addresses import Kind
    from plantao.people.models import Address, Person

    at = clock.now()
    with transaction.atomic():
        customers = [Customer.objects.add(f"Provedor {number}", by=DESK, at=at, country="BR") for number in range(CUSTOMERS)]
        persons = [Person(name=f"Contato {number}", language="pt-br", password="!", created_at=at) for number in range(CONTACTS)]
        Person.objects.bulk_create(persons)
        Address.objects.bulk_create(
            Address(person=person, kind=Kind.MAIL, value=address, key=address, created_at=at, verified_at=at)
            for person, address in zip(persons, map(address_of, range(CONTACTS)), strict=True)
        )
        Contact.objects.bulk_create(
            Contact(customer=customers[number % CUSTOMERS], person=person, since=at) for number, person in enumerate(persons)
        )


def address_of(number: int) -> str:
    """Return the address of a contact."""
    return f"contato{number % CONTACTS}@p{number % CUSTOMERS}.example"


def a_colleague_of(person: str) -> str:
    """Return SQL for the key of another contact of the same customer, by the number `g`; of a house in which nobody else is."""
    return f"({person} % {CUSTOMERS} + {CUSTOMERS} * (1 + g % {CONTACTS // CUSTOMERS - 1}))"


def a_mail(key: str = "a") -> tuple[str, bytes]:
    """Return a new request: who sends it, and the mail."""
    number = next(_numbers)
    mail = EmailMessage()
    mail["From"] = f"Contato <{address_of(number)}>"
    mail["To"] = ADDRESS
    mail["Subject"] = f"Enlace fora no ponto {key}{number}"
    mail["Message-ID"] = f"<{key}.{number}@p.example>"
    mail["Date"] = "Mon, 23 Nov 2026 09:00:00 -0300"
    mail.set_content("Bom dia,\n\no enlace caiu há pouco e não voltou. Podem verificar?\n\nObrigado\n" + "Detalhes do teste. " * 40 + "\n")
    return address_of(number), mail.as_bytes().replace(b"\n", b"\r\n")
