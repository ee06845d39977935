"""Leased, the shape of every row that a worker takes and works on; Task, the simplest of them; and Timer."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q


def lease_indexes(prefix: str) -> list[models.Index]:
    """
    Return the indexes that a table of Leased rows needs; a subclass lists them in its Meta.

    The first holds exactly the rows that may be taken, in the order in which they are, however many are done, dead or
    in somebody's hands; the second those in somebody's hands. `prefix` is the table's name, at most 23 characters.
    """
    waiting = Q(leased_by=None, done_at=None, dead_at=None)
    return [
        models.Index(fields=["run_at", "id"], condition=waiting, name=f"{prefix}_waiting"),
        models.Index(fields=["leased_by"], condition=Q(leased_by__isnull=False), name=f"{prefix}_leased"),
        models.Index(fields=["dead_at"], condition=Q(dead_at__isnull=False), name=f"{prefix}_dead"),
    ]


def lease_constraints(prefix: str) -> list[models.CheckConstraint]:
    """Return the constraints that a table of Leased rows needs: a lease is whole, and no row is in two states."""
    return [
        models.CheckConstraint(
            condition=Q(leased_by=None, leased_until=None, done_at=None)
            | Q(leased_by=None, leased_until=None, dead_at=None)
            | Q(leased_by__isnull=False, leased_until__isnull=False, done_at=None, dead_at=None),
            name=f"{prefix}_one_state",
        )
    ]


class Leased(models.Model):
    """
    A row that some worker takes, works on, and settles: waiting, leased, done or dead.

    `run_at` is the earliest instant, null for at once: what should run at once runs whatever the clock says.
    `leased_by` is the number under which a worker is present (see attendance); `leased_until` ends the lease of one
    that hangs. `attempts` counts how often it was taken, `failures` how often its handler failed since it last did
    well, `crashes` how often it was taken back from a worker that died or hung. A dead row is kept, shown and may be
    revived. How leases are taken and settled is in `plantao/work/leases.py`.
    """

    BACK_OFF: ClassVar[tuple[timedelta, ...]] = tuple(
        timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 57600)
    )
    """How long a row waits after its first, second, ... failure; one failure more than these, and it is dead."""

    KEEPS_DONE: ClassVar[bool] = True
    """Whether rows stay when they are done (a message is a fact) or go (a task was only a wish)."""

    run_at = models.DateTimeField(null=True, blank=True)
    leased_by = models.BigIntegerField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    crashes = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class Task(Leased):
    """
    Something to do later in the background; `kind` names the handler that wiring registered. Gone when it is done.

    Among tasks that nobody has begun, there is one of a `kind` and a `key` that is not empty.
    """

    KEEPS_DONE = False

    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes: ClassVar = lease_indexes("work_task")
        constraints: ClassVar = [
            *lease_constraints("work_task"),
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(attempts=0) & ~Q(key=""), name="work_task_once_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()


class Timer(models.Model):
    """
    At `due_at`, look at this subject again. Written in the transaction of the facts from which it follows.

    `subject_kind` and `subject_id` are plain values: this table stands below its subjects. `kind` names the handler,
    `key` tells several of a kind apart (a clock's name, a step of a ladder). A timer whose handler failed waits until
    `not_before`, and so do the later timers of its subject; after too many failures it is dead: kept and shown.
    """

    BACK_OFF: ClassVar[tuple[timedelta, ...]] = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 15, 60, 300, 900, 1800, 3600, 7200))
    """How long a timer waits after its first, second, ... failure; one failure more than these, and it is dead."""

    kind = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    key = models.CharField(max_length=200, blank=True, default="")
    due_at = models.DateTimeField()
    failures = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "kind", "key"], name="work_timer_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=Q(dead_at=None), name="work_timer_due"),
            models.Index(fields=["not_before"], condition=Q(dead_at=None, not_before__isnull=False), name="work_timer_failing"),
            models.Index(fields=["dead_at"], condition=Q(dead_at__isnull=False), name="work_timer_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.subject_kind} {self.subject_id} at {self.due_at:%Y-%m-%dT%H:%M:%SZ}"


class Lateness(models.Model):
    """
    How late the watch was on one `day` (UTC): how many timers were done within `bound_ms` of their instant and not within
    the bound before it, how long they took together, and the longest of them.
    """

    day = models.DateField()
    bound_ms = models.BigIntegerField()
    timers = models.BigIntegerField()
    sum_ms = models.BigIntegerField()
    longest_ms = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "bound_ms"], name="work_lateness_once")]

    def __str__(self) -> str:
        return f"{self.timers} timers within {self.bound_ms} ms on {self.day}"
