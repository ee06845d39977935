"""What is in force: the handbook, the calendars and a customer's plan at an instant."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from plantao.agreements.models import CalendarVersion, Contract, HandbookPeriod, HandbookVersion
from plantao.directory.models import Customer
from plantao.handbook.document import Handbook
from plantao.handbook.reading import read
from plantao.prepared import Gap, Prepared
from plantao.rules.refused import Refused

_PERIOD = Prepared(lambda: HandbookPeriod.objects.filter(Q(until=None) | Q(until__gt=Gap("at")), since__lte=Gap("at"))[:1], stays=True)
_CALENDARS = Prepared(lambda: CalendarVersion.objects.order_by("-number")[:1], stays=True)
_PLAN = Prepared(
    lambda: Contract.objects.filter(Q(until=None) | Q(until__gt=Gap("at")), customer=Gap("customer"), since__lte=Gap("at")).order_by(
        "-since"
    )[:1]
)


class NoHandbook(Refused):
    """No handbook is in force. Facts: at."""


@dataclass(frozen=True, slots=True)
class InForce:
    """What a ticket that is opened now freezes: the handbook's version with its document, and the calendars."""

    version: HandbookVersion
    handbook: Handbook
    calendars: CalendarVersion


def in_force(at: datetime) -> InForce:
    """Return the handbook in force at an instant, and the newest calendars. Raises NoHandbook."""
    version, calendars = _version_in_force(at), _CALENDARS.first()
    if calendars is None:
        raise NoHandbook(at=at.isoformat())
    return InForce(_version(version), document_of(version), calendars)


def handbook_in_force(at: datetime) -> Handbook:
    """Return the document of the handbook in force at an instant. Raises NoHandbook."""
    return document_of(_version_in_force(at))


def handbook_of(version: HandbookVersion) -> Handbook:
    """Return the document of a version, read once a process: a version never changes."""
    return document_of(version.pk)


@lru_cache(maxsize=64)
def document_of(version_id: int) -> Handbook:
    """Return the document of the version with this id; `handbook_of` where the version is at hand."""
    version = HandbookVersion.objects.get(pk=version_id)
    reading = read(bytes(version.source), name=version.file_name)
    if reading.handbook is None:
        raise RuntimeError(f"handbook {version.number} was applied and can no longer be read: {reading.problems[0].sentence}")
    return reading.handbook


@lru_cache(maxsize=64)
def _version(version_id: int) -> HandbookVersion:
    return HandbookVersion.objects.defer("source").get(pk=version_id)


def _version_in_force(at: datetime) -> int:
    period = _PERIOD.first(at=at)
    if period is None:
        raise NoHandbook(at=at.isoformat())
    return period.version_id


def plan_of(customer: Customer | None, *, at: datetime) -> str:
    """Return the plan that a customer has at an instant; "" for an unknown customer or one without a contract."""
    if customer is None:
        return ""
    contract = _PLAN.first(customer=customer.pk, at=at)
    return contract.plan if contract else ""


def plans_of(customers: Collection[int], *, at: datetime) -> dict[int, str]:
    """Return the plans that customers, by their ids, have at an instant: one query; those without a contract are left out."""
    live = Contract.objects.filter(Q(until=None) | Q(until__gt=at), customer__in=customers, since__lte=at)
    return dict(live.order_by("since").values_list("customer_id", "plan"))
