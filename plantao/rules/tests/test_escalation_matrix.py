from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from plantao.rules.counted_time import Hold
from plantao.rules.escalation_matrix import (
    LadderFacts,
    RingFacts,
    RingRule,
    Step,
    due_steps,
    next_ring,
    start_when_attend_is_due,
)
from plantao.rules.service_level import ClockFacts, Target
from plantao.rules.tests.calendars import always, an_office, h, local, m

OPENED = local("2026-11-16 09:00")
STEPS = (
    Step(tell="noc_coordinator", after=h(2)),
    Step(tell="noc_manager", after=h(4)),
    Step(tell="director", after=h(24)),
)


def after(hours: float) -> datetime:
    return OPENED + h(hours)


def a_ladder(*, ended: datetime | None = None, pauses: Sequence[Hold] = ()) -> LadderFacts:
    return LadderFacts(steps=STEPS, hours=always(), started_at=OPENED, ended_at=ended, pauses=pauses)


def steps(ladder: LadderFacts, *, at: datetime) -> dict[str, datetime | None]:
    return {due.step.tell: due.due_at for due in due_steps(ladder, at=at)}


class TestLadderFromTheOpening:
    def test_when_asked_then_each_step_has_its_instant_due_or_to_come(self) -> None:
        assert steps(a_ladder(), at=after(3)) == {"noc_coordinator": after(2), "noc_manager": after(4), "director": after(24)}

    def test_when_it_ended_then_steps_due_then_or_later_are_left_out(self) -> None:
        assert steps(a_ladder(ended=after(4)), at=after(30)) == {"noc_coordinator": after(2)}

    def test_when_it_ends_after_the_instant_then_that_is_not_known(self) -> None:
        assert len(steps(a_ladder(ended=after(4)), at=after(3))) == 3

    def test_when_the_ticket_is_not_open_yet_then_no_step_has_an_instant(self) -> None:
        assert steps(a_ladder(), at=after(-1)) == {"noc_coordinator": None, "noc_manager": None, "director": None}

    def test_when_the_calendar_is_an_office_then_steps_count_its_hours(self) -> None:
        ladder = replace(a_ladder(), hours=an_office())

        assert steps(ladder, at=OPENED)["director"] == local("2026-11-18 13:00")  # 9 h, 10 h, 5 h


class TestLadderThatIsPaused:
    def test_when_the_hold_is_open_then_only_steps_due_before_it_have_instants(self) -> None:
        pauses = [Hold(since=after(3), until=None, reason="scheduled")]

        assert steps(a_ladder(pauses=pauses), at=after(10)) == {"noc_coordinator": after(2), "noc_manager": None, "director": None}

    def test_when_the_hold_has_ended_then_the_later_steps_moved(self) -> None:
        pauses = [Hold(since=after(3), until=after(5), reason="scheduled")]

        assert steps(a_ladder(pauses=pauses), at=after(10)) == {
            "noc_coordinator": after(2),
            "noc_manager": after(6),
            "director": after(26),
        }

    def test_when_it_ends_while_paused_then_the_steps_that_never_came_are_left_out(self) -> None:
        pauses = [Hold(since=after(3), until=None, reason="scheduled")]

        assert steps(a_ladder(pauses=pauses, ended=after(8)), at=after(30)) == {"noc_coordinator": after(2)}


class TestLadderThatStartsWhenAttendIsDue:
    ATTEND = ClockFacts(target=Target(within=h(2), hours=always()), started_at=OPENED)

    @pytest.mark.parametrize(
        ("met", "ended", "at", "start"),
        [
            (None, None, 1.9, None),
            (None, None, 2, after(2)),
            (2, None, 5, None),  # in time: it never starts
            (3, None, 5, after(2)),
            (None, 1, 5, None),  # cancelled before
        ],
    )
    def test_when_asked_then_it_starts_at_the_missed_instant_only(
        self, met: float | None, ended: float | None, at: float, start: datetime | None
    ) -> None:
        attend = replace(
            self.ATTEND,
            met_at=None if met is None else after(met),
            ended_at=None if ended is None else after(ended),
        )

        assert start_when_attend_is_due(attend, at=after(at)) == start

    def test_when_there_is_no_such_clock_then_it_never_starts(self) -> None:
        assert start_when_attend_is_due(None, at=after(99)) is None

    def test_when_it_never_started_then_its_steps_have_no_instants_and_vanish_at_the_end(self) -> None:
        ladder = replace(a_ladder(), started_at=None)

        assert set(steps(ladder, at=after(9)).values()) == {None}
        assert steps(replace(ladder, ended_at=after(8)), at=after(9)) == {}


class TestRinging:
    RULE = RingRule(every=m(5), tries=3, acknowledgement_lasts=m(60))

    def test_when_a_step_falls_due_then_it_rings_at_that_instant(self) -> None:
        ring = next_ring(RingFacts(due_at=after(2)), self.RULE)

        assert ring is not None
        assert (ring.at, ring.ordinal, ring.next_in_line) == (after(2), 1, False)

    def test_when_nobody_acknowledges_then_it_rings_again_and_after_the_tries_the_next_in_line_too(self) -> None:
        rung = [after(2), after(2) + m(5), after(2) + m(10)]

        ring = next_ring(RingFacts(due_at=after(2), rung_at=rung), self.RULE)

        assert ring is not None
        assert (ring.at, ring.ordinal, ring.next_in_line) == (after(2) + m(15), 4, True)

    def test_when_acknowledged_then_it_is_silent_until_that_lapses(self) -> None:
        facts = RingFacts(due_at=after(2), rung_at=[after(2)], acknowledged_at=[after(2.5)])

        ring = next_ring(facts, self.RULE)

        assert ring is not None
        assert (ring.at, ring.ordinal, ring.next_in_line) == (after(3.5), 1, False)

    def test_when_the_public_is_told_before_it_lapses_then_it_is_settled(self) -> None:
        facts = RingFacts(due_at=after(2), rung_at=[after(2)], acknowledged_at=[after(2.5)], updated_at=[after(3.5)])

        assert next_ring(facts, self.RULE) is None

    def test_when_the_public_was_told_before_the_acknowledgement_then_that_does_not_count(self) -> None:
        facts = RingFacts(due_at=after(2), acknowledged_at=[after(2.5)], updated_at=[after(2.4)])

        assert next_ring(facts, self.RULE) is not None

    def test_when_the_ladder_ends_then_nothing_rings_from_then_on(self) -> None:
        facts = RingFacts(due_at=after(2), rung_at=[after(2)])

        assert next_ring(replace(facts, ended_at=after(2) + m(5)), self.RULE) is None
        assert next_ring(replace(facts, ended_at=after(2) + m(6)), self.RULE) is not None
