"""TicketRow: what a ticket's row holds, and what every verb begins and ends with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from plantao.agreements.models import CalendarVersion, HandbookVersion
from plantao.agreements.queries import document_of
from plantao.directory.models import Customer, Service
from plantao.events.actor import Actor
from plantao.events.models import Event, Timeline
from plantao.events.recording import FromTheFuture, record
from plantao.handbook.document import Handbook
from plantao.messaging.models import Thread
from plantao.people.models import Person
from plantao.prepared import update
from plantao.rules.late_fact import ANYBODYS, check_late
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act, Status, check_may, check_move, is_open
from plantao.staff.queries import may
from plantao.tickets.models.entry import Entry, EntryKind, Words, digest
from plantao.tickets.verbs import Verb


class ForStaffOnly(Refused):
    """A customer can't do this to a ticket. Facts: `act`."""


class BeforeTheOpening(Refused):
    """Something is said to have happened on a ticket before it was opened. Facts: `at`, `opened_at` (ISO 8601)."""


@dataclass(frozen=True, slots=True)
class Late:
    """Written down at `recorded_at`, after it happened, for `reason` (words; nobody chose the instant of a machine's receipt: "")."""

    recorded_at: datetime
    reason: str = ""


class TicketRow(models.Model):
    """
    The row holds where the ticket stands; what happened is on its timeline, what was said in its thread.

    `protocol` is the number of its first contact; all its numbers are in `protocols`. Department, item, criticality,
    level, plan and `customer_calendar` are keys of the handbook, read under `handbook`, the version in force at the
    opening; `calendars` is frozen with it. Instants are those that count, not those of the writing. `missing` names
    what the handbook requires and nobody gave yet. `next_due_at` is an index, written only through `expect_by()`.
    """

    timeline = models.OneToOneField(Timeline, on_delete=models.PROTECT, related_name="ticket")
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="ticket")
    protocol = models.CharField(max_length=32, unique=True)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    requester = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="requested_tickets")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    handbook = models.ForeignKey(HandbookVersion, on_delete=models.PROTECT, related_name="+")
    calendars = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    plan = models.CharField(max_length=64, blank=True)
    customer_calendar = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=16)
    subject = models.CharField(max_length=300)
    language = models.CharField(max_length=16)
    status = models.CharField(max_length=16, choices=[(status.value, status.value) for status in Status], default=Status.NEW)
    department = models.CharField(max_length=64)
    item = models.CharField(max_length=64, blank=True)
    criticality = models.CharField(max_length=64)
    level = models.CharField(max_length=64, blank=True)
    holder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="held_tickets")
    missing = models.JSONField(default=list, blank=True)
    is_covered = models.BooleanField(default=True)
    is_contact = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    fault_started_at = models.DateTimeField(null=True, blank=True)
    attended_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("tickets.Ticket", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    next_due_at = models.DateTimeField(null=True, blank=True)

    _locked_in: object = None

    class Meta:
        abstract = True

    @property
    def terms(self) -> Handbook:
        """Return the handbook under which this ticket was opened."""
        return document_of(self.handbook_id)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has work to do on it."""
        return is_open(Status(self.status))

    def lock(self) -> None:
        """
        Hold this row's lock until the transaction ends, and read the row anew; every verb does so first.

        Who needs more than one ticket locks them in the order of their ids. Held already, this does nothing.
        """
        blocks = transaction.get_connection().atomic_blocks
        if not blocks:
            raise RuntimeError("a verb runs in the transaction of its facts")
        if any(block is self._locked_in for block in blocks):
            return
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(of=("self",)))
        self.mark_locked()

    def mark_locked(self) -> None:
        """Note that this row was read, or made, with its lock in the innermost transaction block of now."""
        self._locked_in = transaction.get_connection().atomic_blocks[-1]

    def expect_by(self, due_at: datetime | None) -> None:
        """Note by when something must happen next; None where nothing waits. Rooms above call it, with the lock held."""
        self.lock()
        self._set(next_due_at=due_at)

    def _begin(self, act: Act, *, by: Actor, at: datetime, late: Late | None, by_customers: bool = False) -> None:
        """Lock, and raise unless `act` may be done now by whoever acts, as of `at`."""
        self.lock()
        if by.is_customers and not by_customers:
            raise ForStaffOnly(act=act.value)
        check_may(act, Status(self.status))
        check_lateness(at, by=by, late=late)
        if late is not None and by.is_staff and at < self.opened_at:
            raise BeforeTheOpening(at=iso(at), opened_at=iso(self.opened_at))

    def _move(self, after: Status, **fields: Any) -> None:
        check_move(Status(self.status), after)
        self._set(status=after, **fields)

    def _set(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        update(self, *fields)

    def _record(
        self,
        verb: Verb,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        late: Late | None = None,
        words: Words | None = None,
        kind: EntryKind = EntryKind.REASON,
        **facts: Any,
    ) -> Event:
        """Write down what happened, with the words of it and the reason of its lateness; then everything reacts."""
        if words is not None:
            facts["sha256"] = digest(words.text)
        recorded_at = None if late is None else late.recorded_at
        rows = self._entries_of(words, kind, late)
        return record(self, verb, by=by, at=at, public=public, recorded_at=recorded_at, rows=rows, **facts, **_lateness(at, late))

    def _entries_of(self, words: Words | None, kind: EntryKind, late: Late | None) -> Callable[[Event], None]:
        def write(event: Event) -> None:
            if words is not None:
                Entry.objects.write(words, kind=kind, ticket_id=self.pk, event=event, is_public=event.is_public)
            if late is not None and late.reason.strip():
                Entry.objects.write(Words(late.reason), kind=EntryKind.LATE, ticket_id=self.pk, event=event, is_public=False)

        return write


def iso(instant: datetime | None) -> str | None:
    """Return how facts write an instant: ISO 8601, in UTC."""
    return None if instant is None else instant.astimezone(UTC).isoformat()


def check_lateness(at: datetime, *, by: Actor, late: Late | None) -> None:
    """Raise FromTheFuture, or where a person on our side may not say that it happened at `at`, LateWithoutReason or TooLateForYou."""
    if late is not None and at > late.recorded_at:
        raise FromTheFuture(at=iso(at), now=iso(late.recorded_at))
    if late is None or not by.is_staff:
        return
    may_backdate = late.recorded_at - at <= ANYBODYS or may(by, "ticket.backdate")
    check_late(at, recorded_at=late.recorded_at, reason=late.reason, may_backdate=may_backdate)


def _lateness(at: datetime, late: Late | None) -> dict[str, Any]:
    return {"late": True} if late is not None and at < late.recorded_at else {}
