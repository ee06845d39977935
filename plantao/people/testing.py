"""Persons for tests."""

from datetime import datetime

from plantao.people.addresses import Kind
from plantao.people.models import Person


def a_person(name: str = "Ana Souza", *, at: datetime, mail: str = "", language: str = "pt-br", time_zone: str = "") -> Person:
    """Make a person, reached by mail where an address is given."""
    person = Person.objects.create_person(name=name, at=at, language=language, time_zone=time_zone)
    if mail:
        person.add_address(Kind.MAIL, mail, at=at, is_verified=True)
    return person
