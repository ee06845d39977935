"""What falls due on a ticket besides its clocks; times are São Paulo's, Monday 16 November 2026, a holiday on Friday the 20th."""

from datetime import datetime, timedelta

import pytest

from plantao.events.actor import DESK
from plantao.messaging.models import Message, Notice, NoticeState
from plantao.people.models import Person
from plantao.sla.next_step import KIND
from plantao.sla.testing import told, watch
from plantao.sla.verbs import Verb
from plantao.tickets.models import AWAITING_CUSTOMER, LinkKind, Ticket, Words
from plantao.tickets.models.opening import Asked
from plantao.tickets.models.resolution import UNANSWERED
from plantao.tickets.testing import (
    MONDAY,
    MONDAY_9H,
    MONDAY_10H,
    MONDAY_11H,
    MONDAY_12H,
    MONDAY_15H,
    STAFF,
    a_desk,
    a_requester,
    a_ticket,
    as_contact,
    resolve,
)
from plantao.tickets.verbs import Verb as TicketVerb
from plantao.work.models import Timer

pytestmark = pytest.mark.django_db
NEXT_MONDAY = MONDAY + timedelta(days=7)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.fixture
def requester() -> Person:
    return a_requester()


@pytest.fixture
def asked(requester: Person) -> Ticket:
    """A question, attended Monday 9 h, that waits for its requester since Monday 10 h."""
    return a_ticket(criticality="planned", requester=requester, attended_at=MONDAY_9H, held={AWAITING_CUSTOMER: MONDAY_10H})


def a_notice_that(state: NoticeState, ticket: Ticket, to: Person) -> None:
    message = Message.objects.create(
        channel="email", address="ana@cliente.example", outside_id=str(state), is_public=True, created_at=MONDAY_10H
    )
    Notice.objects.create(
        event=ticket.timeline.events.get(verb=TicketVerb.HELD), occasion="held", channel="email", address="ana@cliente.example", person=to,
        subject_kind="ticket", subject_id=ticket.pk, is_public=True, language="en", content={}, state=state, message=message,
        ordinal=message.pk,
        created_at=MONDAY_10H,
    )  # fmt: skip


class TestQuestionThatNobodyAnswers:
    def test_when_a_day_has_passed_then_they_are_reminded_once(self, asked: Ticket) -> None:
        watch(at(9, 59, day=1))
        assert told(asked, Verb.REMINDED) == []

        watch(at(10, day=1))
        watch(at(12, day=2))

        assert told(asked, Verb.REMINDED) == [(Verb.REMINDED, at(10, day=1), at(10, day=1))]
        event = asked.timeline.events.get(verb=Verb.REMINDED)
        assert (event.is_public, event.facts["asked_of"]) == (True, asked.requester_id)

    def test_when_five_business_days_have_passed_then_it_is_resolved_as_unanswered(self, asked: Ticket) -> None:
        assert asked.next_due_at == at(18, day=8)  # Tue, Wed, Thu, Mon, Tue: Friday is a holiday

        watch(at(18, day=8))

        asked.refresh_from_db()
        assert (asked.status, asked.resolved_at, asked.resolution.cause) == ("resolved", at(18, day=8), UNANSWERED)
        assert asked.restored_at == at(18, day=8)
        assert not asked.next_due_at
        assert asked.holds.get().ended_by == TicketVerb.RESOLVED

    def test_when_the_watch_was_away_then_reminder_end_and_closing_are_in_order_with_their_instants(self, asked: Ticket) -> None:
        watch(at(9, day=30))

        verbs = (Verb.REMINDED, TicketVerb.RESOLVED, TicketVerb.CLOSED)
        assert told(asked, *verbs) == [
            (Verb.REMINDED, at(10, day=1), at(9, day=30)),
            (TicketVerb.RESOLVED, at(18, day=8), at(9, day=30)),
            (TicketVerb.CLOSED, at(18, day=11), at(9, day=30)),
        ]

    def test_when_they_answer_then_nothing_more_comes_of_it(self, asked: Ticket, requester: Person) -> None:
        asked.reply(by=as_contact(requester), at=MONDAY_11H, public=True, words=Words("Yes, it is."))

        watch(at(9, day=30))

        assert told(asked, Verb.REMINDED, TicketVerb.RESOLVED) == []

    def test_when_the_question_was_never_delivered_then_no_time_passes(self, requester: Person) -> None:
        ticket = a_ticket(criticality="planned", requester=requester, attended_at=MONDAY_9H)
        ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason=AWAITING_CUSTOMER, question="Powered?")

        watch(at(9, day=30))

        assert told(ticket, Verb.REMINDED, TicketVerb.RESOLVED) == []


class TestQuestionThatMayNotEndTheTicket:
    def left(self, ticket: Ticket) -> str:
        watch(at(18, day=8))
        ticket.refresh_from_db()
        assert (ticket.status, ticket.next_due_at) == ("attended", at(18, day=8))
        event = ticket.timeline.events.get(verb=Verb.LEFT_UNANSWERED)
        assert not event.is_public
        return str(event.facts["why"])

    def test_when_the_service_is_down_then_it_stays_open(self, requester: Person) -> None:
        a_desk()
        ticket = Ticket.open(
            by=DESK, at=MONDAY_9H, public=True, channel="email", subject="Down", words=Words("Down"),
            asked=Asked(requester=requester, criticality="planned", fault_started_at=MONDAY_9H),
        )  # fmt: skip
        ticket.attend(by=STAFF, at=MONDAY_9H, public=True)
        hold = ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason=AWAITING_CUSTOMER, question="Powered?")
        ticket.hold_began(hold_id=hold.pk, at=MONDAY_10H, message=0)

        assert self.left(ticket) == "service_down"

    def test_when_it_is_part_of_a_mass_incident_that_lasts_then_it_stays_open(self, asked: Ticket) -> None:
        parent = Ticket.open(
            by=DESK, at=MONDAY_9H, public=True, channel="monitoring", subject="Down", words=Words("Down"),
            asked=Asked(fault_started_at=MONDAY_9H),
        )  # fmt: skip
        asked.link(by=STAFF, at=MONDAY_11H, public=False, other=parent, kind=LinkKind.PARENT)

        assert self.left(asked) == "service_down"

    def test_when_the_last_notice_bounced_then_it_stays_open(self, asked: Ticket, requester: Person) -> None:
        a_notice_that(NoticeState.SENT, asked, requester)
        a_notice_that(NoticeState.BOUNCED, asked, requester)

        assert self.left(asked) == "bounced"

    def test_when_they_contest_the_hold_then_it_stays_open_and_they_are_not_reminded(self, asked: Ticket, requester: Person) -> None:
        asked.contest_hold(by=as_contact(requester), at=MONDAY_11H, public=True, hold_id=asked.holds.get().pk, reason="I answered.")

        assert self.left(asked) == "contested"
        assert told(asked, Verb.REMINDED) == []


class TestHoldWithAnEnd:
    def test_when_it_comes_then_the_hold_is_over_at_that_instant_and_the_clocks_run(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_9H)
        ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="scheduled", ends_at=MONDAY_12H)
        assert ticket.next_due_at == MONDAY_12H

        watch(MONDAY_15H)

        assert told(ticket, TicketVerb.RESUMED) == [(TicketVerb.RESUMED, MONDAY_12H, MONDAY_15H)]
        assert ticket.clocks.get(name="resolve").due_at == at(19)

    def test_when_the_watch_was_away_then_the_breach_that_follows_comes_after_the_end(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_9H)
        ticket.hold(by=STAFF, at=MONDAY_10H, public=True, reason="scheduled", ends_at=MONDAY_12H)

        watch(at(9, day=1))

        told_in_order = [(verb, instant) for verb, instant, _ in told(ticket, TicketVerb.RESUMED, Verb.BREACHED)]
        assert told_in_order == [(TicketVerb.RESUMED, MONDAY_12H), (Verb.BREACHED, at(14)), (Verb.BREACHED, at(19))]


class TestResolvedTicket:
    def test_when_three_business_days_have_passed_then_it_is_closed(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H, resolved_at=MONDAY_11H)

        watch(at(17, 59, day=3))
        assert told(ticket, TicketVerb.CLOSED) == []
        watch(at(18, day=3))

        assert told(ticket, TicketVerb.CLOSED) == [(TicketVerb.CLOSED, at(18, day=3), at(18, day=3))]
        assert not Timer.objects.filter(kind=KIND).exists()

    def test_when_it_turns_out_to_have_been_resolved_earlier_then_it_closes_earlier(self) -> None:
        ticket = a_ticket(criticality="urgent", attended_at=MONDAY_10H)
        resolve(ticket, at=at(11, day=1), restored_at=MONDAY_11H)

        ticket.correct(by=STAFF, at=at(12, day=1), public=True, fact="resolved_at", after=MONDAY_12H, reason="The log says so.")

        assert Timer.objects.get(kind=KIND).due_at == at(18, day=3)


class TestPromisedInstant:
    def test_when_it_passes_then_that_is_told_once_and_stands_until_we_are_back(self) -> None:
        ticket = a_ticket(criticality="planned", attended_at=MONDAY_9H)
        promise = ticket.promise(by=STAFF, at=MONDAY_10H, public=True, due_at=MONDAY_11H)

        watch(MONDAY_12H)
        watch(MONDAY_15H)

        assert told(ticket, Verb.PROMISE_BROKEN) == [(Verb.PROMISE_BROKEN, MONDAY_11H, MONDAY_12H)]
        assert ticket.timeline.events.get(verb=Verb.PROMISE_BROKEN).facts["promise"] == promise.pk
        ticket.refresh_from_db()
        assert ticket.next_due_at == MONDAY_11H
        ticket.reply(by=STAFF, at=MONDAY_15H, public=True, words=Words("Here we are."))
        assert ticket.next_due_at is None

    def test_when_it_is_kept_or_replaced_then_nothing_is_told(self) -> None:
        ticket = a_ticket(criticality="planned", attended_at=MONDAY_9H)
        ticket.promise(by=STAFF, at=MONDAY_10H, public=True, due_at=MONDAY_11H)
        ticket.promise(by=STAFF, at=at(10, 30), public=True, due_at=MONDAY_15H)
        ticket.reply(by=STAFF, at=MONDAY_12H, public=True, words=Words("Here we are."))

        watch(at(16))

        assert told(ticket, Verb.PROMISE_BROKEN) == []


class TestVendorWhoIsAsked:
    def test_when_it_is_time_to_chase_then_that_is_told_once_for_each_time(self) -> None:
        ticket = a_ticket(criticality="planned", attended_at=MONDAY_9H)
        case = ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=True, vendor="Fabricante Sul", chase_at=MONDAY_11H)
        assert ticket.next_due_at == MONDAY_11H

        watch(MONDAY_12H)
        ticket.chase(by=STAFF, at=MONDAY_12H, case_id=case.pk, chase_at=MONDAY_15H)
        watch(at(16))

        assert [instant for _, instant, _ in told(ticket, Verb.CHASE_DUE)] == [MONDAY_11H, MONDAY_15H]

    def test_when_their_last_word_passes_then_it_was_broken_at_that_instant(self) -> None:
        ticket = a_ticket(criticality="planned", attended_at=MONDAY_9H)
        case = ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=True, vendor="Fabricante Sul")
        ticket.forecast(by=STAFF, at=MONDAY_10H, case_id=case.pk, due_at=MONDAY_11H)
        ticket.forecast(by=STAFF, at=at(10, 30), case_id=case.pk, due_at=MONDAY_12H)

        watch(MONDAY_15H)

        assert told(ticket, TicketVerb.FORECAST_BROKEN) == [(TicketVerb.FORECAST_BROKEN, MONDAY_12H, MONDAY_15H)]

    def test_when_its_ticket_is_merged_then_they_are_chased_where_the_matter_goes_on(self) -> None:
        ticket, other = a_ticket(criticality="planned", attended_at=MONDAY_9H), a_ticket(criticality="planned", attended_at=MONDAY_9H)
        ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=True, vendor="Fabricante Sul", chase_at=MONDAY_12H)

        ticket.merge(by=STAFF, at=MONDAY_11H, public=True, into=other)
        watch(MONDAY_15H)

        assert (told(ticket, Verb.CHASE_DUE), [instant for _, instant, _ in told(other, Verb.CHASE_DUE)]) == ([], [MONDAY_12H])

    def test_when_it_was_found_to_work_then_nobody_is_chased(self) -> None:
        ticket = a_ticket(criticality="planned", attended_at=MONDAY_9H)
        case = ticket.pass_to_vendor(by=STAFF, at=MONDAY_10H, public=True, vendor="Fabricante Sul", chase_at=MONDAY_12H)
        ticket.verify(by=STAFF, at=MONDAY_11H, case_id=case.pk)

        watch(MONDAY_15H)

        assert told(ticket, Verb.CHASE_DUE) == []


class TestTicketWithoutANextStep:
    def test_when_nothing_falls_due_then_it_says_so(self) -> None:
        ticket = a_ticket(criticality="planned", attended_at=MONDAY_9H)

        assert ticket.next_due_at is None
