"""Handbooks in force, for tests."""

from datetime import datetime
from pathlib import Path

from plantao.agreements.applying import apply
from plantao.agreements.models import Contract, HandbookVersion
from plantao.directory.models import Customer
from plantao.handbook.reading import read

SHIPPED = Path(__file__).resolve().parent.parent.parent / "handbooks"


def a_handbook_in_force(*, at: datetime, source: bytes | None = None, file_name: str = "noc.yaml") -> HandbookVersion:
    """Put a handbook in force: the shipped one of that name, or the given bytes."""
    source = source if source is not None else (SHIPPED / file_name).read_bytes()
    reading = read(source, name=file_name)
    assert reading.handbook, reading.errors
    return apply(reading.handbook, source, file_name=file_name, at=at).version


def a_contract(customer: Customer, plan: str, *, at: datetime) -> Contract:
    """Give a customer a plan."""
    return Contract.objects.create(customer=customer, plan=plan, since=at)
