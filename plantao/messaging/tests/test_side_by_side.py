"""Two workers deliver while others post, on real transactions: every notice reaches the network, and none twice."""

import pytest
from django.db import transaction

from plantao.messaging import handlers
from plantao.messaging.models import Message, Notice, NoticeState, Thread
from plantao.messaging.testing import MONDAY_9H, PigeonPost, a_matter, a_notice, lock_matter
from plantao.work.queue_lane import QueueLane
from plantao.work.tests.side_by_side import beside

MATTERS = 4
NOTICES = 8


def turn(worker: int, *, times: int) -> None:
    """Deliver what is there, again and again."""
    lane = QueueLane(handlers.outbox(), worker=worker)
    for _ in range(times):
        lane.turn(now=lambda: MONDAY_9H, stopping=lambda: False)


@pytest.mark.django_db(transaction=True)
class TestTwoWorkersAndManyPosters:
    def test_when_all_act_at_once_then_every_notice_is_told_exactly_once(self, post: PigeonPost) -> None:
        post.at = MONDAY_9H
        matters = [(a_matter().timeline.pk, Thread.objects.begin()) for _ in range(MATTERS)]

        def speak(matter_id: int, thread: Thread) -> None:
            for number in range(NOTICES):
                with transaction.atomic():
                    text = f"{matter_id}/{number}."
                    a_notice(lock_matter(matter_id), thread=thread, at=MONDAY_9H, text=text, immediate=True)

        speakers = [lambda matter=matter: speak(*matter) for matter in matters]
        beside(*speakers, lambda: turn(1, times=40), lambda: turn(2, times=40))
        turn(1, times=5)

        told = [line for taken in post.taken for line in taken.text.split() if "/" in line]
        assert len(told) == len(set(told)) == MATTERS * NOTICES
        assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}
        assert not Message.objects.filter(is_perhaps_twice=True).exists()
