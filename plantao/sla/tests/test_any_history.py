"""Whatever happens on a ticket: its clocks are those that `plantao explain` tells, and those that one finds by walking minutes."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.handbook.case import read_case
from plantao.handbook.explanation import answer
from plantao.rules.clock_counts import judge_count, passed
from plantao.rules.service_level import State
from plantao.rules.tests.slow_twin import MINUTE
from plantao.sla.history import derive, waiting
from plantao.sla.tests.slow_twin import Twin
from plantao.sla.tests.stories import a_story, case, history

seeds = st.integers(0, 2**32)


class TestAnyHistory:
    @settings(max_examples=2_000, deadline=None)
    @given(seeds)
    def test_when_nothing_changes_then_the_clocks_are_those_that_explain_tells(self, seed: int) -> None:
        story = a_story(Random(seed), may_change=False)
        at = story.instant(story.at)

        derived = derive(history(story), at=at)

        clocks = answer(read_case(case(story)), story.handbook(0)).clocks
        assert set(clocks) == {*derived, *waiting(history(story), derived)}
        for name, told in clocks.items():
            if name not in derived:
                assert told.verdict.state is State.WAITING
                continue
            verdict = judge_count([each.count for each in derived[name]], at=at)
            assert verdict == told.verdict
            assert derived[name][-1].calendar == told.calendar

    @settings(max_examples=1_000, deadline=None)
    @given(seeds)
    def test_when_walked_minute_by_minute_then_it_is_the_same(self, seed: int) -> None:
        story = a_story(Random(seed))
        at = story.instant(story.at)

        found = {name: [each.count for each in some] for name, some in derive(history(story), at=at).items()}

        missed = passed(found, at=at)
        for name in story.handbook(0).clocks:
            twin = Twin(story, name)
            broken = {each.at for each in missed if each.clock == name and each.is_breach}
            assert broken == {story.instant(minute) for minute in twin.broken()}
            now = twin.now()
            assert (now is None) == (name not in found)
            if now is None:
                continue
            verdict = judge_count(found[name], at=at)
            assert verdict.state == now.state
            assert verdict.elapsed == now.elapsed * MINUTE
            if now.due is not None:
                assert verdict.due_at == story.instant(now.due)
