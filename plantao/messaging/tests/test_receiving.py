"""The process that runs the receivers."""

from threading import Event, Thread

import pytest

from plantao.messaging import receiving, registry
from plantao.messaging.receiving import run_receivers
from plantao.messaging.testing import PigeonPost


class TestTwoReceivers:
    @pytest.mark.django_db(transaction=True)  # each thread closes the connection it may have opened
    def test_when_one_fails_then_it_is_started_again_and_the_other_goes_on(self, post: PigeonPost, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receiving, "FIRST_PAUSE", 0.01)
        began: list[str] = []
        third_time, stop = Event(), Event()

        def fails(stop: Event) -> None:
            began.append("fails")
            if began.count("fails") == 3:
                third_time.set()
            raise RuntimeError("a bug")

        def works(stop: Event) -> None:
            began.append("works")
            stop.wait()

        registry.fill([registry.Registration(channel=post, receivers=[("fails", fails), ("works", works)])], locks={})
        process = Thread(target=run_receivers, args=[stop])
        process.start()
        failed_often = third_time.wait(10)
        stop.set()
        process.join(10)

        assert failed_often
        assert began.count("works") == 1
        assert not process.is_alive()
