"""Waiting for somebody else: hold, resume, contest and cancel a hold."""

from datetime import datetime
from typing import Any

from plantao.events.actor import DESK, Actor
from plantao.events.models import Event
from plantao.people.models import Person
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act
from plantao.tickets.models import terms
from plantao.tickets.models.entry import EntryKind, File, Words
from plantao.tickets.models.hold import AWAITING_CUSTOMER, Hold
from plantao.tickets.models.row import Late, iso
from plantao.tickets.models.talking import NothingSaid
from plantao.tickets.models.treating import ReasonMissing, Treating, approver_of, name_of
from plantao.tickets.verbs import Verb


class AlreadyOnHold(Refused):
    """It waits for this reason already. Facts: `reason`."""


class NotOnHold(Refused):
    """It does not wait for this reason. Facts: `reason`, `open` (the reasons for which it does)."""


class HoldNeedsApproval(Refused):
    """The handbook lets nobody place this hold without a coordinator's approval. Facts: `reason`."""


class NobodyToAsk(Refused):
    """A question needs somebody to answer it, and the ticket has no requester. Facts: `reason`."""


class HoldEndsBeforeItBegins(Refused):
    """A hold can't end before it began. Facts: `since`, `until` (ISO 8601)."""


class HoldNotOfThisTicket(Refused):
    """No such hold lies, or ever lay, over this ticket. Facts: `hold` (id)."""


class HoldCancelled(Refused):
    """The hold was cancelled by a correction before. Facts: `hold` (id)."""


class Waiting(Treating):
    """The verbs of waiting."""

    class Meta:
        abstract = True

    @property
    def is_on_hold(self) -> bool:
        """Whether it waits for anybody, as far as the questions were delivered."""
        return Hold.objects.filter(ticket_id=self.pk, ended_by="", since__isnull=False).exists()

    def hold(
        self,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        reason: str,
        question: str = "",
        files: tuple[File, ...] = (),
        asked_of: Person | None = None,
        ends_at: datetime | None = None,
        approved_by: Actor | None = None,
        late: Late | None = None,
    ) -> Hold:
        """
        Wait for somebody else; the clocks that the handbook names stand still.

        With a `question` (and `files`) to the requester or `asked_of` it counts from its delivery, else from `at`; for the
        customer nobody waits without having asked. Raises AlreadyOnHold, UnknownKey, HoldNeedsApproval, NobodyToAsk, NothingSaid.
        """
        self._begin(Act.HOLD, by=by, at=at, late=late)
        approver = self._check_hold(reason, by=by, approved_by=approved_by)
        if ends_at is not None and ends_at <= at:
            raise HoldEndsBeforeItBegins(since=iso(at), until=iso(ends_at))
        is_asked = bool(question.strip())
        asked = self._whom_to_ask(reason, asked_of, public=public) if is_asked or reason == AWAITING_CUSTOMER else None
        if (asked is not None or files) and not is_asked:
            raise NothingSaid(act=Act.HOLD.value)
        hold = Hold.objects.create(
            ticket_id=self.pk,
            reason=reason,
            created_at=at,
            since=None if is_asked else at,
            ends_at=ends_at,
            asked_of=asked,
            approved_by_id=approver.person_id if approver else None,
            customer_id=self.customer_id,
        )
        if is_asked and by.is_staff:
            self._end_promise(at=at)
        event = self._record(
            Verb.HELD,
            by=by,
            at=at,
            public=public,
            late=late,
            words=Words(question, files=files) if is_asked else None,
            kind=EntryKind.REPLY,
            hold=hold.pk,
            reason=reason,
            since=iso(hold.since),
            ends_at=iso(ends_at),
            asked_of=hold.asked_of_id,
            approved_by=name_of(approver),
        )
        hold.question = event.entries.filter(kind=EntryKind.REPLY).first()
        hold.save(update_fields=["question"])
        return hold

    def hold_began(self, *, hold_id: int, at: datetime, message: int) -> Event | None:
        """The question of a hold was delivered at `at`: from now on it counts. None where it is over, or counts already."""
        self.lock()
        hold = Hold.objects.filter(ticket_id=self.pk, pk=hold_id, ended_by="", since=None).first()
        if hold is None:
            return None
        hold.since = at
        hold.save(update_fields=["since"])
        return self._record(Verb.HOLD_BEGAN, by=DESK, at=at, public=True, hold=hold.pk, reason=hold.reason, message=message)

    def question_came_back(self, *, hold_id: int, at: datetime, message: int) -> Event | None:
        """The mail with a hold's question came back: nobody was asked, so nobody was waited for. None where it is over."""
        self.lock()
        hold = Hold.objects.filter(ticket_id=self.pk, pk=hold_id, ended_by="").first()
        if hold is None:
            return None
        _end(hold, at=at, verb=Verb.QUESTION_CAME_BACK)
        hold.cancelled_at = at
        hold.save(update_fields=["cancelled_at"])
        facts: dict[str, Any] = {"hold": hold.pk, "reason": hold.reason, "since": iso(hold.since), "message": message}
        return self._record(Verb.QUESTION_CAME_BACK, by=DESK, at=at, public=True, **facts)

    def resume(
        self, *, by: Actor, at: datetime, public: bool, reason: str, answered_by: Event | None = None, late: Late | None = None
    ) -> Hold:
        """End the hold for `reason`; `answered_by` is the answer that ended it. Raises NotOnHold, HoldEndsBeforeItBegins."""
        self._begin(Act.RESUME, by=by, at=at, late=late, by_customers=answered_by is not None)
        hold = self._open_hold(reason)
        if late is not None and by.is_staff and hold.since is not None and at < hold.since:
            raise HoldEndsBeforeItBegins(since=iso(hold.since), until=iso(at))
        _end(hold, at=at, verb=Verb.RESUMED)
        since = iso(hold.since)
        answer = None if answered_by is None else answered_by.pk
        facts: dict[str, Any] = {"hold": hold.pk, "reason": hold.reason, "since": since, "answered_by": answer}
        self._record(Verb.RESUMED, by=by, at=at, public=public, late=late, **facts)
        return hold

    def contest_hold(self, *, by: Actor, at: datetime, public: bool, hold_id: int, reason: str) -> Event:
        """The customer says that this hold does not wait for them; staff see it, and a correction may cancel it."""
        self._begin(Act.CONTEST_HOLD, by=by, at=at, late=None, by_customers=True)
        hold = self._hold_to_judge(hold_id)
        if not reason.strip():
            raise ReasonMissing(act=Act.CONTEST_HOLD.value)
        return self._record(Verb.HOLD_CONTESTED, by=by, at=at, public=public, words=Words(reason), hold=hold.pk, reason=hold.reason)

    def cancel_hold(self, *, by: Actor, at: datetime, public: bool, hold_id: int, reason: str, approved_by: Actor | None = None) -> Event:
        """
        Put right that this hold lay over the ticket: it counts as if it had never been, and both readings stay visible.

        By one who may "ticket.cancel_hold", or approved by one. Raises HoldNotOfThisTicket, HoldCancelled, HoldNeedsApproval.
        """
        self._begin(Act.CORRECT, by=by, at=at, late=None)
        hold = self._hold_to_judge(hold_id)
        if not reason.strip():
            raise ReasonMissing(act=Act.CORRECT.value)
        approver = approver_of(by, approved_by, "ticket.cancel_hold")
        if approver is None:
            raise HoldNeedsApproval(reason=hold.reason)
        if hold.is_open:
            _end(hold, at=at, verb=Verb.HOLD_CANCELLED)
        hold.cancelled_at = at
        hold.save(update_fields=["cancelled_at"])
        return self._record(
            Verb.HOLD_CANCELLED,
            by=by,
            at=at,
            public=public,
            words=Words(reason),
            hold=hold.pk,
            reason=hold.reason,
            since=iso(hold.since),
            until=iso(hold.until),
            approved_by=name_of(approver),
        )

    def _end_waiting(self, *, at: datetime, verb: Verb) -> list[int]:
        """End all that waits, with the ticket: holds and a promise. Returns the holds' ids."""
        self._end_promise(at=at)
        holds = list(Hold.objects.filter(ticket_id=self.pk, ended_by=""))
        for hold in holds:
            _end(hold, at=at, verb=verb)
        return [hold.pk for hold in holds]

    def _check_hold(self, reason: str, *, by: Actor, approved_by: Actor | None) -> Actor | None:
        """Return who approved, where the handbook asks for that."""
        holds = self.terms.holds_under(self.plan if self.plan in self.terms.contracts else None)
        terms.check_known("hold", reason, holds)
        if Hold.objects.filter(ticket_id=self.pk, reason=reason, ended_by="").exists():
            raise AlreadyOnHold(reason=reason)
        approver = approver_of(by, approved_by, "ticket.approve_hold")
        if holds[reason].needs != "approval":
            return None
        if approver is None:
            raise HoldNeedsApproval(reason=reason)
        return approver

    def _whom_to_ask(self, reason: str, asked_of: Person | None, *, public: bool) -> Person:
        if not public:
            raise ValueError("a question that the requester may not see asks nobody")
        asked = asked_of or self.requester
        if asked is None:
            raise NobodyToAsk(reason=reason)
        return asked

    def _open_hold(self, reason: str) -> Hold:
        holds = {hold.reason: hold for hold in Hold.objects.filter(ticket_id=self.pk, ended_by="")}
        if reason not in holds:
            raise NotOnHold(reason=reason, open=list(holds))
        return holds[reason]

    def _hold_to_judge(self, hold_id: int) -> Hold:
        hold = Hold.objects.filter(ticket_id=self.pk, pk=hold_id).first()
        if hold is None:
            raise HoldNotOfThisTicket(hold=hold_id)
        if hold.cancelled_at is not None:
            raise HoldCancelled(hold=hold_id)
        return hold


def _end(hold: Hold, *, at: datetime, verb: Verb) -> None:
    """End it at `at`, never before it began: a clock that was set back harms nothing."""
    hold.until = at if hold.since is None else max(at, hold.since)
    hold.ended_by = verb.value
    hold.save(update_fields=["until", "ended_by"])
