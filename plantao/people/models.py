"""Person (the user model) and Address."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import Q

from plantao.handbook.document import LANGUAGES
from plantao.people.addresses import Kind, key_of
from plantao.people.searching import index_of_pieces
from plantao.prepared import Gap, Prepared, run
from plantao.rules.duty_hours import read_hours
from plantao.rules.quiet_hours import check_they_end, quiet_until
from plantao.rules.refused import Refused

LOCK_CLASS = 1_885_696_114
"""The first half of the advisory locks' keys under which somebody new is made: any number that nobody else in the database uses."""


_AT_ADDRESS = Prepared(lambda: Person.objects.filter(addresses__kind=Gap("kind"), addresses__key=Gap("key")).distinct()[:2])


class NotALanguage(Refused):
    """The desk does not speak it. Facts: `language`, `known`."""


class NotAZone(Refused):
    """Nobody's clocks are called so. Facts: `zone`."""


def check_spoken(language: str, time_zone: str) -> None:
    """Raise NotALanguage or NotAZone where one is named that there is not; "" is nobody's choice."""
    if language and language not in LANGUAGES:
        raise NotALanguage(language=language[:20], known=list(LANGUAGES))
    try:
        ZoneInfo(time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAZone(zone=time_zone[:60]) from None


_REVIVE = "UPDATE people_address SET bounced_at = NULL WHERE kind = %s AND key = %s AND bounced_at <= %s"


class PersonManager(BaseUserManager["Person"]):
    """Makes and finds persons."""

    def create_person(self, *, name: str, at: datetime, language: str = "", time_zone: str = "", is_fictional: bool = False) -> "Person":
        """Make a person who has no access of their own yet: no sign-in address and no password."""
        person = self.model(name=name[:200], language=language, time_zone=time_zone, created_at=at, is_fictional=is_fictional)
        person.set_unusable_password()
        person.save()
        return person

    def at_address(self, kind: Kind, value: str) -> "Person | None":
        """Return who is reached at this address; None where nobody, or more than one (a phone may be several people's)."""
        found = _AT_ADDRESS.rows(kind=str(kind), key=key_of(kind, value))
        return found[0].survivor if len(found) == 1 else None

    def known_at(
        self, kind: Kind, value: str, *, name: str, at: datetime, language: str = "", is_verified: bool = False
    ) -> "tuple[Person, bool]":
        """
        Return who is reached at this address, and whether they were made for it, since nobody was.

        Runs in a transaction. Who makes somebody holds the address until that has ended, so two who meet the same stranger
        at once make one person between them: the second waits, and finds the first's. Take it before a ticket's lock, and
        for one address a transaction, and it can't be part of a deadlock.
        """
        found = self.at_address(kind, value)
        if found is None:
            _hold_address(kind, value)
            found = self.at_address(kind, value)
        if found is not None:
            return found, False
        person = self.create_person(name=name, at=at, language=language)
        person.add_address(kind, value, at=at, is_verified=is_verified)
        return person, True

    def heard_from(self, kind: str, value: str, *, at: datetime) -> bool:
        """Somebody wrote from this address at `at`: where mail to it came back before, it is tried again. Whether that was so."""
        return run(_REVIVE, str(kind), key_of(kind, value), at) > 0


class Person(AbstractBaseUser):
    """
    One human being with one account. Disabled, never deleted; merged into another, the pointer stays.

    `email` is the address they sign in with, null until they have access; where they are reached is in `addresses`.
    `language` (pt-br, es, en) and `time_zone` (IANA) are "" while unknown: the customer's, then the provider's hold.
    `quiet_hours` (see plantao/rules/duty_hours.py) are when they are told nothing that can wait; `channels` by which they would
    rather be told, the first first.
    `is_fictional`: one of a demonstration's cast, whose password is printed; for them alone no second factor is asked.
    """

    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(unique=True, null=True, blank=True, max_length=320)
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    quiet_hours = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)
    is_fictional = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes: ClassVar = [index_of_pieces("name", name="people_person_searched")]

    def __str__(self) -> str:
        return self.name or f"person {self.pk}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's is a class attribute
        """Whether this account may still be used."""
        return self.disabled_at is None

    @property
    def survivor(self) -> "Person":
        """Return the person that this one was merged into, at the end of the chain; itself where it was not."""
        person: Person = self
        while person.merged_into is not None:
            person = person.merged_into
        return person

    @property
    def mail_address(self) -> str:
        """Return where mail for this person goes: the sign-in address, else the oldest mail address that works; "" where none."""
        if self.email:
            return self.email
        address = self.addresses.filter(kind=Kind.MAIL, bounced_at=None).order_by("id").first()
        return address.value if address else ""

    def choose(
        self,
        *,
        language: str | None = None,
        time_zone: str | None = None,
        quiet_hours: Sequence[str] | None = None,
        channels: Sequence[Kind] | None = None,
    ) -> dict[str, dict[str, Any]]:
        """
        Note how this person is to be told; None leaves a choice as it is, "" or nothing takes it back. Whoever calls records it.

        Returns what changed: `{choice: {"before", "after"}}`. Raises NotALanguage, NotAZone, NotDutyHours, NeverAwake.
        """
        check_spoken(language or "", time_zone or "")
        if quiet_hours:
            check_they_end(read_hours(quiet_hours), written=quiet_hours)
        chosen: Mapping[str, Any] = {
            "language": language,
            "time_zone": time_zone,
            "quiet_hours": None if quiet_hours is None else [" ".join(line.split()) for line in quiet_hours],
            "channels": None if channels is None else [channel.value for channel in channels],
        }
        changes = {
            name: {"before": getattr(self, name), "after": after}
            for name, after in chosen.items()
            if after is not None and after != getattr(self, name)
        }
        for name, change in changes.items():
            setattr(self, name, change["after"])
        self.save(update_fields=list(changes))
        return changes

    def quiet_until(self, *, zone: ZoneInfo, at: datetime) -> datetime:
        """Return until when they are left in peace of what can wait, their hours read in `zone`; `at` where they are not."""
        return quiet_until(read_hours(self.quiet_hours), zone=zone, at=at) if self.quiet_hours else at

    def let_in(self, *, email: str, password: str | None = None) -> None:
        """
        Give them an address to sign in with. Without a password nobody gets in by it before one is set through the link
        of a first access, or of a forgotten password.
        """
        self.email = email.strip().lower()
        if password is None:
            self.set_unusable_password()
        else:
            self.set_password(password)
        self.save(update_fields=["email", "password"])

    def add_address(self, kind: Kind, value: str, *, at: datetime, is_verified: bool = False) -> "Address":
        """Note that this person is reached there; the same address again changes nothing but a verification."""
        address, is_new = self.addresses.get_or_create(
            kind=kind,
            key=key_of(kind, value),
            defaults={"value": value, "created_at": at, "verified_at": at if is_verified else None},
        )
        if is_verified and not is_new and address.verified_at is None:
            address.verified_at = at
            address.save(update_fields=["verified_at"])
        return address


class Address(models.Model):
    """Where a person is reached. A mail address or a chat id is one person's; a phone may be several people's."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.CharField(max_length=320)
    key = models.CharField(max_length=320)
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], condition=~Q(kind="phone"), name="people_address_is_one_persons"),
            models.UniqueConstraint(fields=["person", "kind", "key"], name="people_address_once_a_person"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "key"], name="people_address_key"),
            index_of_pieces("value", name="people_address_searched"),
            index_of_pieces("key", name="people_address_key_searched"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"


def _hold_address(kind: Kind, value: str) -> None:
    """Wait for whoever is making somebody at this address, and keep others waiting until our transaction ends."""
    digest = sha256(f"{kind}:{key_of(kind, value)}".encode("utf-8", "replace")).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [LOCK_CLASS, int.from_bytes(digest[:4], signed=True)])
