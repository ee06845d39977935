"""`plantao up`: the whole of Plantão on one machine, from an empty folder to a mail that becomes a ticket."""

import argparse
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from config import env
from plantao.operate import database, processes
from plantao.operate.arrival import mail_answers, web_answers, welcome
from plantao.operate.database_copy import Copy
from plantao.operate.postgres import EmbeddedPostgres
from plantao.operate.premises import DOORS, Premises, doors_must_be_free
from plantao.operate.supervisor import MARK, Service, Stop, StopAsked, Supervisor, end_leftovers
from plantao.operate.trouble import Trouble

SERVICES: Final[dict[str, tuple[str, Callable[[], bool]]]] = {
    "web": ("web", web_answers),
    "worker": ("work", lambda: True),
    "mail": ("mail-server", mail_answers),
}  # name -> (our command, whether it is ready)
FIRST_HANDBOOK: Final = env.HERE / "handbooks" / "noc.yaml"
READY_WITHIN: Final = 60.0  # seconds
DEMO_WITHIN: Final = 120.0  # seconds
PLANTAO: Final = (sys.executable, "-m", "plantao.operate.cli")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Runs Plantão on this machine: an embedded PostgreSQL (or that of DATABASE_URL), web, worker and mail. Everything is written "
        "under PLANTAO_HOME (var/). Ctrl-C stops it; started again it goes on with its data. docs/operate/settings.md lists the settings."
    )
    parser.add_argument("--with-parent", action="store_true", help="stop when the program that started this one ends, as make does")


def run(options: argparse.Namespace) -> int:
    stop = Stop()
    stop.listen()
    if options.with_parent:
        processes.die_with_parent(signal.SIGTERM)
    try:
        Up(Premises(env.home()), stop).run()
    except StopAsked:
        pass
    except OSError as error:
        raise Trouble(in_words(error)) from None
    print("stopped", flush=True)
    return 0


class Up:
    """One run: each step tells what it does, and whatever was started is ended, however the run ends."""

    def __init__(self, premises: Premises, stop: Stop) -> None:
        self.premises = premises
        self.stop = stop
        self.postgres: EmbeddedPostgres | None = None
        self.supervisor: Supervisor | None = None
        self.environment = {**os.environ, "PLANTAO_HOME": str(premises.home), "PYTHONUNBUFFERED": "1", MARK: str(premises.home)}

    def run(self) -> None:
        """Start everything, and watch over it until StopAsked. Raises Trouble."""
        self.premises.open()
        with self.premises.lock():
            try:
                self._prepare()
                self._serve()
            finally:
                self._end()

    def _prepare(self) -> None:
        tell("home", str(self.premises.home))
        demonstrates = env.flag("DEMO", default=True)
        ended = end_leftovers(self.premises.home)
        if ended:
            tell("", f"{ended} processes of a run that was killed were ended")
        smtp, lmtp = (env.port(name, port, may_be_off=True) for name, port in (("PLANTAO_SMTP_PORT", 2525), ("PLANTAO_LMTP_PORT", 0)))
        doors_must_be_free(web=env.port("PLANTAO_PORT", 8000), smtp=smtp, lmtp=lmtp)
        self.premises.make_secret_key()
        self._open_database()
        tell("tables", "being brought up to this version")
        tell("handbook", self._run("migrate", "--first-handbook", str(FIRST_HANDBOOK)))
        if self.postgres is not None and self.postgres.is_new and demonstrates:
            self._load_demonstration()

    def _load_demonstration(self) -> None:
        """Load it into a copy of our new database, which takes its place; where that can't be done in time, go on without."""
        tell("demo", "a month of an invented provider is lived through: half a minute, longer on a busy machine (DEMO=0 leaves it out)")
        copy = Copy(env.database_url(), name="plantao_demo")
        copy.make()
        try:
            said = self._run("demo", "--hurried", within=DEMO_WITHIN, database_url=copy.url)
        except Trouble as trouble:
            copy.drop()
            tell("", f"left out: {trouble}; to have it however long it takes: Ctrl-C, .venv/bin/plantao demo, make up")
        else:
            copy.put_in_place()
            tell("", said)

    def _open_database(self) -> None:
        given = env.text("DATABASE_URL")
        if given:
            self.premises.keep_secret("database_url", None)
            tell("database", f"PostgreSQL {database.check(given)}, of DATABASE_URL")
            if direct := env.text("DATABASE_DIRECT_URL"):
                database.check(direct, variable="DATABASE_DIRECT_URL")
            return
        if env.text("DATABASE_OWNER_URL") or env.text("DATABASE_DIRECT_URL"):
            raise Trouble("DATABASE_OWNER_URL or DATABASE_DIRECT_URL is set without DATABASE_URL; set that too, or none of them")
        self.postgres = EmbeddedPostgres(
            self.premises.home / "postgres", log=self.premises.log / "postgres.log", tell=lambda sentence: tell("", sentence)
        )
        tell("database", "embedded PostgreSQL is starting")
        with self.stop.may_interrupt():
            url = self.postgres.start()
        self.premises.keep_secret("database_url", url)
        tell("database", f"PostgreSQL {database.check(url)}, embedded")

    def _run(self, *command: str, within: float | None = None, database_url: str = "") -> str:
        """
        Run a command of ours to its end, as a process of its own; return the last line it printed. Raises Trouble.

        `within` so many seconds, else it is ended; with a `database_url` on that database instead of ours.
        """
        log = self.premises.log / f"{command[0]}.log"
        from_here = log.stat().st_size if log.exists() else 0
        environment = self.environment | ({"DATABASE_URL": database_url} if database_url else {})
        process = processes.start([*PLANTAO, *command], log=log, env=environment)
        try:
            with self.stop.may_interrupt():
                code = process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            raise Trouble(f"it took longer than {within:.0f} s") from None
        finally:
            processes.end_group(process, [])
        with log.open("rb") as file:
            file.seek(from_here)
            said = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()] or ["it said nothing"]
        if code:
            told = [line.removeprefix("plantao: ") for line in said if line.startswith("plantao: ")] or [f"{said[-1]} (see {log})"]
            raise Trouble(told[-1])
        return said[-1]

    def _serve(self) -> None:
        ports = {"PLANTAO_PORT": env.port("PLANTAO_PORT", 8000), "PLANTAO_SMTP_PORT": env.port("PLANTAO_SMTP_PORT", 2525, may_be_off=True)}
        self.premises.keep_secret(DOORS, "\n".join(f"{name}={port}" for name, port in ports.items()))
        services = [Service(name, [*PLANTAO, command]) for name, (command, _) in SERVICES.items()]
        self.supervisor = Supervisor(
            services,
            home=self.premises.home,
            environment=self.environment,
            tell=lambda sentence: tell("", sentence),
            beside=self._keep_database,
        )
        self.supervisor.start()
        tell("services", ", ".join(service.name for service in services) + " are starting")
        give_up_at = time.monotonic() + READY_WITHIN
        while waiting := [service.name for service in services if not SERVICES[service.name][1]()]:
            if time.monotonic() > give_up_at:
                raise Trouble(f"{waiting[0]} does not answer; see {self.premises.log / waiting[0]}.log")
            with self.stop.may_interrupt():
                time.sleep(0.1)  # noqa: TID251 - nobody tells us when they are ready
            self.supervisor.look()
        facts = json.loads(self._run("status", "--json"))
        if facts["demonstration"] and env.flag("DEMO", default=True):
            self.supervisor.add(Service("customers", [*PLANTAO, "demo", "--live"]))
        print(welcome(self.premises.home, facts), flush=True)
        self.supervisor.watch(self.stop)

    def _keep_database(self) -> None:
        if self.postgres is not None and self.postgres.has_ended():
            tell("", f"PostgreSQL ended and is started again; see {self.postgres.log}")
            with self.stop.may_interrupt():
                self.postgres.start()

    def _end(self) -> None:
        if self.supervisor is not None:
            self.supervisor.stop()
        if self.postgres is not None:
            self.postgres.stop()
            self.premises.keep_secret("database_url", None)
        self.premises.keep_secret(DOORS, None)


def tell(name: str, sentence: str) -> None:
    """Show one step."""
    print(f"  {name:<10} {sentence}", flush=True)


def in_words(error: OSError) -> str:
    """Return what the system refused, and what to do about it."""
    where = error.filename or env.home()
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full: {where} can't be written; make room and start again"
    return f"{where}: {error.strerror}; put that right, or name another folder in PLANTAO_HOME"
