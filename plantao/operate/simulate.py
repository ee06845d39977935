"""`plantao simulate`: a provider's month on an empty installation, by the real verbs and the watch, at instants that have passed."""

import argparse
import json
import re
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from plantao.operate.rooms import open_rooms

if TYPE_CHECKING:
    from plantao.operate.simulated import Simulation

MOST_DAYS = 366
MOST_A_DAY = 2000


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Runs a month of an invented provider on an installation without tickets: customers write and call, staff answer, wait, pass on "
        "and resolve, clocks run out, those on duty are rung. Everything happens by the same verbs as in earnest, at its own instant; "
        "mail is caught and none leaves the machine. The same seed, days, volume and end give the same month. Stop the workers first."
    )
    parser.add_argument("--days", type=_days, default=30, metavar="N", help=f"how many days, at most {MOST_DAYS} (30)")
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help="where all chance comes from (1)")
    parser.add_argument("--a-day", type=_a_day, default=12, metavar="N", help="about how many contacts come on a working day (12)")
    parser.add_argument(
        "--speed", type=_speed, default=0.0, metavar="SPEED", help="max, or how many times faster than life: 60, 3600 (max)"
    )
    parser.add_argument("--until", metavar="INSTANT", help="when the month ends (ISO 8601; without an offset in the provider's zone); now")
    parser.add_argument("--json", action="store_true", help="print the summary as one JSON object")


def run(options: argparse.Namespace) -> int:
    open_rooms()
    from plantao import clock
    from plantao.operate import simulated

    handbook = simulated.premises()
    until = simulated.end(options.until, handbook=handbook, now=clock.now())
    simulated.in_haste()
    since = until - timedelta(days=options.days)
    life = simulated.begin(handbook, since=since, until=until, seed=options.seed)
    life.month.plan(a_day=options.a_day)
    try:
        _live(life, speed=options.speed)
    except KeyboardInterrupt:
        print(_where_it_stopped(life), file=sys.stderr)
        return 1
    summary = simulated.summary(life.month)
    print(json.dumps(summary, ensure_ascii=False) if options.json else _in_words(summary))
    return 0


def _live(life: "Simulation", *, speed: float) -> None:
    """Go from instant to instant to the end, and tell of each day on standard error. A speed of 0 waits for nothing."""
    from plantao.operate import simulated

    began, month = time.monotonic(), life.month
    day = month.since.astimezone(month.zone).date()
    for at in life.instants():
        if (today := at.astimezone(month.zone).date()) != day:
            print(f"{day}  {simulated.tickets_so_far():>6} tickets  {time.monotonic() - began:7.1f} s", file=sys.stderr, flush=True)
            day = today
        if speed:
            ahead = (at - month.since).total_seconds() / speed - (time.monotonic() - began)
            time.sleep(max(0.0, ahead))  # noqa: TID251 - somebody wants to watch


def _where_it_stopped(life: "Simulation") -> str:
    from plantao.operate import simulated

    local = life.at.astimezone(life.month.zone)
    return (
        f"plantao: stopped on {local:%Y-%m-%d at %H:%M:%S} of the simulation, with {simulated.tickets_so_far()} tickets; "
        "it can't be gone on with: begin again on an empty database"
    )


def _in_words(summary: dict[str, Any]) -> str:
    rows = {name: value for name, value in summary.items() if not isinstance(value, dict)}
    lines = [f"{name.replace('_', ' '):<22} {value}" for name, value in rows.items()]
    lines += [f"  {status:<20} {number}" for status, number in summary["statuses"].items()]
    return "\n".join([*lines, *(f"refused: {name}  {number}" for name, number in summary["refused"].items())])


def _seed(text: str) -> int:
    return _whole(text, least=0, most=999_999_999, what="seed")


def _days(text: str) -> int:
    return _whole(text, most=MOST_DAYS, what="number of days")


def _a_day(text: str) -> int:
    return _whole(text, most=MOST_A_DAY, what="number of contacts a day")


def _whole(text: str, *, most: int, what: str, least: int = 1) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no {what} from {least} to {most}")
    return int(text)


def _speed(text: str) -> float:
    """Return how many times faster than life; 0 for `max`."""
    match = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)x?", text)
    if text == "max":
        return 0.0
    if match is None or float(match[1]) <= 0:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no speed; write max, or how many times faster than life, such as 60")
    return float(match[1])
