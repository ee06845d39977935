"""BlockedSender: an address whose mails are put away as they come."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q

from plantao.events.actor import Actor
from plantao.events.models import Timeline
from plantao.events.recording import record
from plantao.messaging.verbs import MailVerb
from plantao.people.addresses import Kind, key_of
from plantao.people.models import Person
from plantao.prepared import Gap, Prepared
from plantao.rules.refused import Refused
from plantao.staff.models import Agent
from plantao.staff.queries import is_staff

_BLOCKED = Prepared(lambda: BlockedSender.objects.filter(key=Gap("key"), until=None))


class AlreadyBlocked(Refused):
    """Nothing more comes in from there as it is. Facts: since (ISO 8601)."""


class BlocksOurOwn(Refused):
    """Who serves on the desk, or wrote from no address, can't be blocked. Facts: none."""


class NotBlocked(Refused):
    """Somebody was let in again before. Facts: until (ISO 8601)."""


class BlockedSenderManager(models.Manager["BlockedSender"]):
    """Blocks senders, and knows who is blocked."""

    def blocks(self, key: str) -> bool:
        """Return whether mail from this sender (a key, as on Inbound) is put away."""
        return bool(key) and _BLOCKED.first(key=key) is not None

    @transaction.atomic
    def block(self, address: str, *, by: Actor, at: datetime, reason: str) -> "BlockedSender":
        """Let mails from this address be put away as they come; those that are here stay. Raises NotYours, BlocksOurOwn, AlreadyBlocked."""
        Agent.objects.check_may(by, "mail.block")
        owner = Person.objects.at_address(Kind.MAIL, address) if address else None
        if not address or (owner is not None and is_staff(owner.pk)):
            raise BlocksOurOwn()
        blocked, is_new = self.get_or_create(
            key=key_of(Kind.MAIL, address)[:320],
            until=None,
            defaults={"since": at, "reason": reason, "timeline": Timeline.objects.create(), "person_id": by.person_id},
        )
        if not is_new:
            raise AlreadyBlocked(since=blocked.since.isoformat())
        record(blocked, MailVerb.BLOCKED, by=by, at=at, public=False)
        return blocked

    def now(self) -> models.QuerySet["BlockedSender"]:
        """Return those who are blocked, the last first, with who blocked them."""
        return self.filter(until=None).select_related("person").order_by("-since", "-pk")


class BlockedSender(models.Model):
    """
    From `since` until somebody lets them in again (`until`), mails from the address with this key are kept, put away, and open or
    answer nothing. `person` blocked them for `reason`.
    """

    timeline = models.OneToOneField(Timeline, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=320)
    reason = models.CharField(max_length=200)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[BlockedSenderManager] = BlockedSenderManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], condition=Q(until=None), name="messaging_blocked_once")]

    def __str__(self) -> str:
        return f"blocked sender {self.pk}"

    @transaction.atomic
    def admit(self, *, by: Actor, at: datetime) -> None:
        """Let their mails in again, from now on. Raises NotYours, NotBlocked."""
        Agent.objects.check_may(by, "mail.admit")
        blocked = BlockedSender.objects.select_for_update().get(pk=self.pk)
        if blocked.until is not None:
            raise NotBlocked(until=blocked.until.isoformat())
        self.until = at
        self.save(update_fields=["until"])
        record(self, MailVerb.ADMITTED, by=by, at=at, public=False)
