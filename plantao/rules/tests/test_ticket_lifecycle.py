"""Statuses, moves and acts: every pair is walked, against tables written out by hand."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from plantao.rules.ticket_lifecycle import (
    POSSIBLE_IN,
    Act,
    CancelledForGood,
    DisagreedTooLate,
    ImpossibleMove,
    NotInThisStatus,
    Status,
    check_disagreement,
    check_may,
    check_move,
    is_open,
    is_over,
    may,
    may_be_attended,
    status_after_all,
    status_after_attending,
)

MONDAY = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
POSSIBLE_MOVES = {
    ("new", "attended"),
    ("new", "resolved"),
    ("new", "cancelled"),
    ("attended", "resolved"),
    ("attended", "cancelled"),
    ("resolved", "closed"),
    ("cancelled", "new"),
    ("cancelled", "attended"),
}
# one row an act; the columns are new, attended, resolved, closed, cancelled
ACTS = """
attend               x x x x .
reply                x x x . .
note                 x x x x x
complete             x x . . .
describe             x x . . .
classify             x x . . .
assign               x x . . .
hand_over            x x . . .
hold                 x x . . .
resume               x x . . .
contest_hold         x x x . .
restore              x x . . .
resolve              x x . . .
confirm              . . x . .
disagree             . . x x .
close                . . x . .
cancel               x x . . .
not_a_contact        x x . . .
a_contact_after_all  . . . . x
link                 x x x x x
merge                x x . . .
receive_merged       x x . . .
repeat_contact       x x . . .
split                x x x . .
watch                x x x . .
belong               x x x . .
correct              x x x x x
promise              x x . . .
pass_to_vendor       x x . . .
hear_from_vendor     x x x x x
"""


class TestEveryPairOfStatuses:
    @pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
    def test_when_a_ticket_moves_then_only_the_written_moves_are_possible(self, before: Status, after: Status) -> None:
        if (before.value, after.value) in POSSIBLE_MOVES:
            check_move(before, after)
            return
        with pytest.raises(ImpossibleMove) as refused:
            check_move(before, after)
        assert refused.value.facts == {"before": before.value, "after": after.value}


class TestEveryActInEveryStatus:
    def test_when_it_is_asked_then_it_is_possible_exactly_where_the_table_says(self) -> None:
        table = {words[0]: words[1:] for words in map(str.split, ACTS.strip().splitlines())}

        assert {act.value: ["x" if may(act, status) else "." for status in Status] for act in Act} == table
        assert set(POSSIBLE_IN) == set(Act)

    def test_when_it_is_not_possible_then_the_refusal_says_where_it_would_be(self) -> None:
        with pytest.raises(NotInThisStatus) as refused:
            check_may(Act.HOLD, Status.CLOSED)
        assert refused.value.facts == {"act": "hold", "status": "closed", "possible_in": ["new", "attended"]}

        check_may(Act.HOLD, Status.NEW)

    @pytest.mark.parametrize(
        ("status", "open_", "over"),
        [
            (Status.NEW, True, False),
            (Status.ATTENDED, True, False),
            (Status.RESOLVED, False, False),
            (Status.CLOSED, False, True),
            (Status.CANCELLED, False, True),
        ],
    )
    def test_when_asked_whether_it_is_open_or_over_then_a_resolved_ticket_is_neither(self, status: Status, open_: bool, over: bool) -> None:
        assert (is_open(status), is_over(status)) == (open_, over)


class TestTheFirstActThatReachesTheRequester:
    def test_when_the_ticket_is_new_then_it_is_attended(self) -> None:
        assert may_be_attended(Status.NEW, attended_at=None)
        assert status_after_attending(Status.NEW) is Status.ATTENDED

    def test_when_that_act_was_the_resolution_then_the_ticket_stays_resolved(self) -> None:
        assert may_be_attended(Status.RESOLVED, attended_at=None)
        assert status_after_attending(Status.RESOLVED) is Status.RESOLVED

    def test_when_an_earlier_act_reached_them_then_it_is_not_the_first(self) -> None:
        assert not may_be_attended(Status.ATTENDED, attended_at=MONDAY)
        assert not may_be_attended(Status.CANCELLED, attended_at=None)


class TestAResolvedTicket:
    UNTIL = MONDAY + timedelta(days=30)

    def test_when_the_requester_disagrees_in_the_period_then_they_may(self) -> None:
        check_disagreement(Status.RESOLVED, until=self.UNTIL, at=MONDAY)
        check_disagreement(Status.CLOSED, until=self.UNTIL, at=self.UNTIL - timedelta(seconds=1))

    def test_when_the_period_is_over_then_it_is_too_late(self) -> None:
        with pytest.raises(DisagreedTooLate) as refused:
            check_disagreement(Status.CLOSED, until=self.UNTIL, at=self.UNTIL)
        assert refused.value.facts == {"until": "2026-12-16T12:00:00+00:00"}

    def test_when_it_is_not_resolved_then_there_is_nothing_to_disagree_with(self) -> None:
        with pytest.raises(NotInThisStatus):
            check_disagreement(Status.ATTENDED, until=self.UNTIL, at=MONDAY)


class TestACancelledTicket:
    def test_when_not_a_contact_was_a_mistake_then_it_goes_back_to_where_it_was(self) -> None:
        assert status_after_all(Status.CANCELLED, is_not_a_contact=True, attended_at=None) is Status.NEW
        assert status_after_all(Status.CANCELLED, is_not_a_contact=True, attended_at=MONDAY) is Status.ATTENDED

    def test_when_it_was_cancelled_for_a_reason_then_it_stays_so(self) -> None:
        with pytest.raises(CancelledForGood):
            status_after_all(Status.CANCELLED, is_not_a_contact=False, attended_at=None)

    def test_when_it_was_never_cancelled_then_there_is_nothing_to_undo(self) -> None:
        with pytest.raises(NotInThisStatus):
            status_after_all(Status.NEW, is_not_a_contact=True, attended_at=None)
