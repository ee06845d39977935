"""Living through a simulated month: the clock stands at each instant, people act, and the watch does what is due."""

import gc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model

from plantao import clock
from plantao.agreements.applying import apply
from plantao.agreements.models import CalendarVersion, HandbookPeriod, HandbookVersion
from plantao.agreements.queries import handbook_of
from plantao.demo.letters import ILLEGIBLE
from plantao.demo.month import Month
from plantao.directory.models import Customer
from plantao.escalation.models import Ring
from plantao.escalation.verbs import Verb as Escalation
from plantao.events.models import Event
from plantao.handbook.document import Handbook
from plantao.messaging import inbox
from plantao.messaging.models import Inbound, Notice
from plantao.messaging.quarantine import quarantined
from plantao.operate.digest import Digest
from plantao.operate.first_handbook import apply_where_none
from plantao.operate.instants import read_instant
from plantao.operate.trouble import Trouble
from plantao.operate.up import FIRST_HANDBOOK
from plantao.sla.verbs import Verb as Promised
from plantao.staff.models import Agent
from plantao.tickets.models import Hold, Ticket
from plantao.work import attendance
from plantao.work.leases import GiveUp
from plantao.work.queries import dead_rows
from plantao.work.registry import Registry, registered
from plantao.work.stepping import Stepping

GARBAGE = 100_000
"""So many objects more than were let go, and Python looks for what nobody needs; a tenth of the time is saved."""


def premises() -> HandbookVersion | None:
    """Return the handbook that came into force first, if any. Raises Trouble where a simulation would do harm or find others' work."""
    if settings.MAIL_OUT:
        raise Trouble("PLANTAO_MAIL_OUT is set, so what is simulated would be sent to people; unset it")
    taken: dict[str, type[Model]] = {"tickets": Ticket, "mails": Inbound, "customers": Customer, "staff": Agent}
    for name, model in taken.items():
        if model._base_manager.exists():
            raise Trouble(f"there are {name} here already, and a simulation takes an empty installation; name another in PLANTAO_HOME")
    if attendance.present():
        raise Trouble("a worker is at work, and would do today what belongs to a day that is simulated; stop it first")
    first = HandbookPeriod.objects.select_related("version").order_by("since").first()
    return first.version if first else None


def in_haste() -> None:
    """
    Let no commit of this connection wait for the disk, since what a crash cuts short is begun again anyway; and let this
    process look for garbage seldom, since it ends soon.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


def end(written: str | None, *, handbook: HandbookVersion | None, now: datetime) -> datetime:
    """Return the instant at which the month ends. Raises Trouble where it is none, or ahead."""
    zone = handbook_of(handbook).provider.time_zone if handbook else "UTC"
    until = read_instant(written, option="--until", zone=zone) if written else now
    if until > now:
        raise Trouble("--until: a month that is still ahead can't have happened")
    return until.replace(microsecond=0)


class Simulation:
    """A month that is lived through: at each instant people act, then everything is done that is due."""

    def __init__(self, month: Month) -> None:
        self.month, self.at = month, month.since
        with clock.frozen(month.since):
            self._work = Stepping(_failing_once(registered()), at=month.since)

    def instants(self) -> Iterator[datetime]:
        """
        Yield each instant at which anything happens, in order, before it is lived through; whoever asks for the next one
        lets it happen. The time between is jumped over.
        """
        month, due_at = self.month, self._work.next_due(after=self.month.since)
        while (at := _earlier(month.next_at, due_at)) is not None and at <= month.until:
            self.at = at
            yield at
            with clock.frozen(at):
                month.go_on(at=at)
                due_at = self._work.work_off(at=at)
                month.hear_rings(at=at)
        self._work.leave(at=month.until)


def _failing_once(registry: Registry) -> Registry:
    """Return it with a reader of mails that fails on one of them, as a bug of ours would make it: so one is in quarantine."""
    queues = {queue.name: queue for queue in registry.queues}
    reads = queues[inbox.LANE].run

    def read(inbound: Inbound, at: datetime) -> None:
        if inbound.envelope.get("mail_from") == ILLEGIBLE["sender"]:
            raise GiveUp("this mail stands for one on which our reader fails; tried again it is read")
        reads(inbound, at)

    return replace(registry, queues=tuple({**queues, inbox.LANE: replace(queues[inbox.LANE], run=read)}.values()))


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((instant for instant in (one, other) if instant is not None), default=None)


def begin(version: HandbookVersion | None, *, since: datetime, until: datetime, seed: int) -> Simulation:
    """
    Put the handbook in force when the month begins, and take everybody in; what happens is left to be planned.

    Raises Trouble where the handbook names no mail address.
    """
    with clock.frozen(since):
        if version is None:
            apply_where_none(FIRST_HANDBOOK, at=since)
            version = HandbookVersion.objects.get()
        else:
            _take_back_where_untouched(version, at=since)
            apply(handbook_of(version), bytes(version.source), file_name=version.file_name, at=since)
        handbook: Handbook = handbook_of(version)
        if handbook.channels.email is None:
            raise Trouble("the handbook names no e-mail address, so nobody could write")
        address = handbook.channels.email.address
        return Simulation(Month(handbook, address=address, since=since, until=until, seed=seed))


def _take_back_where_untouched(version: HandbookVersion, *, at: datetime) -> None:
    """Where nothing but this ever came into force, as on a new installation, let it do so at `at`, and not again when the month ends."""
    if HandbookPeriod.objects.count() == CalendarVersion.objects.count() == 1:
        HandbookPeriod.objects.all().delete()
        CalendarVersion.objects.all().delete()
        HandbookVersion.objects.filter(pk=version.pk).update(applied_at=at)


def tickets_so_far() -> int:
    """Return how many tickets there are by now."""
    return Ticket.objects.count()


def summary(month: Month) -> dict[str, Any]:
    """Return what the month came to, JSON-able; `breached` and `escalated` count tickets, `refused` acts that a rule refused, by rule."""
    events = Event.objects.all()
    return {
        "since": f"{month.since:%Y-%m-%dT%H:%M:%SZ}",
        "until": f"{month.until:%Y-%m-%dT%H:%M:%SZ}",
        "tickets": Ticket.objects.count(),
        "statuses": dict(sorted(Counter(Ticket.objects.values_list("status", flat=True)).items())),
        "breached": events.filter(verb=Promised.BREACHED).values("timeline").distinct().count(),
        "escalated": events.filter(verb=Escalation.STEP_HAPPENED).values("timeline").distinct().count(),
        "rings": Ring.objects.count(),
        "held": Hold.objects.filter(ended_by="", since__isnull=False).values("ticket").distinct().count(),
        "mails_in": Inbound.objects.count(),
        "quarantined": quarantined().count(),
        "rerated": events.filter(verb=Promised.RERATED).count(),
        "unfiled": Inbound.objects.filter(outcome="tray").count(),
        "notices": Notice.objects.count(),
        "events": events.count(),
        "dead": sum(row.lane != inbox.LANE for row in dead_rows()),
        "digest": Digest().of_everything(),
        "refused": dict(month.agenda.refused),
    }
