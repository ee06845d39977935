"""Holds: rows over a status, one open row a reason."""

from datetime import timedelta
from typing import Any

import pytest

from plantao.events.actor import DESK, OPERATOR, Actor, ActorKind
from plantao.people.testing import a_person
from plantao.rules.ticket_lifecycle import NotInThisStatus
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models import EntryKind, Hold, Late
from plantao.tickets.models.row import ForStaffOnly
from plantao.tickets.models.talking import NothingSaid
from plantao.tickets.models.terms import UnknownKey
from plantao.tickets.models.treating import MayNotApprove, ReasonMissing
from plantao.tickets.models.waiting import (
    AlreadyOnHold,
    HoldCancelled,
    HoldEndsBeforeItBegins,
    HoldNeedsApproval,
    HoldNotOfThisTicket,
    NobodyToAsk,
    NotOnHold,
)
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, a_desk, a_requester, a_ticket, as_contact
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"by": OPERATOR, "at": MONDAY_10H, "public": True}
WITH_APPROVAL = b"""
handbook: 1
provider: {name: Test, country: BR, time_zone: America/Sao_Paulo, languages: [en]}
departments: {support: {name: Support, calendar: always}}
criticalities: {urgent: {name: Urgent}}
unclassified: {department: support, criticality: urgent}
holds: {frozen: {name: Frozen, needs: approval}}
"""


class TestAHoldThatAsksNobody:
    def test_when_it_is_placed_then_it_counts_from_the_act(self) -> None:
        ticket = a_ticket()

        hold = ticket.hold(reason="scheduled", ends_at=MONDAY_12H, **WHEN)

        assert (hold.since, hold.ends_at, ticket.is_on_hold, ticket.status) == (MONDAY_10H, MONDAY_12H, True, "new")
        event = ticket.timeline.events.get(verb=Verb.HELD)
        assert (event.facts["hold"], event.facts["since"]) == (hold.pk, "2026-11-16T13:00:00+00:00")

    def test_when_it_ends_then_it_is_one_row_with_both_ends(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})

        ticket.resume(by=OPERATOR, at=MONDAY_11H, public=True, reason="scheduled")

        hold = Hold.objects.get(ticket=ticket)
        assert (hold.since, hold.until, hold.ended_by) == (MONDAY_10H, MONDAY_11H, Verb.RESUMED)
        assert not ticket.is_on_hold

    def test_when_the_clock_was_set_back_meanwhile_then_it_ends_where_it_began(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})

        assert ticket.resume(by=DESK, at=MONDAY_9H, public=True, reason="scheduled").until == MONDAY_10H

    def test_when_somebody_says_that_it_ended_before_it_began_then_it_is_refused(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})

        with pytest.raises(HoldEndsBeforeItBegins):
            ticket.resume(by=OPERATOR, at=MONDAY_9H, public=True, reason="scheduled", late=Late(MONDAY_11H, "Forgot."))

    def test_when_another_reason_comes_then_both_lie_over_it_and_the_same_reason_is_refused(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H, "awaiting_vendor": MONDAY_10H})

        with pytest.raises(AlreadyOnHold):
            ticket.hold(reason="scheduled", **WHEN)
        assert ticket.holds.filter(ended_by="").count() == 2

    def test_when_it_was_ended_then_the_same_reason_may_come_again(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})
        ticket.resume(by=OPERATOR, at=MONDAY_11H, public=True, reason="scheduled")

        ticket.hold(by=OPERATOR, at=MONDAY_12H, public=True, reason="scheduled")

        assert ticket.holds.count() == 2


class TestAHoldThatWaitsForTheCustomer:
    def test_when_it_asks_then_the_question_is_words_and_it_waits_for_its_delivery(self) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester)

        hold = ticket.hold(reason="awaiting_customer", question="Is it powered?", **WHEN)

        assert (hold.since, hold.asked_of) == (None, requester)
        assert hold.question is not None
        assert (hold.question.text, hold.question.kind, hold.question.is_public) == ("Is it powered?", EntryKind.REPLY, True)
        assert "powered" not in str(ticket.timeline.events.get(verb=Verb.HELD).facts)

    def test_when_somebody_else_is_asked_then_the_hold_names_them(self) -> None:
        electrician = a_person("Gil", at=LONG_AGO)

        hold = a_ticket(requester=a_requester()).hold(reason="awaiting_customer", question="Is it?", asked_of=electrician, **WHEN)

        assert hold.asked_of == electrician

    def test_when_nothing_is_asked_or_nobody_is_there_to_ask_then_it_is_refused(self) -> None:
        with pytest.raises(NothingSaid):
            a_ticket(requester=a_requester()).hold(reason="awaiting_customer", **WHEN)
        with pytest.raises(NobodyToAsk):
            a_ticket().hold(reason="awaiting_customer", question="Is it powered?", **WHEN)

    def test_when_the_requester_could_not_see_the_question_then_it_is_a_bug(self) -> None:
        with pytest.raises(ValueError, match="see"):
            a_ticket(requester=a_requester()).hold(
                by=OPERATOR, at=MONDAY_10H, public=False, reason="awaiting_customer", question="Is it powered?"
            )


class TestAHoldThatTheHandbookGuards:
    def test_when_nobody_approves_then_it_is_refused_and_a_coordinators_word_is_enough(self) -> None:
        a_desk(source=WITH_APPROVAL)
        ticket, analyst = a_ticket(), an_agent(at=LONG_AGO).actor
        coordinator = an_agent("Elis", at=LONG_AGO, rights=(Right.COORDINATOR,))

        with pytest.raises(HoldNeedsApproval):
            ticket.hold(by=analyst, at=MONDAY_10H, public=True, reason="frozen")
        hold = ticket.hold(by=analyst, at=MONDAY_10H, public=True, reason="frozen", approved_by=coordinator.actor)

        assert hold.approved_by == coordinator.person

    def test_when_who_is_named_may_not_approve_then_it_is_refused_even_where_nobody_need(self) -> None:
        analyst, other = an_agent(at=LONG_AGO).actor, an_agent("Davi", at=LONG_AGO).actor

        with pytest.raises(MayNotApprove):
            a_ticket().hold(by=analyst, at=MONDAY_10H, public=True, reason="scheduled", approved_by=other)

    def test_when_the_reason_is_not_the_handbooks_or_the_end_not_ahead_then_it_is_refused(self) -> None:
        with pytest.raises(UnknownKey) as refused:
            a_ticket().hold(reason="lunch", **WHEN)
        assert {"awaiting_customer", "awaiting_vendor", "scheduled"} <= set(refused.value.facts["known"])
        with pytest.raises(HoldEndsBeforeItBegins):
            a_ticket().hold(reason="scheduled", ends_at=MONDAY_10H, **WHEN)

    def test_when_the_ticket_is_resolved_then_nothing_waits(self) -> None:
        with pytest.raises(NotInThisStatus):
            a_ticket(resolved_at=MONDAY_10H).hold(reason="scheduled", **WHEN)

    def test_when_it_is_not_on_hold_then_there_is_nothing_to_resume(self) -> None:
        with pytest.raises(NotOnHold) as refused:
            a_ticket(held={"scheduled": MONDAY_10H}).resume(reason="observation", **WHEN)
        assert refused.value.facts == {"reason": "observation", "open": ["scheduled"]}

    def test_when_a_customer_would_resume_without_an_answer_then_it_is_refused(self) -> None:
        with pytest.raises(ForStaffOnly):
            a_ticket().resume(by=Actor(ActorKind.CONTACT), at=MONDAY_10H, public=True, reason="scheduled")


class TestAContestedHold:
    def test_when_the_customer_contests_it_then_it_stays_until_a_coordinator_cancels_it(self) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester, held={"awaiting_customer": MONDAY_10H})
        hold = ticket.holds.get()

        ticket.contest_hold(by=as_contact(requester), at=MONDAY_11H, public=True, hold_id=hold.pk, reason="We answered by phone.")
        assert ticket.is_on_hold
        event = ticket.cancel_hold(by=OPERATOR, at=MONDAY_12H, public=True, hold_id=hold.pk, reason="They did.")

        hold.refresh_from_db()
        assert (hold.ended_by, hold.until, hold.cancelled_at) == (Verb.HOLD_CANCELLED, MONDAY_12H, MONDAY_12H)
        assert (event.facts["since"], event.facts["until"]) == ("2026-11-16T13:00:00+00:00", "2026-11-16T15:00:00+00:00")
        assert event.facts["approved_by"] == "operator"

    def test_when_it_was_over_before_then_it_is_cancelled_all_the_same_and_its_ends_stay(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H}, resolved_at=MONDAY_11H)

        ticket.cancel_hold(by=OPERATOR, at=MONDAY_12H, public=True, hold_id=ticket.holds.get().pk, reason="Never agreed.")

        hold = ticket.holds.get()
        assert (hold.until, hold.ended_by, hold.cancelled_at) == (MONDAY_11H, Verb.RESOLVED, MONDAY_12H)

    def test_when_an_analyst_alone_would_cancel_it_then_it_is_refused(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})

        with pytest.raises(HoldNeedsApproval):
            ticket.cancel_hold(by=an_agent(at=LONG_AGO).actor, at=MONDAY_11H, public=True, hold_id=ticket.holds.get().pk, reason="Oh.")

    def test_when_there_is_no_such_hold_no_reason_or_it_was_cancelled_then_it_is_refused(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})
        hold_id = ticket.holds.get().pk

        with pytest.raises(HoldNotOfThisTicket):
            ticket.contest_hold(hold_id=hold_id + 1, reason="What hold?", **WHEN)
        with pytest.raises(ReasonMissing):
            ticket.cancel_hold(hold_id=hold_id, reason="", **WHEN)
        ticket.cancel_hold(by=OPERATOR, at=MONDAY_10H + timedelta(hours=1), public=True, hold_id=hold_id, reason="Wrong.")
        with pytest.raises(HoldCancelled):
            ticket.cancel_hold(hold_id=hold_id, reason="Wrong.", **WHEN)
