"""How a ticket ends: restore, resolve, confirm, close, cancel, not a contact."""

from datetime import datetime
from typing import Any

from plantao.events.actor import Actor
from plantao.events.models import Event
from plantao.events.recording import FromTheFuture
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act, Status, status_after_all
from plantao.tickets.models import terms
from plantao.tickets.models.entry import Words, storable
from plantao.tickets.models.resolution import UNANSWERED, Resolution
from plantao.tickets.models.row import Late, check_lateness, iso
from plantao.tickets.models.treating import ReasonMissing
from plantao.tickets.models.waiting import Waiting
from plantao.tickets.verbs import Verb


class AlreadyRestored(Refused):
    """The service was said to be back before; a wrong instant is corrected. Facts: `restored_at` (ISO 8601)."""


class RestoredBeforeItFailed(Refused):
    """The service can't be back before the fault began. Facts: `fault_started_at`, `restored_at` (ISO 8601)."""


class ResolutionIncomplete(Refused):
    """The handbook asks for more than was said. Facts: `missing` (of cause, responsible, done, restored_at)."""


class AlreadyConfirmed(Refused):
    """The requester said before that it is solved. Facts: `confirmed_at` (ISO 8601)."""


class Ending(Waiting):
    """The verbs of ending."""

    class Meta:
        abstract = True

    def restore(
        self, *, by: Actor, at: datetime, public: bool, fault_started_at: datetime | None = None, late: Late | None = None
    ) -> Event:
        """
        The service is back, as of `at`; the ticket's work may go on. `fault_started_at`: since when it was not.

        Raises AlreadyRestored, RestoredBeforeItFailed.
        """
        self._begin(Act.RESTORE, by=by, at=at, late=late)
        return self._restored(by=by, at=at, public=public, fault_started_at=fault_started_at, late=late)

    def resolve(
        self,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        cause: str = "",
        responsible: str = "",
        done: str = "",
        restored_at: datetime | None = None,
        late: Late | None = None,
    ) -> Resolution:
        """
        The ticket's work is done, as of `at`. Ends its holds and its promise, and records when the service was back.

        What the handbook's resolution asks for must be said: ResolutionIncomplete names what is not. Where it does not
        ask for `restored_at`, the service is back at the resolution at the latest. `done` is what the requester is told.
        """
        self._begin(Act.RESOLVE, by=by, at=at, late=late)
        self._check_resolution(cause=cause, responsible=responsible, done=done, restored_at=restored_at)
        if restored_at is not None and self.restored_at is not None and restored_at != self.restored_at:
            raise AlreadyRestored(restored_at=iso(self.restored_at))
        if restored_at is not None and restored_at > at:
            raise FromTheFuture(at=iso(restored_at), now=iso(at))
        if self.restored_at is None:
            told = Late(late.recorded_at if late else at, reason=done)  # what was done says why it is told only now
            check_lateness(restored_at or at, by=by, late=told if restored_at else late)
            self._restored(by=by, at=restored_at or at, public=public, late=Late(told.recorded_at), resolving=True)
        return self._resolved(by=by, at=at, public=public, cause=cause, responsible=responsible, done=done, late=late)

    def resolve_unanswered(self, *, by: Actor, at: datetime, public: bool, hold_id: int, late: Late | None = None) -> Resolution:
        """
        Nobody answered what a hold asked, in all the time that the handbook gives: resolved as UNANSWERED.

        Cause, responsible and restored are not asked; the service counts as back. Raises HoldNotOfThisTicket, NotOnHold.
        """
        self._begin(Act.RESOLVE, by=by, at=at, late=late)
        hold = self._hold_to_judge(hold_id)
        self._open_hold(hold.reason)
        if self.restored_at is None:
            self._restored(by=by, at=at, public=public, late=late, resolving=True)
        return self._resolved(by=by, at=at, public=public, cause=UNANSWERED, responsible="", done="", late=late)

    def _resolved(self, *, by: Actor, at: datetime, public: bool, cause: str, responsible: str, done: str, late: Late | None) -> Resolution:
        holds = self._end_waiting(at=at, verb=Verb.RESOLVED)
        self._move(Status.RESOLVED, resolved_at=at)
        resolution = Resolution.objects.create(
            ticket_id=self.pk,
            cause=cause,
            responsible=responsible,
            done=storable(done),
            resolved_by_id=by.person_id,
            at=at,
            customer_id=self.customer_id,
        )
        self._record(
            Verb.RESOLVED,
            by=by,
            at=at,
            public=public,
            late=late,
            words=Words(done) if done.strip() else None,
            cause=cause,
            responsible=responsible,
            restored_at=iso(self.restored_at),
            holds=holds,
        )
        return resolution

    def confirm(self, *, by: Actor, at: datetime, public: bool) -> Event:
        """The requester says that it is solved, or staff were told so. It stays resolved, and closes in its time."""
        self._begin(Act.CONFIRM, by=by, at=at, late=None, by_customers=True)
        resolution = Resolution.objects.get(ticket_id=self.pk)
        if resolution.confirmed_at is not None:
            raise AlreadyConfirmed(confirmed_at=iso(resolution.confirmed_at))
        resolution.confirmed_at = at
        resolution.save(update_fields=["confirmed_at"])
        return self._record(Verb.CONFIRMED, by=by, at=at, public=public)

    def close(self, *, by: Actor, at: datetime, public: bool, late: Late | None = None) -> Event:
        """Nothing more is filed here; what still comes opens a new ticket."""
        self._begin(Act.CLOSE, by=by, at=at, late=late)
        self._move(Status.CLOSED, closed_at=at)
        return self._record(Verb.CLOSED, by=by, at=at, public=public, late=late)

    def cancel(self, *, by: Actor, at: datetime, public: bool, reason: str) -> Event:
        """It is not wanted any more, or never should have been, for a reason. Not undone; see `not_a_contact`."""
        self._begin(Act.CANCEL, by=by, at=at, late=None)
        if not reason.strip():
            raise ReasonMissing(act=Act.CANCEL.value)
        holds = self._cancelled(at=at, verb=Verb.CANCELLED)
        return self._record(Verb.CANCELLED, by=by, at=at, public=public, words=Words(reason), holds=holds)

    def not_a_contact(self, *, by: Actor, at: datetime) -> Event:
        """It was spam, or nobody's request: cancelled, out of all figures, internal. `a_contact_after_all` undoes it."""
        self._begin(Act.NOT_A_CONTACT, by=by, at=at, late=None)
        holds = self._cancelled(at=at, verb=Verb.NOT_A_CONTACT, is_contact=False)
        return self._record(Verb.NOT_A_CONTACT, by=by, at=at, public=False, holds=holds)

    def a_contact_after_all(self, *, by: Actor, at: datetime) -> Event:
        """`not_a_contact` was a mistake: it gets back the status it had. Raises CancelledForGood for other cancellations."""
        self._begin(Act.A_CONTACT_AFTER_ALL, by=by, at=at, late=None)
        after = status_after_all(Status(self.status), is_not_a_contact=not self.is_contact, attended_at=self.attended_at)
        self._move(after, is_contact=True, cancelled_at=None)
        return self._record(Verb.A_CONTACT_AFTER_ALL, by=by, at=at, public=False, status=after.value)

    def _restored(
        self, *, by: Actor, at: datetime, public: bool, late: Late | None, fault_started_at: datetime | None = None, **more: bool
    ) -> Event:
        if self.restored_at is not None:
            raise AlreadyRestored(restored_at=iso(self.restored_at))
        started = fault_started_at or self.fault_started_at
        if started is not None and at < started:
            raise RestoredBeforeItFailed(fault_started_at=iso(started), restored_at=iso(at))
        self._set(restored_at=at, fault_started_at=started)
        facts: dict[str, Any] = {"fault_started_at": iso(started), **more}
        return self._record(Verb.RESTORED, by=by, at=at, public=public, late=late, **facts)

    def _cancelled(self, *, at: datetime, verb: Verb, **fields: object) -> list[int]:
        holds = self._end_waiting(at=at, verb=verb)
        self._move(Status.CANCELLED, cancelled_at=at, **fields)
        return holds

    def _check_resolution(self, *, cause: str, responsible: str, done: str, restored_at: datetime | None) -> None:
        asked = self.terms.resolution
        said = {"cause": cause, "responsible": responsible, "done": done.strip(), "restored_at": restored_at or self.restored_at}
        missing = [field for field in asked.asks_for if not said[field]]
        if missing:
            raise ResolutionIncomplete(missing=missing)
        if cause:
            terms.check_known("cause", cause, asked.causes)
        if responsible:
            terms.check_known("responsible", responsible, asked.responsible)
