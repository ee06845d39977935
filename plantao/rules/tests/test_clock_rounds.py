from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.rules.clock_rounds import EVENTS, ClockRule, Happening, Round, ending, rounds
from plantao.rules.tests.calendars import h, utc

T0 = utc("2026-11-16 12:00")
ATTEND = ClockRule(starts="opened", met_by="attended")
RESOLVE = ClockRule(starts="opened", met_by="restored")
UPDATE = ClockRule(starts="attended", met_by="public_update", repeats=True)
LATER = T0 + h(100)


def after(hours: float) -> datetime:
    return T0 + h(hours)


def happened(**hours: float | tuple[float, ...]) -> list[Happening]:
    """`happened(opened=0, public_update=(2, 3))`: hours after noon."""
    told = {event: when if isinstance(when, tuple) else (when,) for event, when in hours.items()}
    return [Happening(event=event, at=after(hour)) for event, when in told.items() for hour in when]


class TestClockMetOnce:
    def test_when_it_has_not_started_then_there_is_no_round(self) -> None:
        assert rounds(ATTEND, happened(opened=2), at=after(1)) == ()

    def test_when_the_act_comes_then_it_is_met_by_the_first(self) -> None:
        assert rounds(ATTEND, happened(opened=0, attended=(3, 2)), at=LATER) == (Round(started_at=T0, met_at=after(2)),)

    def test_when_the_act_comes_after_the_instant_then_it_is_not_known(self) -> None:
        assert rounds(ATTEND, happened(opened=0, attended=2, cancelled=3), at=after(1)) == (Round(started_at=T0),)

    def test_when_the_act_came_before_the_start_then_it_does_not_count(self) -> None:
        assert rounds(ATTEND, happened(opened=1, attended=0), at=LATER) == (Round(started_at=after(1)),)

    def test_when_it_comes_with_the_start_then_it_is_met_at_once(self) -> None:
        assert rounds(ATTEND, happened(opened=0, attended=0), at=LATER) == (Round(started_at=T0, met_at=T0),)

    def test_when_the_ticket_is_cancelled_or_merged_then_it_ends(self) -> None:
        assert rounds(ATTEND, happened(opened=0, cancelled=2), at=LATER) == (Round(started_at=T0, ended_at=after(2)),)
        assert rounds(ATTEND, happened(opened=0, merged=2), at=LATER) == (Round(started_at=T0, ended_at=after(2)),)

    def test_when_the_ticket_is_resolved_then_a_promise_to_attend_does_not_end(self) -> None:
        assert rounds(ATTEND, happened(opened=0, resolved=2), at=LATER) == (Round(started_at=T0),)

    def test_when_one_event_starts_and_meets_it_then_the_second_meets_it(self) -> None:
        rule = ClockRule(starts="public_update", met_by="public_update")

        assert rounds(rule, happened(public_update=(1, 4)), at=LATER) == (Round(started_at=after(1), met_at=after(4)),)

    def test_when_the_fault_began_before_the_opening_then_so_does_its_clock(self) -> None:
        rule = ClockRule(starts="fault_started", met_by="restored")

        assert rounds(rule, happened(opened=0, fault_started=-3), at=LATER) == (Round(started_at=after(-3)),)


class TestClockMetByRestoring:
    def test_when_only_resolved_then_that_restores(self) -> None:
        assert rounds(RESOLVE, happened(opened=0, resolved=5), at=LATER) == (Round(started_at=T0, met_at=after(5)),)

    def test_when_restored_before_it_is_resolved_then_that_counts(self) -> None:
        assert rounds(RESOLVE, happened(opened=0, resolved=5, restored=4), at=LATER) == (Round(started_at=T0, met_at=after(4)),)


class TestClockThatRepeats:
    def test_when_met_then_it_starts_again_at_that_instant(self) -> None:
        assert rounds(UPDATE, happened(opened=0, attended=1, public_update=(2, 5)), at=LATER) == (
            Round(started_at=after(1), met_at=after(2)),
            Round(started_at=after(2), met_at=after(5)),
            Round(started_at=after(5)),
        )

    def test_when_restored_or_resolved_or_cancelled_then_the_round_ends_and_none_begins(self) -> None:
        for event in ("restored", "resolved", "cancelled"):
            happenings = [*happened(attended=1, public_update=(2, 6)), Happening(event=event, at=after(4))]

            assert rounds(UPDATE, happenings, at=LATER)[-1] == Round(started_at=after(2), ended_at=after(4))

    def test_when_the_update_comes_with_the_restoring_then_no_round_begins(self) -> None:
        assert rounds(UPDATE, happened(attended=1, public_update=4, restored=4), at=LATER) == (
            Round(started_at=after(1), ended_at=after(4)),
        )

    def test_when_it_has_not_started_then_restoring_makes_no_round(self) -> None:
        assert rounds(UPDATE, happened(opened=0, restored=4), at=LATER) == ()


class TestEnding:
    def test_when_nothing_ended_it_then_there_is_none(self) -> None:
        assert ending(happened(opened=0, restored=4), repeats=False, at=LATER) is None

    def test_when_several_do_then_the_first_counts(self) -> None:
        assert ending(happened(resolved=5, restored=4, cancelled=6), repeats=True, at=LATER) == after(4)


class TestAnyOrder:
    @settings(max_examples=50, deadline=None)
    @given(st.data())
    def test_when_told_in_another_order_then_the_rounds_are_the_same(self, data: st.DataObject) -> None:
        told = data.draw(st.lists(st.tuples(st.sampled_from(sorted(EVENTS)), st.integers(0, 5)), max_size=10))
        happenings = [Happening(event=event, at=after(hour)) for event, hour in told]
        shuffled = data.draw(st.permutations(happenings))

        for rule in (ATTEND, RESOLVE, UPDATE):
            assert rounds(rule, happenings, at=after(4)) == rounds(rule, shuffled, at=after(4))

    @settings(max_examples=50, deadline=None)
    @given(st.data())
    def test_when_unrelated_events_happen_then_a_clock_does_not_notice(self, data: st.DataObject) -> None:
        told = data.draw(
            st.lists(st.tuples(st.sampled_from(["analysed", "change_requested", "public_update", "restored"]), st.integers(0, 5)))
        )
        happenings = happened(opened=0, attended=2)

        assert rounds(ATTEND, [*(Happening(event=e, at=after(n)) for e, n in told), *happenings], at=LATER) == rounds(
            ATTEND, happenings, at=LATER
        )
