"""
Putting a handbook in force: the bytes become an immutable version, a period opens, a new calendar version is made.

Open tickets keep the version they were opened under. What a live contract or a role's holder still needs is not
dropped unless it is asked for twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from plantao.agreements import calendars
from plantao.agreements.models import Because, Contract, HandbookPeriod, HandbookVersion
from plantao.directory.models import AccountRole
from plantao.events.actor import DESK, Actor
from plantao.handbook.document import Handbook
from plantao.rules.refused import Refused
from plantao.staff.rota import roles_named


class StartsInThePast(Refused):
    """A handbook can't come into force before now: tickets were opened under another. Facts: since, now."""


class StillNeeded(Refused):
    """The handbook drops what is in use. Facts: plans (with a live contract), roles (that somebody holds)."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What `apply` did. `until` is when a version that was applied before takes over, None where none does; `is_new` is False
    where this very version was in force already and nothing changed."""

    version: HandbookVersion
    since: datetime
    until: datetime | None
    is_new: bool


@transaction.atomic
def apply(
    handbook: Handbook,
    source: bytes,
    *,
    file_name: str,
    at: datetime,
    by: Actor = DESK,
    since: datetime | None = None,
    anyway: bool = False,
) -> Applied:
    """
    Put a checked handbook in force from `since`, by default now. The same bytes again are the same version.

    A version that was to come into force later still does. Raises StartsInThePast, StillNeeded (not with `anyway`).
    """
    since = since or at
    if since < at:
        raise StartsInThePast(since=since.isoformat(), now=at.isoformat())
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {HandbookPeriod._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    if not anyway:
        _refuse_to_drop(handbook, at=at)
    digest = sha256(source).hexdigest()
    current = HandbookPeriod.objects.filter(since__lte=since).exclude(until__lte=since).select_related("version").first()
    if current and current.version.sha256 == digest:
        return Applied(current.version, current.since, current.until, is_new=False)
    version = HandbookVersion.objects.filter(sha256=digest).first() or HandbookVersion.objects.create(
        number=HandbookVersion.objects.count() + 1,
        sha256=digest,
        source=source,
        file_name=file_name,
        applied_at=at,
        applied_by_id=by.person_id,
    )
    until = _open_period(version, since=since, current=current)
    calendars.renew(handbook, at=at, by=by, because=Because.HANDBOOK, about={"handbook": version.number})
    return Applied(version, since, until, is_new=True)


def _open_period(version: HandbookVersion, *, since: datetime, current: HandbookPeriod | None) -> datetime | None:
    """Open it, and return when the one that is to follow begins."""
    following = HandbookPeriod.objects.filter(since__gt=since).order_by("since").first()
    if current and current.since == since:
        current.version = version
        current.save(update_fields=["version"])
        return current.until
    if current:
        current.until = since
        current.save(update_fields=["until"])
    return HandbookPeriod.objects.create(version=version, since=since, until=following.since if following else None).until


def _refuse_to_drop(handbook: Handbook, *, at: datetime) -> None:
    plans = _missing(Contract.objects.exclude(until__lte=at).values_list("plan", flat=True), handbook.contracts)
    held = AccountRole.objects.exclude(until__lte=at).values_list("role", flat=True)
    roles = _missing({*held, *roles_named(at=at)}, handbook.roles)
    if plans or roles:
        raise StillNeeded(plans=plans, roles=roles)


def _missing(used: Iterable[str], known: Iterable[str]) -> list[str]:
    return sorted(set(used) - set(known))
