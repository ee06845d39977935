"""The supervisor with small programs in the place of services."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plantao.operate import supervisor
from plantao.operate.supervisor import Service, Stop, StopAsked, Supervisor, cut_log, end_leftovers
from plantao.operate.tests.running import wait_until

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"]
WITH_CHILD = [sys.executable, "-c", f"import subprocess, sys; subprocess.run({SLEEPER!r})"]


class House:
    """A supervisor over some programs, and what it told."""

    def __init__(self, home: Path, **commands: list[str]) -> None:
        (home / "log").mkdir()
        self.home = home
        self.told: list[str] = []
        self.services = [Service(name, command) for name, command in commands.items()]
        self.supervisor = Supervisor(self.services, home=home, environment=os.environ, tell=self.told.append)
        self.supervisor.start()

    def pid(self, index: int = 0) -> int:
        process = self.services[index].process
        assert process
        return process.pid

    def look_until(self, answer: Callable[[], object]) -> None:
        """Look as often as it takes until `answer()` is true."""

        def looked() -> object:
            self.supervisor.look()
            return answer()

        wait_until(looked, within=5)

    def marked(self) -> list[int]:
        return list(supervisor._marked(self.home))


@pytest.fixture
def a_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Makes houses, each in a folder of its own, and stops them."""
    made: list[House] = []

    def make(**commands: list[str]) -> House:
        home = tmp_path / str(len(made))
        home.mkdir()
        made.append(House(home, **commands))
        return made[-1]

    yield make
    for house in made:
        house.supervisor.stop()


class TestServiceThatDies:
    def test_when_looked_at_after_its_pause_then_it_runs_again(self, a_house: Callable[..., House]) -> None:
        house = a_house(web=SLEEPER)
        first = house.pid()
        os.kill(first, signal.SIGKILL)
        house.look_until(lambda: house.told)

        house.look_until(lambda: house.services[0].process)

        assert house.pid() != first
        assert house.told == [f"web ended (killed by signal 9) and is started again in 0.5 s; see {house.home}/log/web.log"]

    def test_when_it_had_started_others_then_they_go_first(self, a_house: Callable[..., House]) -> None:
        house = a_house(web=WITH_CHILD)
        wait_until(lambda: len(house.marked()) == 2, within=5)
        os.kill(house.pid(), signal.SIGKILL)

        house.look_until(lambda: house.told)

        wait_until(lambda: not house.marked(), within=1)

    def test_when_it_dies_again_and_again_then_the_pause_grows_and_after_a_calm_life_it_is_short(self) -> None:
        service = Service("web", [], started=100.0)

        pauses = [service.pause_after_death(now=101.0) for _ in range(9)]

        assert pauses == [0.5, 1, 2, 4, 8, 10, 10, 10, 10]
        assert service.pause_after_death(now=121.0) == 0.5


class TestServicesToBeStopped:
    def test_when_one_is_deaf_to_it_then_it_is_killed_and_nothing_is_left(
        self, a_house: Callable[..., House], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(supervisor, "STOP_WITHIN", 0.3)
        house = a_house(web=WITH_CHILD, mail=STUBBORN)
        wait_until(lambda: "deaf" in (house.home / "log" / "mail.log").read_text(), within=5)

        house.supervisor.stop()

        assert house.marked() == []


class TestLeftovers:
    def test_when_another_installations_run_beside_then_only_ours_are_ended(self, a_house: Callable[..., House]) -> None:
        ours, others = a_house(web=SLEEPER), a_house(web=SLEEPER)

        assert end_leftovers(ours.home) == 1

        assert ours.marked() == []
        assert others.marked() == [others.pid()]


class TestSignalToEnd:
    def test_when_it_comes_then_it_is_raised_only_where_it_may(self) -> None:
        stop = Stop()
        stop._hear(signal.SIGTERM, None)

        with pytest.raises(StopAsked), stop.may_interrupt():
            pytest.fail("this must not be reached")


def test_a_log_over_its_limit_is_begun_anew_and_its_writer_goes_on(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 50)

        cut_log(log, limit=40)
        writer.write(b"y")

    assert (tmp_path / "web.log.1").read_bytes() == b"x" * 50
    assert log.read_bytes() == b"y"
