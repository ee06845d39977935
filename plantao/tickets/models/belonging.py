"""Whose a ticket is: customer, requester, service, and who watches it."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from plantao.agreements.models import CalendarVersion, HandbookVersion
from plantao.agreements.queries import handbook_of, plan_of
from plantao.directory.models import Contact, Customer, Service
from plantao.events.actor import Actor
from plantao.events.models import Event, Timeline
from plantao.handbook.document import Handbook
from plantao.messaging.models import Inbound, Message, Notice, Thread
from plantao.people.models import Person
from plantao.prepared import Gap, Prepared
from plantao.rules.refused import Refused
from plantao.rules.ticket_lifecycle import Act
from plantao.staff.queries import is_staff, may
from plantao.tickets.models import terms
from plantao.tickets.models.answer import Answer
from plantao.tickets.models.correcting import Correcting
from plantao.tickets.models.entry import Attachment, Entry
from plantao.tickets.models.hold import Hold
from plantao.tickets.models.promise import Promise
from plantao.tickets.models.protocol import Protocol
from plantao.tickets.models.resolution import Resolution
from plantao.tickets.models.treating import NothingChanges
from plantao.tickets.models.watcher import Watcher
from plantao.tickets.verbs import Verb

_SPEAKS = Prepared(lambda: Contact.objects.filter(person=Gap("person"), until=None).only("customer_id"))


class CustomerIsKnown(Refused):
    """The ticket has a customer; to put it right is a coordinator's. Facts: `customer` (id)."""


class NotOfThisCustomer(Refused):
    """A person or a service belongs to another customer than the ticket. Facts: `what` (person, service), `customer` (id)."""


class AlreadyWatching(Refused):
    """They are told already. Facts: `person` (id)."""


class NotWatching(Refused):
    """They are not among those who are told. Facts: `person` (id)."""


class Belonging(Correcting):
    """The verbs of belonging."""

    class Meta:
        abstract = True

    def set_customer(self, *, by: Actor, at: datetime, customer: Customer) -> Event:
        """
        Say whose it is, on every row of it and of what was merged into it: from then on that customer may see what is public.

        Plan and customer's calendar, which nobody could know before, are found now under the ticket's own handbook, and
        frozen. Putting a wrong customer right is for one who may "ticket.correct", also once it is over: else one customer
        would go on seeing another's. Raises CustomerIsKnown, NotOfThisCustomer (requester or service), NothingChanges.
        """
        before = self.customer_id
        self._begin(Act.BELONG if before is None else Act.CORRECT, by=by, at=at, late=None)
        if before == customer.pk:
            raise NothingChanges(act="set_customer")
        if before is not None and not may(by, "ticket.correct"):
            raise CustomerIsKnown(customer=before)
        check_belongs(customer, requester=self.requester, service=self.service)
        plan = plan_of(customer, at=self.opened_at)
        calendar = self.terms.calendar_for_customer(customer.country or None)
        covered = terms.is_covered(self.terms, plan=plan, item=self.item)
        self._set(customer=customer, plan=plan, customer_calendar=calendar, is_covered=covered)
        self._hand_rows_to(customer.pk)
        self._send_strangers_away(customer, by=by, at=at)
        facts: dict[str, Any] = {"before": before, "after": customer.pk, "plan": plan, "calendar": calendar}
        missing = self._look_again_what_is_missing()
        return self._record(Verb.CUSTOMER_SET, by=by, at=at, public=False, **facts, missing=missing, covered=covered)

    def set_requester(self, *, by: Actor, at: datetime, public: bool, requester: Person | None) -> Event:
        """Say who asks; they are told. Raises NotOfThisCustomer where they speak for other customers only, NothingChanges."""
        self._begin(Act.BELONG, by=by, at=at, late=None)
        check_belongs(self.customer, requester=requester, service=None)
        before, after = self.requester_id, None if requester is None else requester.pk
        return self._set_one("requester", requester, before=before, after=after, verb=Verb.REQUESTER_SET, by=by, at=at, public=public)

    def set_service(self, *, by: Actor, at: datetime, public: bool, service: Service | None) -> Event:
        """Say what it is about; a ticket that is nobody's becomes the service's customer's. Raises NotOfThisCustomer, NothingChanges."""
        self._begin(Act.BELONG, by=by, at=at, late=None)
        check_belongs(self.customer, requester=None, service=service)
        before, after = self.service_id, None if service is None else service.pk
        if service is not None and self.customer is None:
            self.set_customer(by=by, at=at, customer=service.customer)
        return self._set_one("service", service, before=before, after=after, verb=Verb.SERVICE_SET, by=by, at=at, public=public)

    def watch(self, *, by: Actor, at: datetime, public: bool, person: Person) -> Watcher:
        """
        Let somebody be told, from now on and of that: a contact of the ticket's customer, or who is nobody's; or staff, always internal.
        """
        self._begin(Act.WATCH, by=by, at=at, late=None, by_customers=True)
        serves = is_staff(person.pk)
        if not serves:
            check_belongs(self.customer, requester=person, service=None)
        watcher, is_new = Watcher.objects.get_or_create(ticket_id=self.pk, person=person, defaults={"since": at})
        if not is_new:
            raise AlreadyWatching(person=person.pk)
        self._record(Verb.WATCHED, by=by, at=at, public=public and not serves, person=person.pk)
        return watcher

    def unwatch(self, *, by: Actor, at: datetime, person: Person) -> Event:
        """Let somebody be told no more. Raises NotWatching."""
        self._begin(Act.WATCH, by=by, at=at, late=None, by_customers=True)
        deleted, _ = Watcher.objects.filter(ticket_id=self.pk, person=person).delete()
        if not deleted:
            raise NotWatching(person=person.pk)
        return self._record(Verb.UNWATCHED, by=by, at=at, public=False, person=person.pk)

    def check_readable_under(self, handbook: Handbook) -> None:
        """Raise unless everything that this ticket stands under has the same name there: UnknownKey, ItemOfAnotherDepartment, ..."""
        terms.check_place(handbook, department=self.department, item=self.item, criticality=self.criticality)
        if self.level:
            terms.check_known("level", self.level, [level.key for level in handbook.levels])
        if self.plan:
            terms.check_known("plan", self.plan, handbook.contracts)
        for hold in Hold.objects.filter(ticket_id=self.pk, ended_by=""):
            terms.check_known("hold", hold.reason, handbook.holds)

    def read_under(self, *, handbook: HandbookVersion, calendars: CalendarVersion) -> None:
        """
        Read this ticket under other versions from now on; what `customer` means, and what is covered, is found anew.

        The room of clocks calls it when it re-rates, and records the event.
        """
        self.lock()
        document = handbook_of(handbook)
        self.check_readable_under(document)
        calendar = document.calendar_for_customer((self.customer.country if self.customer else None) or None)
        covered = terms.is_covered(document, plan=self.plan, item=self.item)
        self._set(handbook=handbook, calendars=calendars, customer_calendar=calendar, is_covered=covered)

    def _set_one(
        self, name: str, value: object, *, before: int | None, after: int | None, verb: Verb, by: Actor, at: datetime, public: bool
    ) -> Event:
        if before == after:
            raise NothingChanges(act=f"set_{name}")
        self._set(**{name: value})
        facts: dict[str, Any] = {"before": before, "after": after, "missing": self._look_again_what_is_missing()}
        return self._record(verb, by=by, at=at, public=public, **facts)

    def _send_strangers_away(self, customer: Customer, *, by: Actor, at: datetime) -> None:
        """Whoever watched it while it was nobody's, and speaks for other customers only, watches no more."""
        for watcher in Watcher.objects.filter(ticket_id=self.pk).select_related("person"):
            if not is_staff(watcher.person_id) and not belongs(customer, watcher.person):
                self.unwatch(by=by, at=at, person=watcher.person)

    def _hand_rows_to(self, customer_id: int) -> None:
        """Rewrite the index of whose rows these are, wherever it is kept."""
        tickets = type(self)._base_manager.filter(Q(pk=self.pk) | Q(merged_into=self.pk))
        tickets.exclude(pk=self.pk).update(customer_id=customer_id)
        ids = list(tickets.values_list("pk", "timeline_id", "thread_id"))
        pks, timelines, threads = ([row[place] for row in ids] for place in range(3))
        of: dict[Any, Q] = {
            Timeline: Q(pk__in=timelines),
            Event: Q(timeline_id__in=timelines),
            Thread: Q(pk__in=threads),
            Attachment: Q(entry__ticket_id__in=pks),
        }
        of |= dict.fromkeys((Entry, Protocol, Hold, Promise, Resolution, Answer), Q(ticket_id__in=pks))
        of |= dict.fromkeys((Inbound, Message, Notice), Q(thread_id__in=threads))
        for model, rows in of.items():
            model._base_manager.filter(rows).update(customer_id=customer_id)
        self.timeline.customer_id = self.thread.customer_id = customer_id


def check_belongs(customer: Customer | None, *, requester: Person | None, service: Service | None) -> None:
    """Raise NotOfThisCustomer where a service is another customer's, or a person speaks for other customers only."""
    if customer is None:
        return
    if service is not None and service.customer_id != customer.pk:
        raise NotOfThisCustomer(what="service", customer=customer.pk)
    if requester is not None and not belongs(customer, requester):
        raise NotOfThisCustomer(what="person", customer=customer.pk)


def belongs(customer: Customer, person: Person) -> bool:
    """Return whether a person may have to do with this customer: they speak for it, or for no customer at all."""
    speaks_for = {contact.customer_id for contact in _SPEAKS.rows(person=person.pk)}
    return not speaks_for or customer.pk in speaks_for
