"""Tickets among each other: link, unlink, merge, and the next contact on the same matter."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from plantao.agreements.queries import in_force
from plantao.events.actor import Actor
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act, Status, check_may
from plantao.tickets.models import numbers
from plantao.tickets.models.belonging import Belonging
from plantao.tickets.models.entry import EntryKind, Words
from plantao.tickets.models.link import Link, LinkKind
from plantao.tickets.models.protocol import Protocol
from plantao.tickets.models.row import Late, TicketRow
from plantao.tickets.models.vendor_case import VendorCase
from plantao.tickets.models.watcher import Watcher
from plantao.tickets.verbs import Verb


class LinkedToItself(Refused):
    """A ticket has nothing to do with itself. Facts: `protocol`."""


class AlreadyLinked(Refused):
    """The two tickets are linked so already. Facts: `kind`, `other` (protocol)."""


class NotLinked(Refused):
    """The two tickets are not linked so. Facts: `kind`, `other` (protocol)."""


class OneParentOnly(Refused):
    """A child has one parent, which is nobody's child itself. Facts: `protocol`, `other`."""


class AnotherCustomers(Refused):
    """What belongs to two customers is never joined where one would see the other. Facts: `protocol`, `other`."""


class ParentIsNotMerged(Refused):
    """The parent of a mass incident is not merged away from its children. Facts: `protocol`."""


class Joining(Belonging):
    """The verbs of joining."""

    class Meta:
        abstract = True

    def link(self, *, by: Actor, at: datetime, public: bool, other: "Joining", kind: LinkKind) -> Link:
        """
        Point at another ticket: related to it, a repeat of it, a disagreement with it, or its child in a mass incident.

        Both timelines keep it. Raises LinkedToItself, AlreadyLinked, OneParentOnly; AnotherCustomers where it would be
        public and the tickets are not of one customer (a parent may be nobody's).
        """
        self._begin_with(other, Act.LINK, by=by, at=at)
        return self._linked(other, kind, by=by, at=at, public=public)

    def _linked(self, other: "Joining", kind: LinkKind, *, by: Actor, at: datetime, public: bool) -> Link:
        self._check_link(other, kind, public=public)
        link = Link.objects.create(ticket_id=self.pk, other_id=other.pk, kind=kind, created_at=at)
        self._record(Verb.LINKED, by=by, at=at, public=public, link=kind.value, other=other.protocol, is_from=True)
        other._record(Verb.LINKED, by=by, at=at, public=public, link=kind.value, other=self.protocol, is_from=False)
        return link

    def unlink(self, *, by: Actor, at: datetime, public: bool, other: "Joining", kind: LinkKind) -> None:
        """Undo a link, from either side. Raises NotLinked."""
        self._begin_with(other, Act.LINK, by=by, at=at)
        link = self._links_with(other).filter(kind=kind).first()
        if link is None:
            raise NotLinked(kind=kind.value, other=other.protocol)
        is_from = link.ticket_id == self.pk
        link.delete()
        self._record(Verb.UNLINKED, by=by, at=at, public=public, link=kind.value, other=other.protocol, is_from=is_from)
        other._record(Verb.UNLINKED, by=by, at=at, public=public, link=kind.value, other=self.protocol, is_from=not is_from)

    def merge(self, *, by: Actor, at: datetime, public: bool, into: "Joining") -> None:
        """
        This is the same matter as `into`: cancelled, its numbers become repeat contacts there, its words are shown there.

        Vendor cases go along, and who asked here watches there. What was merged into this one goes to `into` as well.
        Never across customers: AnotherCustomers (a ticket without a customer takes that of `into`). Raises
        LinkedToItself, ParentIsNotMerged, NotInThisStatus.
        """
        self._begin_with(into, Act.MERGE, by=by, at=at)
        check_may(Act.RECEIVE_MERGED, Status(into.status))
        self._check_merge(into)
        if self.customer is None and into.customer is not None:
            self.set_customer(by=by, at=at, customer=into.customer)
        protocols = self._give_protocols_to(into)
        VendorCase.objects.filter(ticket_id=self.pk).update(ticket_id=into.pk)
        self._leave_watchers_to(into, at=at)
        holds = self._end_waiting(at=at, verb=Verb.MERGED)
        type(self)._base_manager.filter(merged_into=self.pk).update(merged_into=into.pk)
        self._move(Status.CANCELLED, cancelled_at=at, merged_into_id=into.pk)
        self._record(Verb.MERGED, by=by, at=at, public=public, into=into.protocol, protocols=protocols, holds=holds)
        into._record(Verb.CONTACTED_AGAIN, by=by, at=at, public=public, protocols=protocols, channel=self.channel, merged=self.protocol)

    def add_contact(
        self, *, by: Actor, at: datetime, public: bool, channel: str, words: Words | None = None, late: Late | None = None
    ) -> Protocol:
        """Somebody made contact again on the same matter: one more protocol, at once, and what they said."""
        self._begin(Act.REPEAT_CONTACT, by=by, at=at, late=late, by_customers=True)
        recorded_at = late.recorded_at if late else at
        number = numbers.next_of(in_force(recorded_at).handbook, at=recorded_at)
        protocol = Protocol.objects.create(
            number=number, ticket_id=self.pk, is_first=False, channel=channel, opened_at=at, customer_id=self.customer_id
        )
        facts: dict[str, Any] = {"protocols": [number], "channel": channel}
        self._record(Verb.CONTACTED_AGAIN, by=by, at=at, public=public, late=late, words=words, kind=EntryKind.MESSAGE, **facts)
        return protocol

    def _begin_with(self, other: TicketRow, act: Act, *, by: Actor, at: datetime) -> None:
        if other.pk == self.pk:
            raise LinkedToItself(protocol=self.protocol)
        for ticket in sorted((self, other), key=lambda each: each.pk):
            ticket.lock()
        self._begin(act, by=by, at=at, late=None)

    def _links_with(self, other: TicketRow) -> QuerySet[Link]:
        return Link.objects.filter(Q(ticket_id=self.pk, other_id=other.pk) | Q(ticket_id=other.pk, other_id=self.pk))

    def _check_link(self, other: TicketRow, kind: LinkKind, *, public: bool) -> None:
        if self._links_with(other).filter(kind=kind).exists():
            raise AlreadyLinked(kind=kind.value, other=other.protocol)
        is_of_nobodys = kind == LinkKind.PARENT and other.customer_id is None
        if public and self.customer_id != other.customer_id and not is_of_nobodys:
            raise AnotherCustomers(protocol=self.protocol, other=other.protocol)
        if kind != LinkKind.PARENT:
            return
        family = Link.objects.filter(kind=LinkKind.PARENT)
        if family.filter(Q(ticket_id__in=(self.pk, other.pk)) | Q(other_id=self.pk)).exists():
            raise OneParentOnly(protocol=self.protocol, other=other.protocol)

    def _check_merge(self, into: TicketRow) -> None:
        if Link.objects.filter(kind=LinkKind.PARENT, other_id=self.pk).exists():
            raise ParentIsNotMerged(protocol=self.protocol)
        if self.customer_id is not None and self.customer_id != into.customer_id:
            raise AnotherCustomers(protocol=self.protocol, other=into.protocol)

    def _give_protocols_to(self, into: TicketRow) -> list[str]:
        protocols = Protocol.objects.filter(ticket_id=self.pk)
        given = [protocol.number for protocol in protocols]
        protocols.update(ticket_id=into.pk, is_first=False)
        return given

    def _leave_watchers_to(self, into: TicketRow, *, at: datetime) -> None:
        persons = {watcher.person_id for watcher in Watcher.objects.filter(ticket_id=self.pk)}
        if self.requester_id is not None:
            persons.add(self.requester_id)
        new = [Watcher(ticket_id=into.pk, person_id=person, since=at) for person in persons if person != into.requester_id]
        Watcher.objects.bulk_create(new, ignore_conflicts=True)
