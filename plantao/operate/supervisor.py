"""A small supervisor: starts the services, starts again what dies, and leaves nothing behind."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from plantao.operate import processes

MARK: Final = "PLANTAO_SUPERVISED_IN"  # in the environment of all that we start: how a later run knows what is ours
STOP_WITHIN: Final = 2.5  # seconds, for all services together; then they are killed
CALM_AFTER: Final = 20.0  # seconds alive, about twice what a start takes on a busy machine, after which a death counts as the first
LONGEST_PAUSE: Final = 10.0  # a start that fails costs little, and all mail waits meanwhile
LOOK_EVERY: Final = 0.2
LOG_LIMIT: Final = 10_000_000  # bytes; the older half is kept beside it as .1


class StopAsked(BaseException):
    """Ctrl-C or SIGTERM. Not an Exception: nothing on the way may take it for an error."""


class Stop:
    """Turns the signals that end us into StopAsked, but only where nothing half-done would be left."""

    def __init__(self) -> None:
        self.asked = False
        self._may_interrupt = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup wants us to stay
            signal.signal(signal.SIGHUP, self._hear)

    @contextmanager
    def may_interrupt(self) -> Iterator[None]:
        """Let StopAsked be raised anywhere inside, also for what was asked before."""
        self._may_interrupt = True
        try:
            if self.asked:
                raise StopAsked
            yield
        finally:
            self._may_interrupt = False

    def _hear(self, number: int, frame: object) -> None:
        self.asked = True
        if self._may_interrupt:
            self._may_interrupt = False
            raise StopAsked


@dataclass(slots=True)
class Service:
    """One process to keep running, in a group of its own."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)

    def pause_after_death(self, *, now: float) -> float:
        """Return the seconds to wait before the next start: doubled with each death that follows a short life."""
        self.deaths = 1 if now - self.started > CALM_AFTER else self.deaths + 1
        return min(LONGEST_PAUSE, 0.25 * 2.0 ** min(self.deaths, 10))


class Supervisor:
    """
    Keeps services running until it is stopped.

    `home` holds their logs (log/NAME.log); `environment` is theirs; `tell` is given a sentence when one dies.
    `beside` is called at each look, for what is kept alive in another way.
    """

    def __init__(
        self, services: Sequence[Service], *, home: Path, environment: Mapping[str, str], tell: Callable[[str], None],
        beside: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.services = list(services)
        self.home = home
        self.environment = {**environment, MARK: str(home)}
        self.tell = tell
        self.beside = beside

    def start(self) -> None:
        """Start every service once."""
        for service in self.services:
            self._start(service)

    def add(self, service: Service) -> None:
        """Keep one more running."""
        self.services.append(service)
        self._start(service)

    def watch(self, stop: Stop) -> None:
        """Start again what dies, until StopAsked is raised."""
        while True:
            with stop.may_interrupt():
                time.sleep(LOOK_EVERY)  # noqa: TID251 - the supervisor's own rhythm
            self.look()

    def look(self) -> None:
        """Look at each service once, and at the sizes of the logs."""
        now = time.monotonic()
        self.beside()
        for service in self.services:
            if service.process is not None and service.process.poll() is not None:
                self._bury(service, now=now)
            elif service.process is None and now >= service.start_at:
                self._start(service)
        for log in (self.home / "log").glob("*.log"):
            cut_log(log)

    def stop(self) -> None:
        """End all services and whatever they started, together."""
        running = [service.process for service in self.services if service.process is not None]
        for process in running:
            processes.send(process.pid, signal.SIGTERM, group=True)
        give_up_at = time.monotonic() + STOP_WITHIN
        for process in running:
            processes.end_group(process, [(signal.SIGTERM, max(0.0, give_up_at - time.monotonic()))])
        for service in self.services:
            service.process = None
        end_leftovers(self.home, patience=0.2)

    def _start(self, service: Service) -> None:
        service.started = time.monotonic()
        service.process = processes.start(service.command, log=self.home / "log" / f"{service.name}.log", env=self.environment)

    def _bury(self, service: Service, *, now: float) -> None:
        assert service.process is not None
        processes.end_group(service.process, [])  # what it started itself must not hold its port
        pause = service.pause_after_death(now=now)
        how = _how_it_ended(service.process.returncode)
        self.tell(f"{service.name} ended ({how}) and is started again in {pause:.1f} s; see {self.home / 'log' / service.name}.log")
        service.process, service.start_at = None, now + pause


def end_leftovers(home: Path, *, patience: float = 3.0) -> int:
    """
    End every process that a supervisor started for `home` and did not end; return how many there were.

    They are killed after `patience`, in seconds.
    """
    left = list(_marked(home))
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 1.0)):
        for pid in left:
            processes.send(pid, number)
        give_up_at = time.monotonic() + seconds
        while (still := set(_marked(home)) & set(left)) and time.monotonic() < give_up_at:
            time.sleep(0.02)  # noqa: TID251 - they are not our children, so they can't be waited for
        if not still:
            break
    return len(left)


def cut_log(log: Path, *, limit: int = LOG_LIMIT) -> None:
    """Begin a log anew that is over its limit; what it held is kept as .1. Its writer goes on, since it appends."""
    if log.stat().st_size > limit:
        log.with_suffix(".log.1").write_bytes(log.read_bytes())
        os.truncate(log, 0)


def _marked(home: Path) -> Iterator[int]:
    """Yield the running processes that carry our mark. Linux only: elsewhere they are ended by hand."""
    mark = f"{MARK}={home}".encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in entry.read_bytes().split(b"\0"):
                yield int(entry.parent.name)
        except OSError:  # gone meanwhile, or another user's
            continue


def _how_it_ended(code: int) -> str:
    return f"exit {code}" if code >= 0 else f"killed by signal {-code}"
