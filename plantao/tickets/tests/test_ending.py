"""How a ticket ends, and that nothing is ever reopened."""

from datetime import timedelta
from typing import Any

import pytest

from plantao.events.actor import DESK, OPERATOR
from plantao.events.recording import FromTheFuture
from plantao.rules.late_fact import TooLateForYou
from plantao.rules.ticket_lifecycle import CancelledForGood, DisagreedTooLate, NotInThisStatus
from plantao.staff.testing import an_agent
from plantao.tickets.models import EntryKind, Late, Words
from plantao.tickets.models.ending import AlreadyConfirmed, AlreadyRestored, ResolutionIncomplete, RestoredBeforeItFailed
from plantao.tickets.models.opening import NothingToSplit
from plantao.tickets.models.row import BeforeTheOpening
from plantao.tickets.models.terms import UnknownKey
from plantao.tickets.models.treating import ReasonMissing
from plantao.tickets.testing import (
    LONG_AGO,
    MONDAY_9H,
    MONDAY_10H,
    MONDAY_11H,
    MONDAY_12H,
    MONDAY_15H,
    a_requester,
    a_ticket,
    as_contact,
    resolve,
)
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {"cause": "equipment", "responsible": "us", "done": "Replaced it.", "restored_at": MONDAY_11H}
AT_NOON: dict[str, Any] = {"by": OPERATOR, "at": MONDAY_12H, "public": True}


class TestTheServiceBack:
    def test_when_it_is_restored_then_the_ticket_goes_on(self) -> None:
        ticket = a_ticket()

        event = ticket.restore(fault_started_at=MONDAY_9H - timedelta(hours=1), **AT_NOON)

        assert (ticket.restored_at, ticket.status) == (MONDAY_12H, "new")
        assert (event.at, event.facts) == (MONDAY_12H, {"fault_started_at": "2026-11-16T11:00:00+00:00"})

    def test_when_it_was_restored_before_or_before_it_failed_then_it_is_refused(self) -> None:
        with pytest.raises(AlreadyRestored):
            a_ticket(restored_at=MONDAY_10H).restore(**AT_NOON)
        with pytest.raises(RestoredBeforeItFailed):
            a_ticket().restore(fault_started_at=MONDAY_15H, **AT_NOON)

    def test_when_it_is_said_afterwards_then_it_counts_from_then_but_not_from_before_the_opening(self) -> None:
        ticket = a_ticket()

        with pytest.raises(BeforeTheOpening):
            ticket.restore(by=OPERATOR, at=MONDAY_9H - timedelta(seconds=1), public=True, late=Late(MONDAY_10H, "By phone."))
        with pytest.raises(FromTheFuture):
            ticket.restore(by=OPERATOR, at=MONDAY_11H, public=True, late=Late(MONDAY_10H, "By phone."))
        event = ticket.restore(by=OPERATOR, at=MONDAY_10H, public=True, late=Late(MONDAY_11H, "By phone."))

        assert (ticket.restored_at, event.recorded_at) == (MONDAY_10H, MONDAY_11H)
        assert event.entries.get().kind == EntryKind.LATE


class TestResolving:
    def test_when_all_is_said_then_it_is_resolved_and_restored_at_its_own_instant(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})
        ticket.promise(by=OPERATOR, at=MONDAY_10H, public=True, due_at=MONDAY_15H)

        resolution = ticket.resolve(**SAID, **AT_NOON)

        assert (ticket.status, ticket.resolved_at, ticket.restored_at) == ("resolved", MONDAY_12H, MONDAY_11H)
        assert (resolution.cause, resolution.responsible, resolution.done) == ("equipment", "us", "Replaced it.")
        restored, resolved = (ticket.timeline.events.get(verb=verb) for verb in (Verb.RESTORED, Verb.RESOLVED))
        assert (restored.at, restored.recorded_at) == (MONDAY_11H, MONDAY_12H)
        assert resolved.facts["holds"] == [ticket.holds.get().pk]
        assert (ticket.holds.get().until, ticket.promises.get().ended_at) == (MONDAY_12H, MONDAY_12H)
        assert "Replaced" not in str(resolved.facts)

    def test_when_something_is_not_said_then_the_refusal_names_exactly_that(self) -> None:
        with pytest.raises(ResolutionIncomplete) as refused:
            a_ticket().resolve(cause="equipment", done=" ", **AT_NOON)

        assert refused.value.facts == {"missing": ["responsible", "done", "restored_at"]}

    def test_when_it_was_restored_before_then_that_instant_is_not_asked_again_nor_changed(self) -> None:
        ticket = a_ticket(restored_at=MONDAY_10H)

        with pytest.raises(AlreadyRestored):
            ticket.resolve(**SAID, **AT_NOON)
        ticket.resolve(**{**SAID, "restored_at": None}, **AT_NOON)

        assert ticket.restored_at == MONDAY_10H

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"cause": "ghosts"}, UnknownKey),
            ({"responsible": "nobody"}, UnknownKey),
            ({"restored_at": MONDAY_15H}, FromTheFuture),
        ],
    )
    def test_when_it_can_not_be_then_it_is_refused(self, said: dict[str, Any], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            a_ticket().resolve(**{**SAID, **said}, **AT_NOON)

    def test_when_an_analyst_says_that_it_was_back_long_before_then_that_is_a_coordinators(self) -> None:
        with pytest.raises(TooLateForYou):
            a_ticket().resolve(by=an_agent(at=LONG_AGO).actor, at=MONDAY_12H, public=True, **SAID)

    def test_when_it_is_resolved_then_it_is_not_resolved_again(self) -> None:
        with pytest.raises(NotInThisStatus):
            a_ticket(resolved_at=MONDAY_11H).resolve(**SAID, **AT_NOON)


class TestAResolvedTicket:
    def test_when_it_is_confirmed_then_it_stays_resolved_and_is_not_confirmed_twice(self) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester, resolved_at=MONDAY_10H)

        ticket.confirm(by=as_contact(requester), at=MONDAY_11H, public=True)

        assert (ticket.status, ticket.resolution.confirmed_at) == ("resolved", MONDAY_11H)
        with pytest.raises(AlreadyConfirmed):
            ticket.confirm(**AT_NOON)

    def test_when_it_closes_then_only_notes_links_and_corrections_follow(self) -> None:
        ticket = a_ticket(resolved_at=MONDAY_10H)

        ticket.close(by=DESK, at=MONDAY_11H, public=True)

        assert (ticket.status, ticket.closed_at) == ("closed", MONDAY_11H)
        with pytest.raises(NotInThisStatus):
            ticket.close(**AT_NOON)

    def test_when_it_is_not_resolved_then_it_does_not_close(self) -> None:
        with pytest.raises(NotInThisStatus):
            a_ticket().close(**AT_NOON)

    def test_when_the_requester_disagrees_then_a_new_ticket_points_at_it_and_it_stays_as_it_is(self) -> None:
        requester = a_requester()
        old = a_ticket(requester=requester, criticality="emergency", resolved_at=MONDAY_10H, closed_at=MONDAY_11H)

        new = old.disagree(by=as_contact(requester), at=MONDAY_12H, public=True, channel="email", words=Words("Still down."))

        assert (old.status, new.status) == ("closed", "new")
        assert (new.requester, new.department, new.criticality, new.subject) == (requester, "support", "emergency", old.subject)
        assert (new.links.get().other, new.links.get().kind) == (old, "disagreement")
        assert old.timeline.events.get(verb=Verb.DISAGREED).facts == {"protocol": new.protocol}

    def test_when_thirty_days_have_passed_then_it_is_too_late_to_disagree(self) -> None:
        ticket = a_ticket(resolved_at=MONDAY_10H)
        words, until = Words("Still down."), ticket.may_disagree_until
        assert until.isoformat() == "2026-12-17T03:00:00+00:00"  # the 30th day after, a Wednesday, to its end

        ticket.disagree(by=DESK, at=until - timedelta(seconds=1), public=True, channel="email", words=words)
        with pytest.raises(DisagreedTooLate):
            ticket.disagree(by=DESK, at=until, public=True, channel="email", words=words)

    def test_when_nothing_is_resolved_then_there_is_nothing_to_disagree_with(self) -> None:
        with pytest.raises(NotInThisStatus):
            a_ticket().disagree(by=DESK, at=MONDAY_12H, public=True, channel="email", words=Words("No."))


class TestATicketThatIsNotWanted:
    def test_when_it_is_cancelled_then_the_reason_is_words_and_it_stays_so(self) -> None:
        ticket = a_ticket(held={"scheduled": MONDAY_10H})

        event = ticket.cancel(reason="Opened by mistake.", **AT_NOON)

        assert (ticket.status, ticket.cancelled_at, ticket.holds.get().until) == ("cancelled", MONDAY_12H, MONDAY_12H)
        assert event.entries.get().text == "Opened by mistake."
        with pytest.raises(CancelledForGood):
            ticket.a_contact_after_all(by=OPERATOR, at=MONDAY_12H)

    def test_when_no_reason_is_given_then_it_is_refused(self) -> None:
        with pytest.raises(ReasonMissing):
            a_ticket().cancel(reason="", **AT_NOON)

    def test_when_it_was_no_contact_then_it_can_be_undone_and_none_of_it_is_public(self) -> None:
        ticket = a_ticket(attended_at=MONDAY_10H)

        out = ticket.not_a_contact(by=OPERATOR, at=MONDAY_11H)
        assert (ticket.status, ticket.is_contact) == ("cancelled", False)
        back = ticket.a_contact_after_all(by=OPERATOR, at=MONDAY_12H)

        assert (ticket.status, ticket.is_contact, ticket.cancelled_at) == ("attended", True, None)
        assert not out.is_public
        assert not back.is_public


class TestTwoMattersInOne:
    def test_when_one_is_split_off_then_it_begins_with_those_words_and_points_back(self) -> None:
        requester = a_requester()
        ticket = a_ticket(requester=requester)
        second = ticket.reply(by=as_contact(requester), at=MONDAY_10H, public=True, words=Words("And where is my invoice?"))
        third = ticket.reply(by=as_contact(requester), at=MONDAY_11H, public=True, words=Words("The one of May."))

        new = ticket.split(entries=[second, third], subject="Invoice of May", **AT_NOON)

        assert [entry.text for entry in new.entries.order_by("id")] == ["And where is my invoice?", "The one of May."]
        assert (new.subject, new.requester, new.opened_at, new.links.get().other) == ("Invoice of May", requester, MONDAY_12H, ticket)
        assert ticket.entries.count() == 3
        assert ticket.timeline.events.get(verb=Verb.SPLIT).facts["protocol"] == new.protocol

    def test_when_the_words_are_not_its_own_or_not_from_outside_then_it_is_refused(self) -> None:
        ticket, other = a_ticket(), a_ticket()
        note = ticket.note(by=OPERATOR, at=MONDAY_10H, words=Words("Two things."))

        for entries in ([], [note], [other.entries.get()]):
            with pytest.raises(NothingToSplit):
                ticket.split(entries=entries, subject="", **AT_NOON)


class TestAfterTheEnd:
    def test_when_a_resolved_ticket_is_resolved_by_the_desk_then_facts_say_whose_it_was(self) -> None:
        ticket = a_ticket()

        resolve(ticket, at=MONDAY_12H)

        assert ticket.resolution.resolved_by is None
        assert ticket.timeline.events.get(verb=Verb.RESOLVED).by == DESK
