"""Some hours of the simulated provider: they hold together, show all that a ticket can be, and come out the same again."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count

from plantao.agreements.calendars import PERSON
from plantao.agreements.models import Because, CalendarDay
from plantao.escalation.models import Ring
from plantao.escalation.ringing import unacknowledged
from plantao.events.models import Event
from plantao.messaging.models import Inbound, Message, Notice
from plantao.messaging.quarantine import quarantined
from plantao.operate import simulated
from plantao.operate.digest import Digest
from plantao.operate.simulated import Simulation
from plantao.operate.trouble import Trouble
from plantao.rules.service_level import State
from plantao.sla.queries import readings
from plantao.sla.verbs import Verb as Promised
from plantao.staff.models import Absence, Arrangement
from plantao.staff.rota import gaps
from plantao.tickets.models import Hold, Link, LinkKind, Ticket, VendorCase
from plantao.tickets.testing import a_ticket
from plantao.tickets.verbs import Verb
from plantao.work.models import Task, Timer

UNTIL = datetime(2026, 11, 19, 15, tzinfo=UTC)


def simulation(seed: int) -> Simulation:
    """Begin the day before UNTIL, with what a month ends with and little else."""
    life = simulated.begin(simulated.premises(), since=UNTIL - timedelta(hours=28), until=UNTIL, seed=seed)
    life.month.plan(a_day=1)
    return life


@pytest.mark.django_db(transaction=True)
class TestADay:
    def test_when_it_is_over_then_it_holds_together_and_everything_is_there_to_be_seen(self) -> None:
        life = simulation(7)
        for _ in life.instants():
            pass

        assert simulated.summary(life.month)["refused"] == {}
        assert not Timer.objects.filter(due_at__lte=UNTIL).exists()
        assert not Task.objects.exists()
        assert not Message.objects.filter(done_at=None).exclude(run_at__gt=UNTIL).exists()
        assert not Inbound.objects.filter(done_at=None, dead_at=None).exists()
        assert simulated.summary(life.month)["dead"] == 0
        assert {"sent"} <= {notice.state for notice in Notice.objects.all()} <= {"sent", "withheld", "waiting"}
        assert not Event.objects.exclude(recorded_at__range=(life.month.since, UNTIL)).exists()
        assert not Ticket.objects.filter(subject__startswith="Re:").exists()  # whoever answers is filed, vendors too
        assert Ring.objects.count() < 60
        assert astray() == []
        assert [name for name, is_there in seen().items() if not is_there] == []


def astray() -> list[str]:
    """Return the clocks whose stored due instant is not what follows from the facts, and those that broke unseen."""
    return [
        f"{reading.name} of {ticket.protocol}"
        for ticket in Ticket.objects.all()
        for reading in readings(ticket, at=UNTIL)
        if reading.row is not None and reading.row.met_at is None and reading.row.ended_at is None
        if reading.row.due_at != reading.verdict.due_at
        or (reading.verdict.state is State.BREACHED) != (reading.row.breached_at is not None)
    ]


def seen() -> dict[str, bool]:
    """Return what a month must have to show, and whether it is there."""
    tickets, events = Ticket.objects.all(), Event.objects.all()
    working = tickets.filter(status="attended")
    parents = Link.objects.filter(kind=LinkKind.PARENT, other__status="attended") | Link.objects.filter(
        kind=LinkKind.PARENT, other__status="new"
    )
    broken = VendorCase.objects.filter(verified_at=None, forecasts__broken_at__isnull=False).annotate(times=Count("forecasts"))
    return {
        "new": tickets.filter(status="new").exists(),
        "attended": working.exists(),
        "awaiting the customer": Hold.objects.filter(ended_by="", reason="awaiting_customer", since__isnull=False).exists(),
        "scheduled": Hold.objects.filter(ended_by="", ends_at__gt=UNTIL, reason="scheduled").exists(),
        "a broken promise": events.filter(verb=Promised.BREACHED).exists(),
        "escalated and nobody has acknowledged": unacknowledged(at=UNTIL).exists(),
        "disagreed": Link.objects.filter(kind=LinkKind.DISAGREEMENT, ticket__status="new").exists(),
        "a mass incident with children": parents.values("other").annotate(children=Count("id")).filter(children__gte=4).exists(),
        "a vendor who broke two forecasts": broken.filter(times=2).exists(),
        "in quarantine": quarantined().exists(),
        "re-rated": events.filter(verb=Promised.RERATED).exists(),
        "kept in the tray": Inbound.objects.filter(outcome="tray").exists(),
        "merged": tickets.filter(status="cancelled", merged_into__isnull=False).exists(),
        "cancelled": events.filter(verb=Verb.CANCELLED).exists(),
        "not a contact": events.filter(verb=Verb.NOT_A_CONTACT).exists(),
        "a corrected fact": events.filter(verb=Verb.CORRECTED).exists(),
        "restored, not resolved": working.filter(restored_at__isnull=False).exists(),
        "without a next step": working.filter(next_due_at=None).exclude(holds__ended_by="").exists(),
        "a gap in the rota": gaps_ahead(),
        "an absence": Absence.objects.known(since=UNTIL).exists(),
        "a swap": Arrangement.objects.known(since=UNTIL).filter(what="swapped").exists(),
        "a day set in a calendar": CalendarDay.objects.filter(version__because=Because.DAY_SET, source=PERSON).exists(),
    }


def gaps_ahead() -> bool:
    return bool(gaps("director", since=UNTIL, until=UNTIL + timedelta(days=20)))


@pytest.mark.django_db(transaction=True)
class TestTheSameSeed:
    def test_when_it_begins_again_then_the_same_happens_and_with_another_seed_something_else(self) -> None:
        digests = []
        for seed in (11, 11, 12):
            for _ in islice(simulation(seed).instants(), 24):
                pass
            digests.append(Digest().of_everything())
            call_command("flush", interactive=False, verbosity=0)

        assert digests[0] == digests[1] != digests[2]


@pytest.mark.django_db(transaction=True)
class TestAnInstallationThatIsInUse:
    def test_when_there_are_tickets_then_it_says_so(self) -> None:
        with transaction.atomic():
            a_ticket()

        with pytest.raises(Trouble, match="there are tickets here already"):
            simulated.premises()

    def test_when_mail_would_leave_the_machine_then_it_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "MAIL_OUT", "smtp://mail.provider.example")

        with pytest.raises(Trouble, match="PLANTAO_MAIL_OUT"):
            simulated.premises()
