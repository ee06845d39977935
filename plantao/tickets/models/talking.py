"""What is said on a ticket: reply, note, attend, complete, describe, promise."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plantao.events.actor import Actor
from plantao.events.models import Event
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act, Status, may_be_attended, status_after_attending
from plantao.tickets.models import terms
from plantao.tickets.models.answer import Answer
from plantao.tickets.models.entry import Entry, EntryKind, Words, storable
from plantao.tickets.models.promise import Promise
from plantao.tickets.models.row import Late, TicketRow, iso
from plantao.tickets.verbs import Verb


class NothingSaid(Refused):
    """An act needs words and got none. Facts: `act`."""


class AlreadyAttended(Refused):
    """Somebody reached the requester before; that is the instant that counts. Facts: `attended_at` (ISO 8601)."""


class AlreadyDescribed(Refused):
    """Something was said of it before, and its subject stays. Facts: `protocol`."""


class PromiseNotAhead(Refused):
    """A promised instant must lie ahead. Facts: `due_at`, `at` (ISO 8601)."""


class Talking(TicketRow):
    """The verbs of talking."""

    class Meta:
        abstract = True

    def reply(self, *, by: Actor, at: datetime, public: bool, words: Words, late: Late | None = None) -> Entry:
        """
        Say something to the requester (staff), or take in what they say.

        Staff's words are public, or they are a note; words from outside are not where nobody knows who wrote them. A
        reply ends an open promise when it is staff's; handed to the network it attends (plantao/tickets/reactions.py).
        """
        self._begin(Act.REPLY, by=by, at=at, late=late, by_customers=True)
        if not by.is_customers:
            must_say_something(words, Act.REPLY)
        if by.is_staff and not public:
            raise ValueError("what staff say among themselves is a note")
        if by.is_staff:
            self._end_promise(at=at)
        kind = EntryKind.MESSAGE if by.is_customers else EntryKind.REPLY
        event = self._record(Verb.REPLIED, by=by, at=at, public=public, late=late, words=words, kind=kind, automatic=words.is_automatic)
        return event.entries.get(kind=kind)

    def note(self, *, by: Actor, at: datetime, words: Words, late: Late | None = None) -> Entry:
        """Write something down for staff only."""
        self._begin(Act.NOTE, by=by, at=at, late=late)
        must_say_something(words, Act.NOTE)
        event = self._record(Verb.NOTED, by=by, at=at, public=False, late=late, words=words, kind=EntryKind.NOTE)
        return event.entries.get(kind=EntryKind.NOTE)

    def attend(self, *, by: Actor, at: datetime, public: bool, late: Late | None = None) -> Event:
        """A call was connected: the first act of a person that reached the requester. Raises AlreadyAttended."""
        self._begin(Act.ATTEND, by=by, at=at, late=late)
        return self._attended(by=by, at=at, public=public, late=late, how="call")

    def attended_by_message(self, *, by: Actor, at: datetime, said: Event, message: int, late: Late | None = None) -> Event | None:
        """A public message of a person was handed to the network at `at`: attended, if nothing reached the requester before."""
        self.lock()
        if not may_be_attended(Status(self.status), attended_at=self.attended_at):
            return None
        return self._attended(by=by, at=at, public=True, late=late, how="message", event=said.pk, message=message)

    def complete(self, *, by: Actor, at: datetime, public: bool, given: Mapping[str, str], late: Late | None = None) -> list[str]:
        """
        Note what the handbook asks for and somebody told now: words by field. Returns what is still missing.

        Raises NotToBeGiven for a field that nothing in the handbook asks for.
        """
        self._begin(Act.COMPLETE, by=by, at=at, late=late, by_customers=True)
        self._keep_answers(given, at=at)
        missing = self._look_again_what_is_missing()
        self._record(Verb.COMPLETED, by=by, at=at, public=public, late=late, fields=sorted(given), missing=missing)
        return missing

    def describe(self, *, by: Actor, at: datetime, public: bool, words: Words, subject: str = "", late: Late | None = None) -> Event:
        """
        Write down what the requester says while they say it: on a call the ticket, with its protocol, is there before the words.

        `subject` replaces the one that it was opened under, as long as nobody had said anything. Raises NothingSaid, AlreadyDescribed.
        """
        self._begin(Act.DESCRIBE, by=by, at=at, late=late)
        must_say_something(words, Act.DESCRIBE)
        name = " ".join(storable(subject).split())[:300]
        if name and self.is_described:
            raise AlreadyDescribed(protocol=self.protocol)
        if name:
            self._set(subject=name)
        event = self._record(Verb.DESCRIBED, by=by, at=at, public=public, late=late, words=words, kind=EntryKind.MESSAGE, named=bool(name))
        self._look_again_what_is_missing()
        return event

    @property
    def is_described(self) -> bool:
        """Whether anything was said of what it is about, or written down for whoever said it."""
        return Entry.objects.filter(ticket_id=self.pk, kind=EntryKind.MESSAGE).exclude(text="").exists()

    def promise(self, *, by: Actor, at: datetime, public: bool, due_at: datetime) -> Promise:
        """Promise to be back by `due_at`; the next public reply keeps it. A new promise replaces the one before."""
        self._begin(Act.PROMISE, by=by, at=at, late=None)
        if due_at <= at:
            raise PromiseNotAhead(due_at=iso(due_at), at=iso(at))
        before = self._end_promise(at=at)
        promise = Promise.objects.create(ticket_id=self.pk, due_at=due_at, made_at=at, customer_id=self.customer_id)
        replaces = iso(before.due_at) if before else None
        self._record(Verb.PROMISED, by=by, at=at, public=public, due_at=iso(due_at), replaces=replaces)
        return promise

    def _attended(self, *, by: Actor, at: datetime, public: bool, late: Late | None, how: str, **facts: Any) -> Event:
        if self.attended_at is not None:
            raise AlreadyAttended(attended_at=iso(self.attended_at))
        self._set(status=status_after_attending(Status(self.status)), attended_at=at)
        return self._record(Verb.ATTENDED, by=by, at=at, public=public, late=late, how=how, **facts)

    def _end_promise(self, *, at: datetime) -> Promise | None:
        promise = Promise.objects.filter(ticket_id=self.pk, ended_at=None).first()
        if promise is not None:
            promise.ended_at = at
            promise.save(update_fields=["ended_at"])
        return promise

    def _keep_answers(self, given: Mapping[str, str], *, at: datetime) -> None:
        known = terms.asked_for_anywhere(self.terms)
        for field, text in given.items():
            if field not in known:
                raise terms.NotToBeGiven(field=field, known=known)
            if not text.strip():
                raise NothingSaid(act=Act.COMPLETE.value)
            answer = {"text": storable(text), "at": at, "customer_id": self.customer_id}
            Answer.objects.update_or_create(ticket_id=self.pk, field=field, defaults=answer)

    def _look_again_what_is_missing(self) -> list[str]:
        missing = terms.missing(self.terms, self.item, self.given())
        if missing != self.missing:
            self._set(missing=missing)
        return missing

    def given(self) -> dict[str, object]:
        """Return what was told of all that a handbook may ask for, by field: answers, and what the row itself knows."""
        told = self.is_described
        known: dict[str, object] = {
            "service_id": self.service_id,
            "contact": self.requester_id,
            "since": iso(self.fault_started_at),
            "symptom": told or None,
        }
        return {**known, **dict(Answer.objects.filter(ticket_id=self.pk).values_list("field", "text"))}


def must_say_something(words: Words, act: Act) -> None:
    """Raise NothingSaid where there is neither a text nor anything else. What comes from outside may be empty: it is kept all the same."""
    if not storable(words.text).strip() and not words.files and not words.html and not words.quoted:
        raise NothingSaid(act=act.value)
