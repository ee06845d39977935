"""
Opening a ticket: every contact gets a protocol at once, on every channel, before anything else is asked.

What the handbook requires or the contract does not cover never prevents it: the ticket is marked incomplete
(`missing`) or not covered (`is_covered`). Disagreeing and splitting open a ticket too: nothing is ever reopened.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from plantao.agreements.calendars import hours
from plantao.agreements.queries import InForce, in_force, plan_of
from plantao.directory.models import Customer, Service
from plantao.events.actor import Actor
from plantao.events.models import Timeline
from plantao.messaging.models import Thread
from plantao.people.models import Person
from plantao.prepared import insert, inserted
from plantao.rules.deadline import deadline
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act, Status, check_disagreement
from plantao.tickets.models import numbers, terms
from plantao.tickets.models.belonging import check_belongs
from plantao.tickets.models.entry import Entry, EntryKind, Words, storable
from plantao.tickets.models.joining import Joining
from plantao.tickets.models.link import LinkKind
from plantao.tickets.models.passing import Passing
from plantao.tickets.models.protocol import Protocol
from plantao.tickets.models.row import ForStaffOnly, Late, check_lateness, iso
from plantao.tickets.verbs import Verb


class NothingToSplit(Refused):
    """Only words that came in on this very ticket can be split off it. Facts: `protocol`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    What was asked for, as far as anybody said; the names are keys of the handbook in force. `given` is what the handbook
    asks for and somebody told, in words, by field. `language` is the one to answer in where the requester chose none.
    """

    customer: Customer | None = None
    requester: Person | None = None
    service: Service | None = None
    department: str = ""
    item: str = ""
    criticality: str = ""
    language: str = ""
    fault_started_at: datetime | None = None
    given: Mapping[str, str] = field(default_factory=dict)


class Opening(Passing):
    """The verbs that open a ticket."""

    class Meta:
        abstract = True

    @classmethod
    def open(
        cls,
        *,
        by: Actor,
        at: datetime,
        public: bool,
        channel: str,
        subject: str,
        words: Words,
        asked: Asked | None = None,
        is_live: bool = False,
        linked_to: tuple[Joining, LinkKind] | None = None,
        late: Late | None = None,
    ) -> Self:
        """
        Open a ticket with its protocol, under the handbook in force, and return it locked.

        By a contact, a stranger, staff on somebody's behalf, or the desk (monitoring). `channel` is phone, email,
        whatsapp, telegram, portal, api, monitoring or other. `is_live`: staff open it in a live call, so it is attended
        at once. `linked_to` is an older ticket to point at, internally where it is another customer's. A service brings its
        customer. Raises NoHandbook, and for what no form offers UnknownKey, ItemOfAnotherDepartment, NotOfThisCustomer,
        NotToBeGiven.
        """
        asked = asked or Asked()
        if is_live and not by.is_staff:
            raise ForStaffOnly(act=Act.ATTEND.value)
        check_lateness(at, by=by, late=late)
        if linked_to is not None:
            linked_to[0].lock()
        ticket = cls._made(asked=asked, at=at, recorded_at=late.recorded_at if late else at, channel=channel, subject=subject, words=words)
        ticket._record_opening(asked, by=by, at=at, public=public, words=words, is_live=is_live, late=late)
        if is_live:
            ticket._attended(by=by, at=at, public=public, late=late and Late(late.recorded_at), how="opening")
        if linked_to is not None:
            is_one_customers = ticket.customer_id == linked_to[0].customer_id
            ticket._linked(*linked_to, by=by, at=at, public=public and is_one_customers)
        return ticket

    def disagree(self, *, by: Actor, at: datetime, public: bool, channel: str, words: Words) -> Self:
        """
        The requester does not find it solved: a new ticket with its own protocol, linked to this one, which stays as it is.

        Within the handbook's `disagree_within` of the resolution, counted on the customer's calendar. Raises DisagreedTooLate.
        """
        self._begin(Act.DISAGREE, by=by, at=at, late=None, by_customers=True)
        assert self.resolved_at is not None
        check_disagreement(Status(self.status), until=self.may_disagree_until, at=at)
        new = self._follow_up(by=by, at=at, public=public, channel=channel, words=words, kind=LinkKind.DISAGREEMENT)
        self._record(Verb.DISAGREED, by=by, at=at, public=public, protocol=new.protocol)
        return new

    @property
    def may_disagree_until(self) -> datetime:
        """Return where the period for disagreeing with the resolution ends; that instant is outside."""
        if self.resolved_at is None:
            raise ValueError("it is not resolved")
        calendar = hours(self.customer_calendar, handbook=self.handbook, calendars=self.calendars)
        return deadline(self.resolved_at, self.terms.resolution.disagree_within, calendar)

    def split(self, *, by: Actor, at: datetime, public: bool, entries: Sequence[Entry], subject: str) -> Self:
        """
        Some of what was said here is another matter: a new ticket that begins with those words, linked to this one.

        They stay here too. Its promises count from now: until now this ticket's did. Raises NothingToSplit.
        """
        self._begin(Act.SPLIT, by=by, at=at, late=None)
        its_own = [entry for entry in entries if entry.ticket_id == self.pk and entry.kind == EntryKind.MESSAGE]
        if not its_own or len(its_own) != len(entries) or (public and not all(entry.is_public for entry in entries)):
            raise NothingToSplit(protocol=self.protocol)
        first = its_own[0]
        new = self._follow_up(by=by, at=at, public=public, channel=self.channel, words=first.words, kind=LinkKind.RELATED, subject=subject)
        first.copy_files_to(Entry.objects.get(ticket_id=new.pk, event__verb=Verb.OPENED))
        for entry in its_own[1:]:
            entry.copy_to(new.pk)
        self._record(Verb.SPLIT, by=by, at=at, public=public, protocol=new.protocol, entries=[entry.pk for entry in its_own])
        return new

    def open_parent(self, *, by: Actor, at: datetime, subject: str, words: Words) -> Self:
        """
        Several report one fault: open the parent of their mass incident, which is nobody's, with this ticket as its first child.

        Internal: customers hear what is said on the parent, and not whom else it hits. Raises OneParentOnly.
        """
        self._begin(Act.LINK, by=by, at=at, late=None)
        asked = self._as_of_today(Asked(language=in_force(at).handbook.default_language), at=at)
        parent = type(self).open(by=by, at=at, public=False, channel="other", subject=subject, words=words, asked=asked)
        self._linked(parent, LinkKind.PARENT, by=by, at=at, public=False)
        return parent

    def _follow_up(self, *, by: Actor, at: datetime, public: bool, channel: str, words: Words, kind: LinkKind, subject: str = "") -> Self:
        """Open a ticket for the same people, as the same thing."""
        asked = self._as_of_today(
            Asked(customer=self.customer, requester=self.requester, service=self.service, language=self.language), at=at
        )
        return type(self).open(
            by=by, at=at, public=public, channel=channel, subject=subject or self.subject, words=words, asked=asked, linked_to=(self, kind)
        )

    def _as_of_today(self, asked: Asked, *, at: datetime) -> Asked:
        """Let the same be asked for as on this ticket, as far as the handbook of today still knows it."""
        today = in_force(at).handbook
        if self.department in today.departments:
            asked = replace(asked, department=self.department)
        if self.item and today.items().get(self.item, ("", None))[0] == asked.department:
            asked = replace(asked, item=self.item)
        if self.criticality in today.criticalities:
            asked = replace(asked, criticality=self.criticality)
        return asked

    @classmethod
    def _made(cls, *, asked: Asked, at: datetime, recorded_at: datetime, channel: str, subject: str, words: Words) -> Self:
        """Make the rows: timeline, thread, ticket, first protocol, answers."""
        now = in_force(recorded_at)
        customer = asked.customer or (asked.service.customer if asked.service else None)
        check_belongs(customer, requester=asked.requester, service=asked.service)
        customer_id = None if customer is None else customer.pk
        ticket = cls(
            timeline=inserted(Timeline(customer_id=customer_id)),
            thread=inserted(Thread(token=secrets.token_hex(12), customer_id=customer_id)),
            customer=customer,
            requester=asked.requester,
            service=asked.service,
            channel=channel,
            subject=" ".join(storable(subject).split())[:300],
            language=_language(asked, customer, now),
            opened_at=at,
            fault_started_at=asked.fault_started_at,
            **_under_the_handbook(now, asked=asked, customer=customer, at=at),
        )
        ticket.missing = terms.missing(now.handbook, ticket.item, _told(asked, words))
        ticket.protocol = numbers.next_of(now.handbook, at=recorded_at)
        insert(ticket)
        ticket.mark_locked()
        insert(Protocol(number=ticket.protocol, ticket_id=ticket.pk, is_first=True, channel=channel, opened_at=at, customer_id=customer_id))
        ticket._keep_answers(asked.given, at=at)
        return ticket

    def _record_opening(
        self, asked: Asked, *, by: Actor, at: datetime, public: bool, words: Words, is_live: bool, late: Late | None
    ) -> None:
        asks_for = terms.still_asked(self.terms, item=self.item, criticality=self.criticality, given=_told(asked, words))
        self._record(
            Verb.OPENED,
            by=by,
            at=at,
            public=public,
            late=late,
            words=words,
            kind=EntryKind.MESSAGE,
            protocol=self.protocol,
            channel=self.channel,
            department=self.department,
            item=self.item,
            criticality=self.criticality,
            asked=asked.criticality,
            level=self.level,
            customer=self.customer_id,
            requester=self.requester_id,
            service=self.service_id,
            plan=self.plan,
            calendar=self.customer_calendar,
            handbook=self.handbook_id,
            calendars=self.calendars_id,
            missing=self.missing,
            asks_for=asks_for,
            covered=self.is_covered,
            live=is_live,
            fault_started_at=iso(self.fault_started_at),
            automatic=words.is_automatic,
        )


def _under_the_handbook(now: InForce, *, asked: Asked, customer: Customer | None, at: datetime) -> dict[str, Any]:
    """Return what the handbook in force makes of it, frozen with its version."""
    handbook = now.handbook
    department, item, criticality = terms.place_at_opening(
        handbook, department=asked.department, item=asked.item, criticality=asked.criticality
    )
    plan = plan_of(customer, at=at)
    return {
        "handbook": now.version,
        "calendars": now.calendars,
        "plan": plan,
        "customer_calendar": handbook.calendar_for_customer((customer.country if customer else None) or None),
        "department": department,
        "item": item,
        "criticality": criticality,
        "level": handbook.levels[0].key if handbook.levels else "",
        "is_covered": terms.is_covered(handbook, plan=plan, item=item),
    }


def _told(asked: Asked, words: Words) -> dict[str, object]:
    """Return what is known from the start of all that a handbook may ask for, by field, as `given()` tells it later."""
    known = {
        "service_id": asked.service and asked.service.pk,
        "contact": asked.requester and asked.requester.pk,
        "since": iso(asked.fault_started_at),
        "symptom": words.text.strip() or None,
    }
    return {**known, **asked.given}


def _language(asked: Asked, customer: Customer | None, now: InForce) -> str:
    chosen = asked.requester.language if asked.requester else ""
    return chosen or asked.language or (customer.language if customer else "") or now.handbook.default_language
