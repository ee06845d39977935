"""
Whatever is done to a ticket by its verbs, in whatever order it becomes known: its clocks and its breaches are those that one finds by
walking the minutes of what was true in the end.

STORIES says of how many tickets in each zone.
"""

import os
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from plantao.agreements.models import HandbookVersion
from plantao.agreements.testing import a_handbook_in_force
from plantao.rules.service_level import State
from plantao.rules.tests.slow_twin import MINUTE
from plantao.sla.queries import readings
from plantao.sla.reading import events_of, past_of
from plantao.sla.testing import watch
from plantao.sla.tests.diary import Diary, a_diary
from plantao.sla.tests.slow_twin import Twin
from plantao.sla.tests.stories import BASES, HANDBOOKS

pytestmark = pytest.mark.django_db
STORIES = int(os.environ.get("STORIES", "10"))
seeds = st.integers(0, 2**32)


def a_whole_diary(random: Random, *, zone: str, newer: HandbookVersion) -> Diary:
    """Let a few days pass on a ticket; the watch comes by now and then."""
    diary = a_diary(random, base=BASES[zone], texts=(HANDBOOKS[zone][0], HANDBOOKS[zone][1]), newer=newer)
    pace = random.choice([20, 120, 400])
    for _ in range(random.randrange(4, 16)):
        diary.minute += random.randrange(pace)
        if random.random() < 0.4:
            watch(diary.instant(diary.minute))
            diary.ticket.refresh_from_db()
        diary.write()
    diary.minute += random.randrange(1_000)
    watch(diary.instant(diary.minute))
    diary.ticket.refresh_from_db()
    return diary


class TestAnyTicket:
    @pytest.mark.parametrize("zone", BASES)
    def test_when_anything_was_done_to_it_then_its_clocks_are_those_of_the_twin(self, zone: str) -> None:
        first, second = HANDBOOKS[zone]
        newer = a_handbook_in_force(at=BASES[zone] - timedelta(days=40), source=second.encode(), file_name="newer.yaml")
        a_handbook_in_force(at=BASES[zone] - timedelta(days=30), source=first.encode(), file_name="first.yaml")

        @settings(max_examples=STORIES, deadline=None)
        @given(seeds)
        def try_one(seed: int) -> None:
            with transaction.atomic():
                compare(a_whole_diary(Random(seed), zone=zone, newer=newer))
                transaction.set_rollback(True)

        try_one()


def compare(diary: Diary) -> None:
    """Fail where a clock, or a breach that stands, is not the twin's."""
    story, at = diary.story(), diary.instant(diary.minute)
    shown = {reading.name: reading.verdict for reading in readings(diary.ticket, at=at)}
    recorded = past_of(events_of(diary.ticket)).breaches
    for name in story.handbook(0).clocks:
        twin = Twin(story, name)
        assert {due_at for clock, due_at in recorded if clock == name} == {story.instant(minute) for minute in twin.broken()}
        now = twin.now()
        if now is None:
            assert name not in shown or shown[name].state is State.WAITING
            continue
        assert (shown[name].state, shown[name].elapsed) == (now.state, now.elapsed * MINUTE)
        if now.due is not None:
            assert shown[name].due_at == story.instant(now.due)
