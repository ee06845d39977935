"""Nothing ran for three days. Then everything is caught up: in order, marked with how late, and everybody is told once."""

from datetime import timedelta

from django.db import transaction

from plantao import clock
from plantao.escalation.models import Ring
from plantao.escalation.testing import happened, on_duty
from plantao.events.models import Event
from plantao.messaging.models import Message, Notice
from plantao.operate.tests.running import wait_until
from plantao.sla.verbs import Verb as Promised
from plantao.tickets.models import Ticket
from plantao.tickets.testing import a_requester, a_ticket
from plantao.work.loop import Worker
from plantao.work.models import Timer
from plantao.work.tests.side_by_side import PATIENCE
from tests.journeys.conftest import House, text_of

ROLES = ("noc_coordinator", "noc_manager", "director")
STEPS = [("noc_coordinator", timedelta(hours=2)), ("noc_manager", timedelta(hours=4)), ("director", timedelta(hours=24))]
TICKETS = 12


def opened(house: House) -> list[Ticket]:
    """Everybody is on duty, and so many tickets are opened, a minute apart."""
    with transaction.atomic():
        for role in ROLES:
            on_duty(role, mail=f"{role}@jatoba.example", at=house.at)
        requester = a_requester(mail="ana@cliente.example")
        minutes = [timedelta(minutes=number) for number in range(TICKETS)]
        return [a_ticket(criticality="urgent", requester=requester, opened_at=house.at + minute) for minute in minutes]


def to(house: House, address: str) -> list[str]:
    return [text_of(mail) for mail in house.sent() if address in mail["To"]]


class TestAnOutageOfThreeDays:
    def test_when_one_worker_comes_back_then_each_role_is_rung_once_and_told_of_all_that_broke_in_one_mail(self, house: House) -> None:
        tickets = opened(house)

        house.later(days=3)
        house.later(minutes=2)

        for role in ROLES:
            (rung,) = [text for text in to(house, f"{role}@jatoba.example") if "acionado" in text]
            assert all(ticket.protocol in rung for ticket in tickets)
        told = [text for text in to(house, "noc_coordinator@jatoba.example") if "fora do SLA" in text]
        assert [text.count("fora do SLA") for text in told] == [2 * TICKETS]
        assert told[0].count("Percebido com atraso de: 70 h") == 1  # of the first ticket, due after two hours
        assert not Notice.objects.filter(state="withheld").exists()

    def test_when_two_workers_come_back_then_every_ticket_climbs_once_in_order_and_each_role_is_rung_once(self, house: House) -> None:
        house.at = clock.now().replace(microsecond=0) - timedelta(days=3)
        tickets = opened(house)

        workers = [Worker(), Worker()]
        for worker in workers:
            worker.start()
        wait_until(lambda: not Timer.objects.filter(due_at__lte=clock.now() + timedelta(seconds=2)).exists(), within=4 * PATIENCE)
        assert [worker.stop(within=timedelta(seconds=PATIENCE)) for worker in workers] == [True, True]

        for ticket in tickets:
            assert happened(ticket) == [(role, ticket.opened_at + after) for role, after in STEPS]
            passed = Event.objects.filter(timeline=ticket.timeline, verb__in=[Promised.BREACHED, "escalation.step_happened"]).order_by("id")
            assert [event.at for event in passed] == sorted(event.at for event in passed)
            assert all(event.facts["late_by"] == (event.recorded_at - event.at) // timedelta(seconds=1) for event in passed)
        assert [ring.steps.count() for ring in Ring.objects.all()] == [TICKETS] * len(ROLES)
        gathered = Message.objects.filter(notices__occasion="breached").distinct()
        assert gathered.count() <= 2 * len(workers)  # those who write to one at the same time do not wait for each other


class TestAWatchThatIsInTime:
    def test_when_a_promise_breaks_then_the_mail_is_of_that_ticket_and_goes_at_once(self, house: House) -> None:
        (ticket, *_) = opened(house)

        house.later(hours=2)

        (text,) = [text for text in to(house, "noc_coordinator@jatoba.example") if "fora do SLA" in text]
        assert f"Protocolo {ticket.protocol}: fora do SLA" in text
        assert Notice.objects.filter(occasion="breached", thread=ticket.thread).count() == 1
