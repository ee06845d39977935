"""Who treats a ticket, and as what."""

from typing import Any

import pytest

from plantao.events.actor import OPERATOR
from plantao.people.testing import a_person
from plantao.rules.criticality import CriticalityNotOffered, LoweringNeedsConsent
from plantao.rules.ticket_lifecycle import NotInThisStatus
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models.terms import ItemOfAnotherDepartment, UnknownKey
from plantao.tickets.models.treating import MayNotApprove, NothingChanges, NotStaff, ReasonMissing
from plantao.tickets.testing import LONG_AGO, MONDAY_10H, MONDAY_11H, a_ticket
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"at": MONDAY_10H, "public": True}


class TestRaising:
    def test_when_it_is_raised_with_a_reason_then_the_event_says_from_what_to_what_and_the_reason_is_words(self) -> None:
        ticket = a_ticket(criticality="urgent")

        event = ticket.classify(by=an_agent(at=LONG_AGO).actor, criticality="emergency", reason="All sites.", **WHEN)

        assert ticket.criticality == "emergency"
        assert (event.facts["before"]["criticality"], event.facts["after"]["criticality"]) == ("urgent", "emergency")
        assert (event.facts["change"], event.entries.get().text) == ("raised", "All sites.")
        assert "All sites" not in str(event.facts)

    def test_when_no_reason_is_told_then_it_is_refused(self) -> None:
        with pytest.raises(ReasonMissing):
            a_ticket(criticality="urgent").classify(by=OPERATOR, criticality="emergency", **WHEN)


class TestLowering:
    def test_when_nobody_consents_or_approves_then_an_analyst_is_refused(self) -> None:
        ticket = a_ticket(criticality="urgent")

        with pytest.raises(LoweringNeedsConsent):
            ticket.classify(by=an_agent(at=LONG_AGO).actor, criticality="planned", reason="A question.", **WHEN)

        assert ticket.criticality == "urgent"

    def test_when_the_requester_consents_then_an_analyst_may(self) -> None:
        ticket = a_ticket(criticality="urgent")

        event = ticket.classify(by=an_agent(at=LONG_AGO).actor, criticality="planned", reason="A question.", has_consent=True, **WHEN)

        assert (event.facts["change"], event.facts["consent"], event.facts["approved_by"]) == ("lowered", True, None)

    def test_when_a_coordinator_approves_then_it_stands_in_the_event(self) -> None:
        ticket = a_ticket(criticality="urgent")
        coordinator = an_agent("Elis", at=LONG_AGO, rights=(Right.COORDINATOR,))

        event = ticket.classify(
            by=an_agent(at=LONG_AGO).actor, criticality="planned", reason="A question.", approved_by=coordinator.actor, **WHEN
        )

        assert event.facts["approved_by"] == coordinator.person_id

    def test_when_the_approval_is_of_one_who_may_not_then_it_is_refused(self) -> None:
        analyst, other = an_agent(at=LONG_AGO), an_agent("Davi", at=LONG_AGO)

        with pytest.raises(MayNotApprove) as refused:
            a_ticket().classify(by=analyst.actor, criticality="planned", reason="A question.", approved_by=other.actor, **WHEN)
        assert refused.value.facts == {"permission": "ticket.lower"}


class TestAnotherPlace:
    def test_when_an_item_is_chosen_then_its_department_comes_with_it(self) -> None:
        ticket = a_ticket(criticality="planned")

        ticket.classify(by=OPERATOR, item="invoice_copy", **WHEN)

        assert (ticket.department, ticket.item) == ("finance", "invoice_copy")

    def test_when_only_the_department_changes_then_an_item_of_the_old_one_stays_behind(self) -> None:
        ticket = a_ticket(criticality="planned")

        ticket.classify(by=OPERATOR, department="sales", **WHEN)

        assert (ticket.department, ticket.item) == ("sales", "")

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"department": "finance"}, CriticalityNotOffered),
            ({"department": "kitchen"}, UnknownKey),
            ({"item": "coffee"}, UnknownKey),
            ({"department": "support", "item": "invoice_copy"}, ItemOfAnotherDepartment),
            ({"department": "support"}, NothingChanges),
        ],
    )
    def test_when_it_can_not_stand_there_then_it_is_refused_and_nothing_changed(
        self, change: dict[str, Any], refusal: type[Exception]
    ) -> None:
        ticket = a_ticket(criticality="urgent")

        with pytest.raises(refusal):
            ticket.classify(by=OPERATOR, **change, **WHEN)

        ticket.refresh_from_db()
        assert (ticket.department, ticket.item, ticket.criticality) == ("support", "incident", "urgent")

    def test_when_it_is_resolved_then_it_is_what_it_was(self) -> None:
        with pytest.raises(NotInThisStatus):
            a_ticket(resolved_at=MONDAY_10H).classify(by=OPERATOR, item="question", **WHEN)


class TestWhoHoldsIt:
    def test_when_it_is_assigned_and_taken_back_then_the_events_are_internal(self) -> None:
        ticket, agent = a_ticket(), an_agent(at=LONG_AGO)

        ticket.assign(by=OPERATOR, at=MONDAY_10H, to=agent.person)
        event = ticket.assign(by=OPERATOR, at=MONDAY_11H, to=None)

        assert (event.facts, event.is_public, ticket.holder) == ({"before": agent.person_id, "after": None}, False, None)

    def test_when_it_is_assigned_to_whoever_serves_no_more_or_never_did_then_it_is_refused(self) -> None:
        gone = an_agent("Davi", at=LONG_AGO)
        gone.disable(by=OPERATOR, at=MONDAY_10H)

        for person in (gone.person, a_person("Gil", at=LONG_AGO)):
            with pytest.raises(NotStaff):
                a_ticket().assign(by=OPERATOR, at=MONDAY_10H, to=person)

    def test_when_they_hold_it_already_then_nothing_changes(self) -> None:
        agent = an_agent(at=LONG_AGO)
        ticket = a_ticket()
        ticket.assign(by=OPERATOR, at=MONDAY_10H, to=agent.person)

        with pytest.raises(NothingChanges):
            ticket.assign(by=OPERATOR, at=MONDAY_10H, to=agent.person)


class TestHandingOver:
    def test_when_it_goes_to_the_next_level_then_nobody_there_holds_it_yet(self) -> None:
        ticket = a_ticket()
        ticket.assign(by=OPERATOR, at=MONDAY_10H, to=an_agent(at=LONG_AGO).person)

        event = ticket.hand_over(by=OPERATOR, level="engineering", reason="Needs a design.", **WHEN)

        assert (ticket.level, ticket.holder) == ("engineering", None)
        assert event.facts["after"] == {"level": "engineering", "department": "support"}
        assert (event.verb, event.entries.get().text) == (Verb.HANDED_OVER, "Needs a design.")

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"level": "engineering", "reason": " "}, ReasonMissing),
            ({"level": "moon", "reason": "Far."}, UnknownKey),
            ({"level": "n1", "reason": "Again."}, NothingChanges),
            ({"department": "finance", "reason": "A bill."}, CriticalityNotOffered),
        ],
    )
    def test_when_it_can_not_go_there_then_it_is_refused(self, change: dict[str, Any], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            a_ticket(criticality="urgent").hand_over(by=OPERATOR, **change, **WHEN)
