"""What is asked of a ticket's clocks: the same that `plantao explain` answers of an equal case, by whom it may be seen."""

import json
from datetime import datetime, timedelta

import pytest

from plantao.handbook.explanation import ClockAnswer, clock_as_json, explain
from plantao.rules.service_level import State
from plantao.sla.queries import promise_of, readings
from plantao.sla.testing import watch
from plantao.tickets.models import AWAITING_CUSTOMER, Ticket, Words
from plantao.tickets.testing import (
    MONDAY,
    MONDAY_9H,
    MONDAY_10H,
    MONDAY_11H,
    MONDAY_12H,
    MONDAY_15H,
    STAFF,
    a_requester,
    a_ticket,
    as_contact,
)

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.fixture
def story() -> Ticket:
    """Opened Monday 9 h as controlled, attended 10 h, told something at 11 h, held 12 h to Tuesday 9 h, restored Wednesday 10 h."""
    requester = a_requester()
    ticket = a_ticket(criticality="controlled", requester=requester, attended_at=MONDAY_10H)
    ticket.reply(by=STAFF, at=MONDAY_11H, public=True, words=Words("We are on it."))
    hold = ticket.hold(by=STAFF, at=at(11, 59), public=True, reason=AWAITING_CUSTOMER, question="Powered?")
    ticket.hold_began(hold_id=hold.pk, at=MONDAY_12H, message=0)
    ticket.reply(by=as_contact(requester), at=at(9, day=1), public=True, words=Words("Yes."))
    ticket.restore(by=STAFF, at=at(10, day=2), public=True)
    return ticket


class TestTicketWithAStory:
    @pytest.mark.parametrize("hours", [0, 1, 2, 3, 4, 23, 24, 30, 49, 50, 100, 2_000])
    def test_when_asked_at_any_instant_then_it_is_what_explain_says_of_the_same_case(self, story: Ticket, hours: int) -> None:
        seen = MONDAY_9H + timedelta(hours=hours)
        case = {
            "handbook": "noc.yaml",
            "criticality": "controlled",
            "opened": MONDAY_9H.isoformat(),
            "holds": [{"since": MONDAY_12H.isoformat(), "until": at(9, day=1).isoformat(), "reason": AWAITING_CUSTOMER}],
            "events": [
                {"event": "attended", "at": MONDAY_10H.isoformat()},
                {"event": "public_update", "at": MONDAY_11H.isoformat()},
                {"event": "public_update", "at": at(11, 59).isoformat()},
                {"event": "restored", "at": at(10, day=2).isoformat()},
            ],
            "at": seen.isoformat(),
        }

        told = {
            reading.name: clock_as_json(ClockAnswer(calendar=reading.calendar or "", verdict=reading.verdict))
            for reading in readings(story, at=seen)
        }

        assert json.dumps(told) == json.dumps(explain(case, story.terms)["clocks"])


class TestWhatACustomerMayRelyOn:
    def test_when_a_ticket_is_opened_then_the_published_promise_has_its_instant(self) -> None:
        (promise,) = promise_of(a_ticket(criticality="urgent"), at=MONDAY_9H)

        assert (promise.name, promise.met_by, promise.verdict.due_at, promise.says("en")) == ("attend", "attended", MONDAY_11H, "")

    def test_when_the_handbook_publishes_a_word_then_that_is_said_in_each_language(self) -> None:
        (promise,) = promise_of(a_ticket(criticality="emergency"), at=MONDAY_9H)

        assert [promise.says(language) for language in ("pt-br", "es", "en")] == ["imediato", "inmediato", "at once"]

    def test_when_it_was_kept_then_nothing_is_to_come(self) -> None:
        assert promise_of(a_ticket(criticality="urgent", attended_at=MONDAY_10H), at=MONDAY_11H) == ()

    def test_when_it_is_overdue_then_it_is_still_owed(self) -> None:
        (promise,) = promise_of(a_ticket(criticality="urgent"), at=MONDAY_15H)

        assert promise.verdict.state is State.BREACHED

    def test_when_the_watch_has_seen_it_then_the_row_says_so_too(self) -> None:
        ticket = a_ticket(criticality="urgent")

        watch(MONDAY_15H)

        assert ticket.clocks.get(name="attend").breached_at == MONDAY_11H
