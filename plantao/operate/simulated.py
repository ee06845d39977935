"""Living through a simulated month: the clock stands at each instant, people act, and the watch does what is due."""

from collections import Counter
from datetime import datetime
from random import Random
from typing import Any

from django.conf import settings
from django.db.models import Model

from plantao import clock
from plantao.agreements.applying import apply
from plantao.agreements.models import HandbookPeriod, HandbookVersion
from plantao.agreements.queries import handbook_of
from plantao.demo.month import Month
from plantao.directory.models import Customer
from plantao.escalation.models import Ring
from plantao.escalation.verbs import Verb as Escalation
from plantao.events.models import Event
from plantao.handbook.document import Handbook
from plantao.messaging.models import Inbound, Notice
from plantao.operate.first_handbook import apply_where_none
from plantao.operate.instants import read_instant
from plantao.operate.trouble import Trouble
from plantao.operate.up import FIRST_HANDBOOK
from plantao.sla.verbs import Verb as Promised
from plantao.staff.models import Agent
from plantao.tickets.models import Hold, Ticket
from plantao.work import attendance, timetable
from plantao.work.loop import Lane, settled_lanes, work_off
from plantao.work.models import Timer
from plantao.work.queries import dead_rows
from plantao.work.registry import registered


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


def end(written: str | None, *, handbook: HandbookVersion | None, now: datetime) -> datetime:
    """Return the instant at which the month ends. Raises Trouble where it is none, or ahead."""
    zone = handbook_of(handbook).provider.time_zone if handbook else "UTC"
    until = read_instant(written, option="--until", zone=zone) if written else now
    if until > now:
        raise Trouble("--until: a month that is still ahead can't have happened")
    return until.replace(microsecond=0)


def begin(version: HandbookVersion | None, *, since: datetime, until: datetime, random: Random, seed: int) -> Month:
    """Put the handbook in force when the month begins, and take everybody in. Raises Trouble where it names no mail address."""
    with clock.frozen(since):
        if version is None:
            apply_where_none(FIRST_HANDBOOK, at=since)
            version = HandbookVersion.objects.get()
        else:
            apply(handbook_of(version), bytes(version.source), file_name=version.file_name, at=since)
        handbook: Handbook = handbook_of(version)
        if handbook.channels.email is None:
            raise Trouble("the handbook names no e-mail address, so nobody could write")
        address = handbook.channels.email.address
        return Month(handbook, address=address, since=since, until=until, random=random, seed=seed)


def next_instant(month: Month, *, at: datetime) -> datetime | None:
    """Return when somebody acts or something falls due next, before the month ends; None where nothing does. What merely recurs waits."""
    due = Timer.objects.filter(dead_at=None, due_at__gt=at).exclude(subject_kind=timetable.KIND)
    instants = [month.next_at, due.order_by("due_at").values_list("due_at", flat=True).first()]
    for queue in registered().all_queues():
        rows = queue.model._base_manager.filter(done_at=None, dead_at=None, run_at__gt=at)
        instants.append(rows.order_by("run_at").values_list("run_at", flat=True).first())
    following = min((instant for instant in instants if instant is not None), default=None)
    return following if following is not None and following < month.until else None


def lanes(month: Month) -> tuple[Lane, ...]:
    """Return the lanes of work, settled in when the month begins; what fails in them is a bug, and raised."""
    with clock.frozen(month.since):
        return settled_lanes(month.since, raises=True)


def live_through(month: Month, *, work: tuple[Lane, ...], at: datetime) -> None:
    """Let people act at `at`, then everything be done that is due."""
    with clock.frozen(at):
        month.go_on(at=at)
        work_off(work, at=at)
        month.hear_rings(at=at)


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
        "unfiled": Inbound.objects.filter(outcome="tray").count(),
        "notices": Notice.objects.count(),
        "events": events.count(),
        "dead": len(dead_rows()),
        "refused": dict(month.agenda.refused),
    }
