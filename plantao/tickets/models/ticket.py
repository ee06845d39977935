"""Ticket: something a customer wants of us, from the first contact to the end."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from plantao.agreements.models import CalendarVersion, HandbookVersion
from plantao.directory.models import Customer, Service
from plantao.events.models import Timeline
from plantao.messaging.models import Thread
from plantao.people.models import Person
from plantao.rules.ticket_lifecycle import Status


class Ticket(models.Model):
    """
    The row holds where the ticket stands; what happened is on its timeline, what was said in its thread.

    Department, item, criticality, level, plan and `customer_calendar` are keys of the handbook, read under `handbook`,
    the version in force at the opening; `calendars` is frozen with it. Instants are those that count, not those of the
    writing. `missing` names what the handbook requires and nobody gave yet. `next_due_at` is an index, written only
    through `expect_by()`.
    """

    timeline = models.OneToOneField(Timeline, on_delete=models.PROTECT, related_name="ticket")
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="ticket")
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
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    next_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=[status.value for status in Status]), name="tickets_ticket_status_is_known"),
            models.CheckConstraint(condition=~Q(status="cancelled") | Q(cancelled_at__isnull=False), name="tickets_cancelled_has_instant"),
            models.CheckConstraint(condition=~Q(status="closed") | Q(closed_at__isnull=False), name="tickets_closed_has_instant"),
            models.CheckConstraint(
                condition=~Q(status__in=["resolved", "closed"]) | Q(resolved_at__isnull=False), name="tickets_resolved_has_instant"
            ),
            models.CheckConstraint(condition=~Q(status="attended") | Q(attended_at__isnull=False), name="tickets_attended_has_instant"),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(status="cancelled"), name="tickets_merged_is_cancelled"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_due_at", "id"], condition=Q(status__in=["new", "attended"]), name="tickets_open_by_next_due"),
            models.Index(fields=["customer", "-opened_at"], name="tickets_of_customer"),
            models.Index(fields=["requester", "-opened_at"], name="tickets_of_requester"),
            models.Index(fields=["status", "-opened_at"], name="tickets_by_status"),
            models.Index(fields=["service", "-opened_at"], name="tickets_of_service"),
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk}"
