"""A wrong fact is put right; both readings stay."""

from typing import Any

import pytest

from plantao.events.actor import OPERATOR
from plantao.events.recording import FromTheFuture
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.models.correcting import CorrectionNotApproved, NotAFact, NothingToCorrect, OutOfOrder
from plantao.tickets.models.terms import UnknownKey
from plantao.tickets.models.treating import NothingChanges, ReasonMissing
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H, a_ticket

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"at": MONDAY_15H, "public": True, "reason": "Read from the equipment's log."}


class TestAWrongInstant:
    def test_when_it_is_corrected_then_the_row_has_the_new_and_the_event_both(self) -> None:
        ticket = a_ticket(restored_at=MONDAY_11H)

        event = ticket.correct(by=OPERATOR, fact="restored_at", after=MONDAY_10H, **WHEN)

        assert ticket.restored_at == MONDAY_10H
        assert event.facts["before"] == "2026-11-16T14:00:00+00:00"
        assert event.facts["after"] == "2026-11-16T13:00:00+00:00"
        assert (event.facts["fact"], event.facts["approved_by"], event.is_public) == ("restored_at", "operator", True)
        assert event.entries.get().text == "Read from the equipment's log."

    def test_when_since_when_it_failed_was_never_said_then_it_may_be_now(self) -> None:
        ticket = a_ticket()

        ticket.correct(by=OPERATOR, fact="fault_started_at", after=MONDAY_9H, **WHEN)

        assert ticket.fault_started_at == MONDAY_9H

    def test_when_a_holds_end_is_corrected_then_the_event_names_the_hold(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H}, resolved_at=MONDAY_12H)
        hold = ticket.holds.get()

        event = ticket.correct(by=OPERATOR, fact="hold.until", after=MONDAY_11H, hold_id=hold.pk, **WHEN)

        hold.refresh_from_db()
        assert (hold.until, event.facts["hold"]) == (MONDAY_11H, hold.pk)

    @pytest.mark.parametrize(
        ("fact", "after", "refusal"),
        [
            ("restored_at", MONDAY_15H.replace(hour=16), FromTheFuture),
            ("attended_at", MONDAY_9H.replace(hour=8), OutOfOrder),
            ("opened_at", MONDAY_11H, OutOfOrder),
            ("resolved_at", MONDAY_10H, OutOfOrder),
            ("restored_at", MONDAY_12H, NothingChanges),
            ("subject", MONDAY_12H, NotAFact),
            ("hold.since", MONDAY_12H, NothingToCorrect),
            ("cause", "ghosts", UnknownKey),
            ("opened_at", "yesterday", UnknownKey),
        ],
    )
    def test_when_it_can_not_be_then_it_is_refused(self, fact: str, after: Any, refusal: type[Exception]) -> None:
        ticket = a_ticket(attended_at=MONDAY_10H, resolved_at=MONDAY_12H, restored_at=MONDAY_12H)

        with pytest.raises(refusal):
            ticket.correct(by=OPERATOR, fact=fact, after=after, **WHEN)

    def test_when_it_never_happened_then_a_correction_does_not_make_it_happen(self) -> None:
        with pytest.raises(NothingToCorrect):
            a_ticket().correct(by=OPERATOR, fact="attended_at", after=MONDAY_10H, **WHEN)
        with pytest.raises(NothingToCorrect):
            a_ticket().correct(by=OPERATOR, fact="cause", after="power", **WHEN)


class TestAWrongCause:
    def test_when_it_is_corrected_then_it_is_another_of_the_handbooks(self) -> None:
        ticket = a_ticket(resolved_at=MONDAY_12H)

        ticket.correct(by=OPERATOR, fact="cause", after="power", **WHEN)

        ticket.resolution.refresh_from_db()
        assert ticket.resolution.cause == "power"


class TestWhoMay:
    def test_when_an_analyst_corrects_then_a_coordinator_approves_or_it_is_refused(self) -> None:
        ticket, analyst = a_ticket(restored_at=MONDAY_11H), an_agent(at=LONG_AGO).actor
        coordinator = an_agent("Elis", at=LONG_AGO, rights=(Right.COORDINATOR,))

        with pytest.raises(CorrectionNotApproved):
            ticket.correct(by=analyst, fact="restored_at", after=MONDAY_10H, **WHEN)
        event = ticket.correct(by=analyst, fact="restored_at", after=MONDAY_10H, approved_by=coordinator.actor, **WHEN)

        assert event.facts["approved_by"] == coordinator.person_id

    def test_when_no_reason_is_given_then_it_is_refused(self) -> None:
        with pytest.raises(ReasonMissing):
            a_ticket().correct(by=OPERATOR, at=MONDAY_15H, public=True, fact="opened_at", after=MONDAY_9H, reason=" ")
