"""Ticket: something a customer wants of us, from the first contact to the end."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from plantao.directory.models import Contact
from plantao.people.models import Person
from plantao.people.searching import index_of_words
from plantao.rules.ticket_lifecycle import OPEN, Status
from plantao.staff.models import Agent
from plantao.tickets.models.link import Link, LinkKind
from plantao.tickets.models.opening import Opening
from plantao.tickets.models.protocol import Protocol
from plantao.tickets.models.watcher import Watcher

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
IS_OPEN = Q(status__in=["new", "attended"])  # as the indexes say it
NOTHING = Q(pk__in=())  # joined by `or`, an empty Q would be left out


def by_next_step() -> Coalesce:
    """Return by what open tickets stand in the queue: what is due next, and before all those without a next step."""
    return Coalesce("next_due_at", Value(EPOCH))


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Finds tickets."""

    def locked(self, pk: int) -> "Ticket":
        """Return the ticket with its row locked until the transaction ends. Raises DoesNotExist."""
        ticket = self.select_for_update(of=("self",)).get(pk=pk)
        ticket.mark_locked()
        return ticket

    def locked_if_free(self, pk: int) -> "Ticket | None":
        """Return the ticket locked; None where somebody else has it locked just now, or where there is none."""
        ticket = self.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if ticket is not None:
            ticket.mark_locked()
        return ticket

    def all_locked(self, pks: Iterable[int]) -> "list[Ticket]":
        """Return several tickets, locked in the order in which everybody locks: by their ids."""
        tickets = list(self.select_for_update(of=("self",)).filter(pk__in=list(pks)).order_by("pk"))
        for ticket in tickets:
            ticket.mark_locked()
        return tickets

    def by_protocol(self, number: str) -> "Ticket":
        """Return the ticket that answers for a number, any of its own; a merged one's is the survivor's. Raises DoesNotExist."""
        return self.get(Exists(Protocol.objects.filter(ticket=OuterRef("pk"), number=number.strip().upper())))

    def still_open(self) -> Self:
        """Return those on which somebody still has work to do."""
        return self.filter(status__in=[status.value for status in OPEN])

    def unfiled(self) -> Self:
        """Return the open ones whose customer nobody knows yet, the newest first."""
        return self.still_open().of_nobody_known().order_by("-opened_at", "-pk")

    def of_nobody_known(self) -> Self:
        """Return those without a customer who ought to have one: all but the parents of mass incidents."""
        children = Link.objects.filter(other=OuterRef("pk"), kind=LinkKind.PARENT)
        return self.filter(~Exists(children), customer=None)

    def visible_to(self, person: Person) -> Self:
        """
        Return the tickets that a person may see, as staff or as a contact.

        Of a customer's ticket a contact sees what is public, no more: see `plantao.tickets.queries`.
        """
        return self.filter(seen_by_staff(person) | seen_by_contact(person))


def seen_by_staff(person: Person) -> Q:
    """Return which tickets somebody sees as staff: those of their departments (none named: all), and what they hold or watch."""
    agent: Agent | None = getattr(person, "agent", None)
    if agent is None or agent.disabled_at is not None:
        return NOTHING
    if not agent.departments:
        return ~NOTHING
    watched = Exists(Watcher.objects.filter(ticket=OuterRef("pk"), person=person))
    return Q(department__in=agent.departments) | Q(holder=person) | Q(watched)


def seen_by_contact(person: Person) -> Q:
    """Return which tickets somebody sees as a contact: their customers', never one that is nobody's, nor what was no contact."""
    return Q(customer__in=Contact.objects.filter(person=person, until=None).values("customer"), is_contact=True)


TicketManager = models.Manager.from_queryset(TicketQuerySet)


class Ticket(Opening):
    """One ticket: its row (TicketRow) with every verb, one method each, in the files beside this one by theme."""

    objects = TicketManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=[status.value for status in Status]), name="tickets_ticket_status_is_known"),
            models.CheckConstraint(condition=~Q(status="cancelled") | Q(cancelled_at__isnull=False), name="tickets_cancelled_has_instant"),
            models.CheckConstraint(condition=~Q(status="closed") | Q(closed_at__isnull=False), name="tickets_closed_has_instant"),
            models.CheckConstraint(
                condition=~Q(status__in=["resolved", "closed"]) | Q(resolved_at__isnull=False, restored_at__isnull=False),
                name="tickets_resolved_has_instants",
            ),
            models.CheckConstraint(condition=~Q(status="attended") | Q(attended_at__isnull=False), name="tickets_attended_has_instant"),
            models.CheckConstraint(condition=~Q(status="new") | Q(attended_at=None), name="tickets_new_is_not_attended"),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(status="cancelled"), name="tickets_merged_is_cancelled"),
            models.CheckConstraint(condition=Q(is_contact=True) | Q(status="cancelled"), name="tickets_no_contact_is_cancelled"),
        ]
        indexes: ClassVar = [
            models.Index(by_next_step(), "id", condition=IS_OPEN, name="tickets_open_by_next_step"),
            models.Index(fields=["-opened_at", "-id"], name="tickets_newest_first"),
            models.Index(fields=["customer", "-opened_at"], name="tickets_of_customer"),
            models.Index(fields=["-opened_at", "-id"], condition=IS_OPEN & Q(customer=None), name="tickets_of_nobody"),
            models.Index(fields=["requester", "-opened_at"], name="tickets_of_requester"),
            models.Index(fields=["status", "-opened_at"], name="tickets_by_status"),
            models.Index(fields=["service", "-opened_at"], name="tickets_of_service"),
            index_of_words("subject", name="tickets_subject_searched"),
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk}"

    @property
    def survivor(self) -> "Ticket":
        """Return the ticket that this one was merged into, where the matter goes on; itself where it was not."""
        return self.merged_into or self
