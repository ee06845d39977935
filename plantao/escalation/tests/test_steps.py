"""Steps by hand; times are São Paulo's. The shipped ladder: coordinator after 2 h, manager after 4 h, director after 24 h."""

from datetime import datetime, timedelta

import pytest

from plantao.directory.models import Service
from plantao.directory.testing import a_customer, a_service
from plantao.escalation.asking import NothingToAskFor, NotYetDue, ask
from plantao.escalation.testing import happened, step
from plantao.events.models import Event
from plantao.sla.testing import watch
from plantao.tickets.models import Link, LinkKind, Ticket
from plantao.tickets.testing import LONG_AGO, MONDAY, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, STAFF, a_ticket
from plantao.work.loop import run_due

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FIRST = "the first ticket"
COORDINATOR, MANAGER, DIRECTOR = "noc_coordinator", "noc_manager", "director"


def at(hour: float, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def offers(ticket: Ticket) -> list[tuple[str, datetime]]:
    events = ticket.timeline.events.filter(verb="escalation.offered").order_by("id")
    return [(event.facts["role"], event.at) for event in events]


def repeats(ticket: Ticket) -> list[tuple[str, bool]]:
    """Return what a ticket was marked a repeat of, and whether the customer may know: FIRST is the first ticket."""
    first = Ticket.objects.order_by("pk")[0].protocol
    events = ticket.timeline.events.filter(verb="ticket.linked", facts__link="repeat", facts__is_from=True)
    return [(FIRST if event.facts["other"] == first else event.facts["other"], event.is_public) for event in events]


def late(ticket: Ticket) -> list[int]:
    return [event.facts["late_by"] for event in Event.objects.filter(verb="escalation.step_happened").order_by("id")]


class TestTicketThatNobodyResolves:
    def test_when_the_hours_come_then_coordinator_manager_and_director_are_told_in_turn(self) -> None:
        ticket = a_ticket(criticality="urgent")

        for hour in (10.9, 11, 12, 13, 20, 32.9, 33):
            watch(at(hour))

        assert happened(ticket) == [(COORDINATOR, MONDAY_11H), (MANAGER, at(13)), (DIRECTOR, at(9, day=1))]
        assert late(ticket) == [0, 0, 0]

    def test_when_everything_was_down_then_each_missed_step_is_recorded_singly_in_order_and_marked_late(self) -> None:
        ticket = a_ticket(criticality="urgent")

        watch(at(10, day=1))

        assert happened(ticket) == [(COORDINATOR, MONDAY_11H), (MANAGER, at(13)), (DIRECTOR, at(9, day=1))]
        assert late(ticket) == [23 * 3600, 21 * 3600, 3600]

    def test_when_restored_then_no_later_step_happens(self) -> None:
        ticket = a_ticket(criticality="urgent")
        watch(MONDAY_11H)

        ticket.restore(by=STAFF, at=MONDAY_12H, public=True)

        watch(at(12, day=3))
        assert happened(ticket) == [(COORDINATOR, MONDAY_11H)]

    def test_when_work_is_scheduled_then_what_is_to_come_waits_as_long(self) -> None:
        ticket = a_ticket(criticality="urgent")
        ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="scheduled", ends_at=MONDAY_12H)

        for hour in (11, 12, 12.99, 13):
            watch(at(hour))

        assert happened(ticket) == [(COORDINATOR, at(13))]

    def test_when_the_watch_looks_twice_then_nothing_happens_twice(self) -> None:
        ticket = a_ticket(criticality="urgent")

        watch(MONDAY_11H)
        watch(MONDAY_11H)

        assert happened(ticket) == [(COORDINATOR, MONDAY_11H)]


class TestTicketWhoseCriticalityChanges:
    def test_when_raised_then_what_was_offered_and_not_asked_for_is_taken_as_of_the_raising(self) -> None:
        ticket = a_ticket(criticality="controlled")
        watch(MONDAY_11H)

        ticket.classify(by=STAFF, at=MONDAY_12H, public=True, criticality="urgent", reason="Piora")
        watch(MONDAY_12H)

        assert (offers(ticket), happened(ticket)) == ([(COORDINATOR, MONDAY_11H)], [(COORDINATOR, MONDAY_12H)])

    def test_when_raised_before_a_step_was_due_then_it_is_never_due_later_than_before(self) -> None:
        ticket = a_ticket(criticality="controlled")

        ticket.classify(by=STAFF, at=MONDAY_10H, public=True, criticality="urgent", reason="Piora")
        watch(at(14))

        assert happened(ticket) == [(COORDINATOR, MONDAY_11H), (MANAGER, at(13))]


class TestStepThatIsNotAutomatic:
    def test_when_due_then_it_is_offered_once_and_told_to_nobody(self) -> None:
        ticket = a_ticket(criticality="controlled")

        watch(MONDAY_11H)
        watch(MONDAY_12H)

        assert (offers(ticket), happened(ticket)) == ([(COORDINATOR, MONDAY_11H)], [])

    def test_when_asked_for_then_it_happens_at_that_instant(self) -> None:
        ticket = a_ticket(criticality="controlled")
        watch(MONDAY_11H)

        ask(ticket, by=STAFF, at=MONDAY_12H, public=True)

        assert happened(ticket) == [(COORDINATOR, MONDAY_12H)]
        assert step(ticket, COORDINATOR).due_at == MONDAY_11H

    def test_when_asked_for_before_it_is_due_then_it_is_refused(self) -> None:
        ticket = a_ticket(criticality="controlled")

        with pytest.raises(NotYetDue) as refusal:
            ask(ticket, by=STAFF, at=MONDAY_10H, public=True)

        assert refusal.value.facts["role"] == COORDINATOR

    def test_when_asked_for_again_then_there_is_nothing_to_ask_for_until_the_next_is_due(self) -> None:
        ticket = a_ticket(criticality="controlled")
        ask(ticket, by=STAFF, at=MONDAY_11H, public=True)

        with pytest.raises(NotYetDue):
            ask(ticket, by=STAFF, at=MONDAY_12H, public=True)
        with pytest.raises(NothingToAskFor):
            ask(ticket, by=STAFF, at=MONDAY_12H, public=True, role=COORDINATOR)


class TestLadderThatStartsWithABrokenPromise:
    def test_when_nobody_attends_then_it_counts_from_the_instant_the_promise_broke(self) -> None:
        ticket = a_ticket(department="finance", item="invoice_copy", criticality="planned")

        watch(at(0, day=40))

        assert [role for role, _ in offers(ticket)] == [MANAGER]
        breach = ticket.timeline.events.get(verb="sla.breached", facts__clock="attend")
        assert offers(ticket)[0][1] > breach.at

    def test_when_attended_in_time_then_it_never_starts(self) -> None:
        ticket = a_ticket(department="finance", item="invoice_copy", criticality="planned", attended_at=MONDAY_10H)

        watch(at(0, day=40))

        assert offers(ticket) == []


class TestMassIncident:
    def test_when_a_child_falls_due_then_the_parent_carries_the_step_from_the_earliest(self) -> None:
        child, parent = a_ticket(criticality="urgent"), a_ticket(criticality="urgent", opened_at=MONDAY_10H)
        child.link(by=STAFF, at=MONDAY_10H, public=False, other=parent, kind=LinkKind.PARENT)

        watch(MONDAY_12H)

        assert (happened(child), happened(parent)) == ([], [(COORDINATOR, MONDAY_11H)])

    def test_when_only_the_parent_is_restored_then_the_child_goes_on_with_what_was_not_carried(self) -> None:
        child, parent = a_ticket(criticality="urgent"), a_ticket(criticality="urgent")
        child.link(by=STAFF, at=MONDAY_10H, public=False, other=parent, kind=LinkKind.PARENT)
        watch(MONDAY_12H)

        parent.restore(by=STAFF, at=MONDAY_12H, public=True)
        watch(at(13))

        assert (happened(child), happened(parent)) == ([(MANAGER, at(13))], [(COORDINATOR, MONDAY_11H)])


class TestSameServiceAgain:
    @pytest.fixture
    def service(self) -> Service:
        """A service whose fault lasted from nine to twelve."""
        customer = a_customer(at=LONG_AGO)
        service = a_service(customer, at=LONG_AGO)
        a_ticket(criticality="urgent", customer=customer, service=service, restored_at=MONDAY_9H + 3 * HOUR)
        return service

    def test_when_within_the_time_of_a_repeat_then_it_is_marked_and_the_ladder_goes_on_from_where_it_stood(self, service: Service) -> None:
        again = a_ticket(criticality="urgent", customer=service.customer, service=service, opened_at=at(15))
        watch(at(16))

        assert happened(again) == [(COORDINATOR, at(15)), (MANAGER, at(16))]
        assert repeats(again) == [(FIRST, True)]

    def test_when_later_then_it_begins_anew(self, service: Service) -> None:
        again = a_ticket(criticality="urgent", customer=service.customer, service=service, opened_at=at(12, day=3))
        watch(at(14, day=3))

        assert happened(again) == [(COORDINATOR, at(14, day=3))]
        assert repeats(again) == []

    def test_when_only_staff_find_out_which_service_it_is_then_it_is_marked_then(self, service: Service) -> None:
        again = a_ticket(criticality="urgent", customer=service.customer, opened_at=at(15))

        again.set_service(by=STAFF, at=at(15.5), public=True, service=service)
        watch(at(15.5))

        assert happened(again) == [(COORDINATOR, at(15))]
        assert repeats(again) == [(FIRST, True)]

    def test_when_it_comes_a_third_time_then_both_faults_before_it_count(self, service: Service) -> None:
        for begins, ends in ((13, 14), (15, 15.5)):
            ticket = a_ticket(criticality="urgent", customer=service.customer, service=service, opened_at=at(begins), restored_at=at(ends))
            watch(at(ends))

        again = a_ticket(criticality="urgent", customer=service.customer, service=service, opened_at=at(20))
        watch(at(20))

        assert [due for _, due in happened(again)] == [at(20), at(20)]
        assert Link.objects.get(ticket=again).other_id == ticket.pk

    def test_when_staff_say_that_it_is_another_matter_then_its_ladder_begins_with_it(self, service: Service) -> None:
        again = a_ticket(criticality="urgent", customer=service.customer, service=service, opened_at=at(15))
        run_due(at(14.9))  # the link is made, and no step is due
        link = Link.objects.get(ticket=again)

        again.unlink(by=STAFF, at=at(15), public=True, other=link.other, kind=LinkKind.REPEAT)
        watch(at(16.9))

        assert happened(again) == []
        watch(at(17))
        assert happened(again) == [(COORDINATOR, at(17))]

    def test_when_the_service_went_to_another_customer_then_only_staff_see_the_link(self, service: Service) -> None:
        service.customer = a_customer("Provedor Boreal", at=LONG_AGO)
        service.save()

        again = a_ticket(criticality="urgent", service=service, opened_at=at(15))
        watch(at(15))

        assert repeats(again) == [(FIRST, False)]
