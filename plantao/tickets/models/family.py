"""A child of a mass incident, and whom a ticket counts on: hear from the parent, lose a contact."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from plantao.events.actor import Actor, ActorKind
from plantao.events.models import Event
from plantao.people.models import Person
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act
from plantao.tickets.models.ending import AlreadyRestored
from plantao.tickets.models.entry import Entry, EntryKind, File, Words
from plantao.tickets.models.hold import Hold
from plantao.tickets.models.joining import AnotherCustomers, Joining
from plantao.tickets.models.row import iso
from plantao.tickets.models.watcher import Watcher
from plantao.tickets.verbs import Verb


class Family(Joining):
    """The verbs by which a ticket follows what happened elsewhere."""

    class Meta:
        abstract = True

    def hear_from_parent(self, *, by: Actor, at: datetime, said: Event, parent: Joining) -> Event:
        """
        Let a public act on the parent of a mass incident happen here too, by whoever did it there, and mark that it came from there.

        Words and instants go down, never whose child else it is. A restored parent is told, and restores nothing here. What is
        not possible here, or was said to another customer, is marked as refused. `said` is an event of GOES_DOWN.
        """
        self._begin(Act.NOTE, by=by, at=at, late=None)
        refused = None
        try:
            with transaction.atomic():
                if parent.customer_id not in (None, self.customer_id):
                    raise AnotherCustomers(protocol=self.protocol, other=parent.protocol)
                _DOWN[said.verb](self, said, parent, at)
        except Refused as error:
            refused = type(error).__name__
        facts: dict[str, Any] = {"parent": parent.protocol, "said": said.pk, "act": said.verb, "refused": refused}
        return self._record(Verb.PASSED_DOWN, by=by, at=at, public=False, **facts)

    def parent_restored(self, *, by: Actor, at: datetime, public: bool, restored_at: datetime) -> Event:
        """Tell that the common fault is over; whether this service is back is a matter of its own. Raises AlreadyRestored."""
        self._begin(Act.RESTORE, by=by, at=at, late=None)
        if self.restored_at is not None:
            raise AlreadyRestored(restored_at=iso(self.restored_at))
        return self._record(Verb.PARENT_RESTORED, by=by, at=at, public=public, restored_at=iso(restored_at))

    def lose_contact(self, *, by: Actor, at: datetime, person: Person) -> Event:
        """
        Somebody speaks for the customer no more: the ticket goes to the customer's general contact, or to nobody.

        They watch it no more. The event names the open holds that wait for them, so that somebody else is asked. Internal.
        """
        self._begin(Act.CORRECT, by=by, at=at, late=None)
        holds = Hold.objects.filter(ticket_id=self.pk, ended_by="", asked_of=person).values_list("pk", flat=True)
        event = self._record(Verb.CONTACT_LOST, by=by, at=at, public=False, person=person.pk, holds=list(holds))
        if self.requester_id == person.pk:
            self.set_requester(by=by, at=at, public=True, requester=self._general_contact(person))
        if Watcher.objects.filter(ticket_id=self.pk, person=person).exists():
            self.unwatch(by=by, at=at, person=person)
        return event

    def _general_contact(self, who_left: Person) -> Person | None:
        general = self.customer.general_contact if self.customer else None
        return general if general is not None and general.is_active and general.pk != who_left.pk else None


def _reply(child: Family, said: Event, parent: Joining, at: datetime) -> None:
    entry = said.entries.get(ticket_id=parent.pk, kind=EntryKind.REPLY, is_public=True)
    child.reply(by=said.by, at=at, public=True, words=Words(entry.text, html=entry.html, files=_files(entry)))


def _files(entry: Entry) -> tuple[File, ...]:
    return tuple(attachment.file for attachment in entry.attachments.select_related("blob"))


def _hold(child: Family, said: Event, parent: Joining, at: datetime) -> None:
    question = said.entries.filter(ticket_id=parent.pk, kind=EntryKind.REPLY, is_public=True).first()
    child.hold(
        by=said.by,
        at=at,
        public=True,
        reason=said.facts["reason"],
        question=question.text if question else "",
        files=_files(question) if question else (),
        ends_at=_instant(said.facts["ends_at"]),
        approved_by=_approver(said.facts["approved_by"]),
    )


def _promise(child: Family, said: Event, parent: Joining, at: datetime) -> None:
    child.promise(by=said.by, at=at, public=True, due_at=datetime.fromisoformat(said.facts["due_at"]))


def _restored(child: Family, said: Event, parent: Joining, at: datetime) -> None:
    child.parent_restored(by=said.by, at=at, public=True, restored_at=said.at)


def _approver(named: int | str | None) -> Actor | None:
    if named is None:
        return None
    return Actor(ActorKind.STAFF, named) if isinstance(named, int) else Actor(ActorKind(named))


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


_DOWN: Mapping[str, Callable[[Family, Event, Joining, datetime], None]] = {
    Verb.REPLIED: _reply,
    Verb.HELD: _hold,
    Verb.PROMISED: _promise,
    Verb.RESTORED: _restored,
}
GOES_DOWN = frozenset(_DOWN)
"""The verbs of a parent that its children hear of."""
