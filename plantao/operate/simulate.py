"""`plantao simulate`: a provider's month on an empty installation, by the real verbs and the watch, at instants that have passed."""

import argparse
import json
import re
import sys
import time
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from plantao.operate.rooms import open_rooms

if TYPE_CHECKING:
    from plantao.demo.month import Month

MOST_DAYS = 366


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Runs a month of an invented provider on an installation without tickets: customers write and call, staff answer, wait, pass on "
        "and resolve, clocks run out, those on duty are rung. Everything happens by the same verbs as in earnest, at its own instant; "
        "mail is caught and none leaves the machine. The same seed, days and end give the same month. Stop the workers first."
    )
    parser.add_argument("--days", type=_days, default=30, metavar="N", help=f"how many days, at most {MOST_DAYS} (30)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="where all chance comes from (1)")
    parser.add_argument(
        "--speed", type=_speed, default=0.0, metavar="SPEED", help="max, or how many times faster than life: 1x, 3600x (max)"
    )
    parser.add_argument("--until", metavar="INSTANT", help="when the month ends (ISO 8601; without an offset in the provider's zone); now")
    parser.add_argument("--json", action="store_true", help="print the summary as one JSON object")


def run(options: argparse.Namespace) -> int:
    open_rooms()
    from plantao import clock
    from plantao.operate import simulated

    handbook = simulated.premises()
    until = simulated.end(options.until, handbook=handbook, now=clock.now())
    chance = Random(options.seed)  # noqa: S311 - a month that can be repeated, not a secret
    month = simulated.begin(handbook, since=until - timedelta(days=options.days), until=until, random=chance, seed=options.seed)
    _live(month, speed=options.speed)
    summary = simulated.summary(month)
    print(json.dumps(summary, ensure_ascii=False) if options.json else _in_words(summary))
    return 0


def _live(month: "Month", *, speed: float) -> None:
    """Go from instant to instant to the end, and tell of each day on standard error."""
    from plantao.operate import simulated

    at, began, work = month.since, time.monotonic(), simulated.lanes(month)
    day = at.astimezone(month.zone).date()
    while (following := simulated.next_instant(month, at=at)) is not None:
        if speed:
            time.sleep((following - at).total_seconds() / speed)  # noqa: TID251 - somebody wants to watch
        at = following
        simulated.live_through(month, work=work, at=at)
        if (today := at.astimezone(month.zone).date()) != day:
            day = today
            print(f"{day}  {simulated.tickets_so_far():>6} tickets  {time.monotonic() - began:6.1f} s", file=sys.stderr, flush=True)


def _in_words(summary: dict[str, Any]) -> str:
    counted = {**summary, "tickets": summary["tickets"], **{f"  {name}": number for name, number in summary["statuses"].items()}}
    rows = {name: value for name, value in counted.items() if name not in ("statuses", "refused")}
    lines = [f"{name.replace('_', ' '):<22} {value}" for name, value in rows.items()]
    return "\n".join([*lines, *(f"refused: {name}  {number}" for name, number in summary["refused"].items())])


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no number of days from 1 to {MOST_DAYS}")
    return int(text)


def _speed(text: str) -> float:
    """Return how many times faster than life; 0 for `max`."""
    match = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)x", text)
    if text == "max":
        return 0.0
    if match is None or float(match[1]) <= 0:
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no speed; write max, 1x or 3600x")
    return float(match[1])
