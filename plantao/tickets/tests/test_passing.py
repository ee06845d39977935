"""A vendor is asked: what they say is kept, and is not yet a check of ours."""

from datetime import timedelta
from typing import Any

import pytest

from plantao.events.actor import DESK, OPERATOR
from plantao.rules.ticket_lifecycle import NotInThisStatus
from plantao.tickets.models import EntryKind, Ticket, VendorCase, Words
from plantao.tickets.models.passing import AlreadyInformed, AlreadyVerified, NoForecastToBreak, NoSuchCase, NotAhead
from plantao.tickets.models.talking import NothingSaid
from plantao.tickets.testing import MONDAY_10H, MONDAY_11H, MONDAY_12H, MONDAY_15H, a_ticket
from plantao.tickets.verbs import Verb

pytestmark = pytest.mark.django_db
WHEN: dict[str, Any] = {"by": OPERATOR, "at": MONDAY_10H}


def passed(ticket: Ticket | None = None) -> tuple[Ticket, VendorCase]:
    ticket = ticket or a_ticket()
    case = ticket.pass_to_vendor(
        public=True,
        vendor="Roteadores Sul",
        reference="RS-77",
        mail="Case@Vendor.example",
        contacts=["Ivo", "his manager"],
        chase_at=MONDAY_12H,
        words=Words("Card 3 reboots."),
        **WHEN,
    )
    return ticket, case


class TestPassingOn:
    def test_when_it_is_passed_on_then_the_customer_may_know_and_the_words_are_internal(self) -> None:
        ticket, case = passed()

        event = ticket.timeline.events.get(verb=Verb.PASSED_TO_VENDOR)
        assert (event.is_public, event.facts["case"]) == (True, case.pk)
        assert (case.reference, case.mail, case.chase_at) == ("RS-77", "case@vendor.example", MONDAY_12H)
        entry = event.entries.get()
        assert (entry.kind, entry.is_public) == (EntryKind.VENDOR, False)

    def test_when_nobody_is_named_or_the_chase_is_not_ahead_then_it_is_refused(self) -> None:
        with pytest.raises(NothingSaid):
            a_ticket().pass_to_vendor(public=True, vendor=" ", **WHEN)
        with pytest.raises(NotAhead):
            a_ticket().pass_to_vendor(public=True, vendor="Sul", chase_at=MONDAY_10H, **WHEN)
        with pytest.raises(NotInThisStatus):
            passed(a_ticket(resolved_at=MONDAY_10H))

    def test_when_the_ticket_is_merged_then_the_case_goes_along(self) -> None:
        (ticket, case), survivor = passed(), a_ticket()

        ticket.merge(into=survivor, public=True, **WHEN)

        assert survivor.vendor_cases.get() == case


class TestACaseWithAVendor:
    def test_when_they_are_chased_then_the_next_chase_and_their_number_are_noted(self) -> None:
        ticket, case = passed()

        case = ticket.chase(by=OPERATOR, at=MONDAY_12H, case_id=case.pk, chase_at=MONDAY_15H, reference="RS-78")

        assert (case.chased_at, case.chase_at, case.reference) == (MONDAY_12H, MONDAY_15H, "RS-78")

    def test_when_they_write_then_it_is_filed_inside(self) -> None:
        ticket, case = passed()

        entry = ticket.hear_from_vendor(by=DESK, at=MONDAY_11H, case_id=case.pk, words=Words("We look into it."))

        assert (entry.kind, entry.is_public, entry.event.is_public) == (EntryKind.VENDOR, False, False)

    def test_when_their_word_is_broken_then_that_is_a_fact_once_and_only_after_it(self) -> None:
        ticket, case = passed()
        with pytest.raises(NoForecastToBreak):
            ticket.forecast_broken(case_id=case.pk, **WHEN)
        first = ticket.forecast(case_id=case.pk, due_at=MONDAY_11H, **WHEN)
        second = ticket.forecast(case_id=case.pk, due_at=MONDAY_12H, **WHEN)

        with pytest.raises(NoForecastToBreak):
            ticket.forecast_broken(by=OPERATOR, at=MONDAY_12H - timedelta(seconds=1), case_id=case.pk)
        event = ticket.forecast_broken(by=OPERATOR, at=MONDAY_12H, case_id=case.pk)

        for forecast in (first, second):
            forecast.refresh_from_db()
        assert (first.broken_at, second.broken_at, event.facts["forecast"]) == (None, MONDAY_12H, second.pk)
        with pytest.raises(NoForecastToBreak):
            ticket.forecast_broken(by=OPERATOR, at=MONDAY_15H, case_id=case.pk)

    def test_when_they_say_that_it_works_then_the_service_is_not_restored_by_that(self) -> None:
        ticket, case = passed()

        ticket.informed_restored(by=OPERATOR, at=MONDAY_11H, case_id=case.pk)
        with pytest.raises(AlreadyInformed):
            ticket.informed_restored(by=OPERATOR, at=MONDAY_12H, case_id=case.pk)
        ticket.verify(by=OPERATOR, at=MONDAY_12H, case_id=case.pk)
        with pytest.raises(AlreadyVerified):
            ticket.verify(by=OPERATOR, at=MONDAY_15H, case_id=case.pk)

        case.refresh_from_db()
        assert (case.informed_restored_at, case.verified_at, case.chase_at) == (MONDAY_11H, MONDAY_12H, None)
        assert ticket.restored_at is None

    def test_when_the_case_is_another_tickets_then_it_is_refused(self) -> None:
        _, case = passed()

        with pytest.raises(NoSuchCase):
            a_ticket().verify(case_id=case.pk, **WHEN)

    def test_when_all_of_it_has_happened_then_only_the_passing_on_is_public(self) -> None:
        ticket, case = passed()
        ticket.chase(case_id=case.pk, **WHEN)
        ticket.forecast(case_id=case.pk, due_at=MONDAY_11H, **WHEN)
        ticket.informed_restored(case_id=case.pk, **WHEN)
        ticket.verify(case_id=case.pk, **WHEN)

        assert [event.verb for event in ticket.timeline.events.filter(is_public=True)] == [Verb.OPENED, Verb.PASSED_TO_VENDOR]
