"""A process dies of kill -9 at one exact point, and whoever comes after it finds everything, and tells nobody twice without saying so."""

import signal
from collections.abc import Iterator
from typing import Final

import pytest

from plantao.messaging.models import Message
from plantao.operate.tests.running import wait_until
from plantao.work.tests.side_by_side import PATIENCE
from tests.crashes.desk import Desk
from tests.crashes.doomed import POINTS, place_of
from tests.crashes.nursery import Nursery
from tests.crashes.senders import Letter, greets, hand_over
from tests.crashes.sink import Sink

LETTERS: Final = [Letter(f"Falha {number}", f"ana{number}@cliente.example") for number in range(3)]
KILLED: Final = -signal.SIGKILL


@pytest.fixture(scope="module")
def nursery(django_db_setup: None, whole_run_sink: Sink) -> Iterator[Nursery]:
    with Nursery(whole_run_sink) as made:
        yield made


@pytest.mark.parametrize("point", POINTS)
def test_each_point_is_still_there(point: str) -> None:
    place_of(point)


class TestAReceiver:
    @pytest.mark.parametrize("point", ["mail-not-committed", "mail-committed-not-answered"])
    def test_when_it_dies_before_it_answered_then_the_sender_tries_again_and_it_is_one_ticket(
        self, desk: Desk, nursery: Nursery, point: str
    ) -> None:
        (letter,) = LETTERS[:1]
        nursery.bear("receiver", point)
        wait_until(lambda: greets(nursery.port), within=PATIENCE)
        first = _send(letter, nursery.port)
        assert nursery.death() == KILLED

        with desk.receiving() as port:
            again = _send(letter, port)
        desk.come_to_rest()

        assert (first, again) == (0, 250)
        assert desk.wrongs([letter]) == []


class TestAWorker:
    @pytest.mark.parametrize("point", ["intake-claimed", "intake-opened", "intake-not-committed", "intake-committed"])
    def test_when_it_dies_in_mid_intake_then_every_mail_is_one_ticket_told_once(self, desk: Desk, nursery: Nursery, point: str) -> None:
        desk.keep(LETTERS)
        nursery.bear("worker", point)
        assert nursery.death() == KILLED

        desk.come_to_rest()

        assert desk.wrongs(LETTERS) == []
        assert set(desk.sink.times_taken().values()) == {1}

    @pytest.mark.parametrize(
        ("point", "times", "marked"),
        [
            ("delivery-begun", [1, 1, 1], [False, False, True]),
            ("delivery-handed-over", [1, 1, 2], [False, False, True]),
            ("delivery-not-committed", [1, 1, 2], [False, False, True]),
            ("delivery-booked", [1, 1, 1], [False, False, False]),
        ],
    )
    def test_when_it_dies_in_mid_delivery_then_only_what_was_on_the_wire_goes_twice_and_is_marked(
        self, desk: Desk, nursery: Nursery, point: str, times: list[int], marked: list[bool]
    ) -> None:
        desk.keep(LETTERS)
        nursery.bear("worker", point)
        assert nursery.death() == KILLED

        desk.come_to_rest()

        assert desk.wrongs(LETTERS) == []
        assert sorted(desk.sink.times_taken().values()) == times
        assert sorted(Message.objects.values_list("is_perhaps_twice", flat=True)) == marked


def _send(letter: Letter, port: int) -> int:
    return hand_over(letter.written(), port=port, sender=letter.address)
