"""`plantao demo`: loads the demonstration into an empty installation, says who may sign in, and lets it live on."""

import argparse
import json
import os
import sys
import time
from datetime import timedelta

from config import env
from plantao.operate.database_at_hand import at_hand
from plantao.operate.rooms import open_rooms
from plantao.operate.trouble import Trouble
from plantao.operate.until_stopped import stop_event

DAYS = 30
SEED = 7
SECONDS = 22.0
"""How long loading should take: the faster the machine, the more happens in the month."""

PATIENCE = 75.0
"""How long the smallest month may take where `make up` waits for it: who sees an empty desk sees nothing."""

LEAST_A_DAY, MOST_A_DAY = 0.5, 8.0
TICKETS_BESIDE = 36
"""How many tickets a month has at least: what it ends with, storms and the mass incident."""

TICKETS_FOR_THE_CAST = 2.5
"""Taking everybody in costs as much as so many tickets from opening to closing, as was measured."""

MINUTE = 60.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Loads the demonstration: an invented provider's month, ending now, by the same verbs as in earnest (see `plantao simulate`), "
        "with people who may sign in. It takes an installation without tickets, mails, customers and staff, and no worker at work; "
        "where Plantão doesn't run here and no DATABASE_URL is set, it starts the embedded database for as long as it takes. "
        "`make up` does it by itself on a new embedded database, unless DEMO=0. Where it is loaded, says who may sign in."
    )
    parser.add_argument("--json", action="store_true", help="print who may sign in as one JSON object")
    parser.add_argument("--live", action="store_true", help="let it live on until stopped: now and then a mail comes in")
    parser.add_argument("--hurried", action="store_true", help="load it only where that takes no minutes, as `make up` does")


def run(options: argparse.Namespace) -> int:
    if options.live:
        return _live_on()
    if options.hurried:
        open_rooms()
        if not _is_loaded():
            print(_load(is_hurried=True))
        return 0
    with at_hand(alone=False) as url:
        os.environ["DATABASE_URL"] = env.text("DATABASE_URL") or url
        open_rooms()
        if not _is_loaded():
            print(_load(is_hurried=False), file=sys.stderr)
        _tell_who_may_sign_in(as_json=options.json)
    return 0


def _live_on() -> int:
    stop = stop_event()
    open_rooms()
    from plantao import clock
    from plantao.demo import living

    while not stop.wait(MINUTE):
        if said := living.minute(clock.now()):
            print(said, flush=True)
    return 0


def _is_loaded() -> bool:
    from plantao.demo.logins import logins

    return bool(logins())


def _tell_who_may_sign_in(*, as_json: bool) -> None:
    from plantao.demo.logins import logins, password

    told = [{"job": login.job, "name": login.name, "mail": login.mail, "password": password()} for login in logins()]
    if as_json:
        print(json.dumps({"logins": told}, ensure_ascii=False))
        return
    for login in told:
        print(f"{login['job']:<14} {login['mail']:<32} {login['password']}")


def _load(*, is_hurried: bool) -> str:
    """Live through the month, and say what came of it. Raises Trouble where the installation is not empty, or there is no time for it."""
    from django.db import transaction

    from plantao import clock
    from plantao.demo.logins import give_logins
    from plantao.operate import simulated

    version = simulated.premises()
    until = clock.now().replace(microsecond=0)
    simulated.in_haste()
    began = time.monotonic()
    with transaction.atomic():
        life = simulated.begin(version, since=until - timedelta(days=DAYS), until=until, seed=SEED)
        give_logins()
        a_ticket = (time.monotonic() - began) / TICKETS_FOR_THE_CAST
        if is_hurried and (TICKETS_BESIDE + LEAST_A_DAY * DAYS) * a_ticket > PATIENCE:
            raise Trouble("this machine is so busy that it would take minutes")
        tickets = SECONDS / a_ticket
    life.month.plan(a_day=min(MOST_A_DAY, max(LEAST_A_DAY, (tickets - TICKETS_BESIDE) / DAYS)))
    for _ in life.instants():
        pass
    return f"{DAYS} days of an invented provider, {simulated.tickets_so_far()} tickets, loaded in {time.monotonic() - began:.0f} s"
